"""The answers about disclosure requests: open ones, the deadline explainer, the annual report."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Response

from api.answer import answers
from api.descriptors import atom
from api.documents import links
from api.documents.disclosure import addresses, annual_report
from api.documents.disclosure.annual_report import AnnualReportEntry
from api.documents.disclosure.strips import Request
from api.files import annual_report_rows
from api.files.annual_report_xlsx import workbook
from api.formats.csv import csv_parts
from api.openapi.endpoint import MEDIA, Call
from api.parsing import disclosure
from api.parsing.parameters import file_options
from api.routes.answering import answer_to, description, description_of
from data.definitions import Text
from data.hall import hall
from data.questions import AnnualReport, OpenRequests

FEED = links.OVERDUE_FEED


open_requests = answer_to(lambda call: disclosure.open_requests(call.given))
deadline = answer_to(lambda call: disclosure.deadline(call.given))


def reports(call: Call) -> list[AnnualReportEntry]:
    return annual_report.reports(answers.engine(), call.lang)


def _report_file(query: AnnualReport, call: Call) -> Response:
    return _workbook(query, call) if call.suffix == "xlsx" else _table(query, call)


report = answer_to(lambda call: disclosure.report(call.inside, call.given), _report_file)


def _workbook(query: AnnualReport, call: Call) -> Response:
    document = answers.answer(query, call.lang)
    response = description(MEDIA["xlsx"], call, lambda _: workbook(document, call.lang))
    return _named(response, query, "", "xlsx")


def _table(query: AnnualReport, call: Call) -> Response:
    """One of the tables, flat."""
    which = call.given["table"]
    data = answers.answer(query, call.lang)["data"]
    columns, rows = annual_report_rows.table(data, which)

    def make(_: Call) -> bytes:
        return b"".join(csv_parts(columns, [rows], file_options(call.given)))

    response = _named(description(MEDIA["csv"], call, make), query, f"-{which}", "csv")
    response.headers["X-Total-Count"] = str(len(rows))
    return response


def _named(response: Response, query: AnnualReport, part: str, suffix: str) -> Response:
    whose = f"-{query.department}" if query.department else ""
    name = f"annual-report-{query.year}{whose}{part}-v{answers.data_version()}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# An empty feed says that nothing is overdue; of requests never taken in nobody knows.
_NEVER_LOADED = Text(
    "暂无政府信息公开申请数据，无法得知是否有逾期未答复的申请",
    "no disclosure request was ever taken in: whether any is overdue is not known",
)


def _overdue_feed(call: Call) -> bytes:
    """Overdue requests, the newest first; an entry is of the day after the due date."""
    data = answers.answer(OpenRequests(standing=("overdue",)), call.lang)["data"]
    title = Text(
        f"{hall().name.zh}：逾期未答复的政府信息公开申请", f"{hall().name.en}: overdue requests"
    )
    entries = (_overdue_entry(one, call.lang) for one in data["requests"])
    unknown = _NEVER_LOADED[call.lang] if data["reason"] else None
    return atom.feed(FEED, title[call.lang], entries, call.lang, unknown)


overdue_feed = description_of(atom.MEDIA_TYPE, _overdue_feed)


def _overdue_entry(one: Request, lang: str) -> atom.Entry:
    """One request. What changes from day to day (how long it is over) is left to the list."""
    number, due, received = one["request"], one["due_on"], one["received_on"]
    assert due, "only what has a due date is overdue"
    who = one["department_label"] or Text("部门未注明", "Department not stated")[lang]
    title = Text(f"{number} 逾期未答复：期限{due}", f"{number} is overdue: it was due on {due}")
    about = Text(
        f"{who}；收到{received}，答复期限{due}，尚未答复。",
        f"{who}; received {received}, due {due}, not answered.",
    )
    late = datetime.fromisoformat(due).date() + timedelta(days=1)
    since = datetime.combine(late, time(), hall().zone)
    return atom.Entry(number, title[lang], since, about[lang], addresses.of_request(number)["self"])
