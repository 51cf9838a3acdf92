"""The addresses of disclosure requests: open ones, the deadline explainer, the annual report."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import orjson
from flask import Blueprint, Response, request

from api import files
from api.answer import answers
from api.descriptors import atom
from api.documents import annual_report as report_documents
from api.documents import disclosure_links, envelope
from api.files import annual_report_rows
from api.files.annual_report_xlsx import workbook
from api.openapi.operation import JSON, MEDIA
from api.parsing import disclosure, parse
from api.parsing.disclosure import REPORT, REPORT_CSV
from api.parsing.parameters import DEFINITION, names
from api.routes.data import asked
from api.routes.descriptions import told
from data.definitions import Text
from data.hall import hall
from data.questions import AnnualReport, OpenRequests

AT = disclosure_links.DISCLOSURE
blueprint = Blueprint("disclosure", __name__)


@blueprint.get(f"{AT}/open")
def open_requests() -> Response:
    """Open requests as strips, what is due first coming first; or the one named."""
    return asked(*disclosure.open_requests(request.args))


@blueprint.get(f"{AT}/deadline")
def deadline() -> Response:
    """The count of a case day by day."""
    return asked(*disclosure.deadline(request.args))


@blueprint.get(f"{AT}/annual-report")
def annual_reports() -> Response:
    """The years that can be reported."""

    def make(lang: str) -> bytes:
        found = report_documents.reports(answers.engine(), lang)
        own, more = {"self": request.path}, envelope.whole(len(found))
        return orjson.dumps(envelope.envelope(found, answers.state(), own, **more))

    return told(JSON, make)


@blueprint.get(f"{AT}/annual-report/<int:year>")
@blueprint.get(f"{AT}/annual-report/<int:year>.json")
def annual_report(year: int) -> Response:
    """Tables 三 and 四 with the proof of each cell, and the identities."""
    return asked(*disclosure.report(year, request.args, REPORT))


@blueprint.get(f"{AT}/annual-report/<int:year>.xlsx")
def annual_report_xlsx(year: int) -> Response:
    query, lang = disclosure.report(year, request.args, REPORT)
    report = answers.answer(query, lang)
    response = told(MEDIA["xlsx"], lambda _: workbook(report, lang), names(REPORT))
    return _file(response, query, "", "xlsx")


@blueprint.get(f"{AT}/annual-report/<int:year>.csv")
def annual_report_csv(year: int) -> Response:
    """One of the tables (`table`, default 3), flat."""
    query, lang = disclosure.report(year, request.args, REPORT_CSV)
    which, options = disclosure.table(request.args), parse.csv_options(request.args)
    columns, rows = annual_report_rows.table(answers.answer(query, lang)["data"], which)

    def make(_: str) -> bytes:
        return b"".join(files.csv_parts(columns, [rows], options))

    response = _file(told(MEDIA["csv"], make, names(REPORT_CSV)), query, f"-{which}", "csv")
    response.headers["X-Total-Count"] = str(len(rows))
    return response


def _file(response: Response, query: AnnualReport, part: str, suffix: str) -> Response:
    whose = f"-{query.department}" if query.department else ""
    name = f"annual-report-{query.year}{whose}{part}-v{answers.data_version()}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/feeds/overdue.atom")
def overdue_feed() -> Response:
    """Overdue requests, the newest first; an entry is of the day after the due date."""
    parse.known_only(request.args, names(DEFINITION))
    lang = parse.lang(request.args)
    found = answers.answer(OpenRequests(standing=("overdue",)), lang)["data"]["requests"]
    title = Text(f"{hall().name.zh}：超期未答复的公开申请", f"{hall().name.en}: overdue requests")

    def make(_: str) -> bytes:
        entries = (_overdue_entry(one, lang) for one in found)
        return atom.feed("/feeds/overdue.atom", title[lang], entries, lang)

    return told(atom.MEDIA_TYPE, make)


def _overdue_entry(one: dict, lang: str) -> atom.Entry:
    """One request. What changes from day to day (how long it is over) is left to the list."""
    number, due, received = one["request"], one["due_on"], one["received_on"]
    who = one["department_label"] or Text("部门未注明", "Department not stated")[lang]
    title = Text(f"{number} 超期未答复：期限 {due}", f"{number} is overdue: it was due on {due}")
    about = Text(
        f"{who}；收到 {received}，答复期限 {due}，尚未答复。",
        f"{who}; received {received}, due {due}, not answered.",
    )
    late = datetime.fromisoformat(due).date() + timedelta(days=1)
    since = datetime.combine(late, time(), hall().zone)
    return atom.Entry(
        number, title[lang], since, about[lang], disclosure_links.of_request(number)["self"]
    )
