"""What the addresses of disclosure requests take, and the questions that are made of it."""

from __future__ import annotations

from api.parsing.parameter import Given, Parameter, Parameters, choice
from api.parsing.parameters import LABELS, LANG, LIMIT, PAGE_DEFAULT, only, written
from api.parsing.value_types import DAY, SOME_TEXT, TEXT, ValueType, one_of, positive, some
from api.problems import bad_parameter
from data.catalog.disclosure.codes import EVENT_KINDS
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
_NO_RECEIPT = Text(
    "须给出收到申请的日期（或 request）", "the day of receipt is needed (or request)"
)


def _number(name: str, text: str) -> str:
    if not text:
        raise bad_parameter(name, _EMPTY)
    return text


_DEPARTMENT = Text("部门编码", "code of a department")
REQUEST = Parameter(
    "request",
    Text("申请编号（收件回执号）", "number of a request"),
    ValueType(TEXT.schema, _number),
)
OPEN = only(
    REQUEST,
    Parameter("department", _DEPARTMENT, some(SOME_TEXT, _EMPTY)),
    Parameter(
        "standing", Text("办理情况", "how a request stands"), some(one_of(STANDINGS), _EMPTY)
    ),
    LIMIT,
    LANG,
)
DEADLINE = only(
    REQUEST,
    Parameter("received_on", Text("收到申请", "received"), DAY, example="2025-09-12"),
    *(Parameter(parameter(kind.id), kind.title, DAY) for kind in EVENT_KINDS),
    Parameter(
        "extension_days",
        Text(
            f"延长的工作日；批准和告知日期齐全时不写为{EXTENSION}",
            f"working days of the extension; {EXTENSION} if not given and both its dates are",
        ),
        positive(EXTENSION),
    ),
    Parameter(
        "correction_limit_on",
        Text("补正告知设定的补正期限", "the limit that the correction notice sets"),
        DAY,
    ),
    Parameter("answered_on", Text("答复", "answered"), DAY, example="2025-10-16"),
    Parameter(
        "asked_on", Text("计算截止日期；不写为今天", "as of which day; today if not given"), DAY
    ),
    LANG,
)
TABLES = ("3", "4", "2", "fees", "identities", "published", "print")
_REPORT = (Parameter("department", _DEPARTMENT, SOME_TEXT), LANG)
_TABLE = choice("table", Text("哪一张表", "which table"), TABLES, TABLES[0])
_OF_REPORT, _OF_BOOK = Parameters(*_REPORT), Parameters(*_REPORT, LABELS)
_OF_TABLE = Parameters(*_REPORT, _TABLE, *written("csv"))


def report_parameters(year: int, suffix: str) -> Parameters:
    """Of an annual report; a CSV has one of its tables."""
    return {"csv": _OF_TABLE, "xlsx": _OF_BOOK}.get(suffix, _OF_REPORT)


def open_requests(given: Given) -> OpenRequests:
    """`request`, or `department`, `standing` and `limit` (100 if not given)."""
    if given["request"] is not None:
        for name in ("department", "standing", "limit"):
            if given[name] is not None:
                raise bad_parameter(name, _ONE_REQUEST)
        return OpenRequests(request=given["request"])
    standing, department = given["standing"] or (), given["department"] or ()
    return OpenRequests(None, department, standing, given["limit"] or PAGE_DEFAULT)


def deadline(given: Given) -> Deadline:
    """`request` (and `asked_on`) of a stored request, or the dates of a case typed in."""
    if given["request"] is not None:
        for name, value in given.items():
            if value is not None and name not in ("request", "asked_on", "lang"):
                raise bad_parameter(name, _ON_RECORD)
        return Deadline(request=given["request"], asked_on=given["asked_on"])
    if given["received_on"] is None:
        raise bad_parameter("received_on", _NO_RECEIPT)
    dates = ((kind.id, given[parameter(kind.id)]) for kind in EVENT_KINDS)
    return Deadline(
        received_on=given["received_on"],
        events=tuple((kind, on) for kind, on in dates if on is not None),
        extension_days=given["extension_days"] or 0,
        answered_on=given["answered_on"],
        correction_limit_on=given["correction_limit_on"],
        asked_on=given["asked_on"],
    )


def report(year: int, given: Given) -> AnnualReport:
    """`department`: one code; without it, of the city."""
    return AnnualReport(year, given["department"])
