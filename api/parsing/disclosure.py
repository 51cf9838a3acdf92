"""What the addresses of disclosure requests accept, as data, and how it is read."""

from __future__ import annotations

from datetime import date

from api.parsing import parse_value
from api.parsing.parameters import (
    CSV,
    DAY,
    LANG,
    LIMIT,
    PAGE_DEFAULT,
    PAGE_MOST,
    Parameter,
    choice,
    names,
)
from api.parsing.parse import Args, day, known_only, lang, one_of
from api.problems import bad_parameter, not_allowed
from data.catalog.disclosure import EVENT_KINDS
from data.definitions import Text
from data.disclosure.explainer import parameter
from data.disclosure.strips import STANDINGS
from data.questions import AnnualReport, Deadline, OpenRequests
from data.rules.disclosure import EXTENSION

_EMPTY = Text("有空值", "an empty value")
_ONE_REQUEST = Text(
    "不能与 request 同用：request 已指明一件申请", "does not go with request, which names one"
)
_ON_RECORD = Text(
    "不能与 request 同用：该申请的日期以记录为准",
    "does not go with request, whose dates are on record",
)
_DEPARTMENT = Text("部门编码", "code of a department")
REQUEST = Parameter("request", Text("申请编号（收件回执号）", "number of a request"))
DEPARTMENT = Parameter("department", _DEPARTMENT, {"type": "string", "minLength": 1})
OPEN = (
    REQUEST,
    Parameter("department", _DEPARTMENT, {"type": "string", "minLength": 1}, many=True),
    Parameter(
        "standing",
        Text("办理情况", "how a request stands"),
        {"type": "string", "enum": list(STANDINGS)},
        many=True,
    ),
    LIMIT,
    LANG,
)
_EVENTS = tuple(Parameter(parameter(c.id), c.title, DAY) for c in EVENT_KINDS)
DEADLINE = (
    REQUEST,
    Parameter("received_on", Text("收到申请", "received"), DAY, example="2025-09-12"),
    *_EVENTS,
    Parameter(
        "extension_days",
        Text(
            f"延长的工作日；批准和告知日期齐全时不写为 {EXTENSION}",
            f"working days of the extension; {EXTENSION} if not given and both its dates are",
        ),
        {"type": "integer", "minimum": 1, "maximum": EXTENSION},
    ),
    Parameter("answered_on", Text("答复", "answered"), DAY, example="2025-10-16"),
    Parameter(
        "asked_on", Text("按哪一天计算；不写为今天", "as of which day; today if not given"), DAY
    ),
    LANG,
)
TABLES = ("3", "4", "2", "fees", "identities")
REPORT = (DEPARTMENT, LANG)
REPORT_CSV = (
    *REPORT,
    choice("table", Text("哪一张表", "which table"), TABLES, TABLES[0]),
    *CSV,
)


def open_requests(args: Args) -> tuple[OpenRequests, str]:
    """`request`, or `department`, `standing` and `limit` (100 if not given)."""
    known_only(args, names(OPEN))
    if "request" in args:
        for name in ("department", "standing", "limit"):
            if name in args:
                raise bad_parameter(name, _ONE_REQUEST)
        return OpenRequests(request=_request(args)), lang(args)
    standing = _several(args, "standing")
    for one in standing:
        if one not in STANDINGS:
            raise bad_parameter("standing", not_allowed(one), STANDINGS)
    limit = PAGE_DEFAULT
    if "limit" in args:
        limit = parse_value.positive("limit", args["limit"], PAGE_MOST)
    return OpenRequests(None, _several(args, "department"), standing, limit), lang(args)


def _request(args: Args) -> str:
    if not args["request"]:
        raise bad_parameter("request", _EMPTY)
    return args["request"]


def _several(args: Args, name: str) -> tuple[str, ...]:
    values = tuple(sorted(set(args[name].split(",")))) if name in args else ()
    if not all(values):
        raise bad_parameter(name, _EMPTY)
    return values


def deadline(args: Args) -> tuple[Deadline, str]:
    """`request` (and `asked_on`) of a stored request, or the dates of a case typed in."""
    known_only(args, names(DEADLINE))
    language, asked_on = lang(args), day(args, "asked_on")
    if "request" in args:
        for name in args:
            if name not in ("request", "asked_on", "lang"):
                raise bad_parameter(name, _ON_RECORD)
        return Deadline(request=_request(args), asked_on=asked_on), language
    if "received_on" not in args:
        said = Text(
            "须给出收到申请的日期（或 request）", "the day of receipt is needed (or request)"
        )
        raise bad_parameter("received_on", said)
    events: list[tuple[str, date]] = []
    for kind in EVENT_KINDS:
        on = day(args, parameter(kind.id))
        events += [(kind.id, on)] if on else []
    extension = 0
    if "extension_days" in args:
        extension = parse_value.positive("extension_days", args["extension_days"], EXTENSION)
    return (
        Deadline(
            received_on=day(args, "received_on"),
            events=tuple(events),
            extension_days=extension,
            answered_on=day(args, "answered_on"),
            asked_on=asked_on,
        ),
        language,
    )


def report(year: int, args: Args, accepted: tuple[Parameter, ...]) -> tuple[AnnualReport, str]:
    """`department`: one code; without it, of the city."""
    known_only(args, names(accepted))
    return AnnualReport(year, args.get("department")), lang(args)


def table(args: Args) -> str:
    return one_of(args, "table", TABLES, TABLES[0])
