"""What is asked of indicators: the parameters of values and of their proof, and the questions."""

from __future__ import annotations

from datetime import date
from functools import cache

from api.documents import links
from api.documents.proof.verification import question
from api.parsing.datasets import page_of, paging_parameters
from api.parsing.parameter import Given, Parameter, Parameters, choice, merged
from api.parsing.parameters import FROM, LANG, ROWS_LIMIT, TO, is_file, written
from api.parsing.value_types import DAY, SOME_TEXT, one_of, several, some
from api.problems import bad_parameter
from data.answers.records.behind_values import dataset_of_proof
from data.answers.values import DAYS_MOST, DAYS_TOO_MANY, no_dimension
from data.answers.whole_periods import GRAIN_NAMES
from data.catalog import INDICATORS, PUBLISHED_INDICATORS, owner
from data.definitions import Dimension, Indicator, Text, shortened
from data.hall import today
from data.periods import GRAINS
from data.questions import Proof, Values, Where

PARTS = ("numerator", "denominator")
BY_MOST = 2

_GRAIN = Text("时期的粒度", "how long a period is")
GRAIN = choice("grain", _GRAIN, GRAINS, "month")
PART = choice("part", Text("分子或分母的记录", "the records of which part"), PARTS, PARTS[0])
SHAPE = choice(
    "shape",
    Text(
        "rows：每个时期、每个编码一行；grid：时期只列一次，每个编码一行，字节数约为三分之一",
        "rows: one for each period and code; grid: the periods once and a row for each code, "
        "in about a third of the bytes",
    ),
    ("rows", "grid"),
    "rows",
)
AS_PUBLISHED = Parameter(
    "as_published",
    Text(
        "按该日快照所发布的数值作答（日、周为全厅；月及更粗可按一个维度），不随后来的更正改变",
        "the values as they were published on this day (by day and week of the whole hall, by month and "
        "coarser by one dimension), whatever was corrected since",
    ),
    DAY,
)
_NO_GRID = Text("与 also 同用时只能是 rows", "with also it can only be rows")
_EMPTY = Text("有空值；没有值的行写作 none", "an empty value; rows without one are `none`")


@cache
def values_parameters(indicator: str, suffix: str) -> Parameters:
    """Of an indicator's values; "": of all indicators."""
    if not indicator:
        return merged(p for id in PUBLISHED_INDICATORS for p in values_parameters(id, suffix))
    definition = INDICATORS[indicator]
    dimensions = (_dimension(owner(definition).dimension(name)) for name in definition.dimensions)
    also = (_also(definition),) if is_file(suffix) else ()
    return Parameters(
        FROM,
        TO,
        _grain(definition),
        _by(definition),
        *dimensions,
        SHAPE,
        AS_PUBLISHED,
        ROWS_LIMIT,
        *also,
        LANG,
        *written(suffix),
    )


@cache
def proof_parameters(indicator: str, suffix: str) -> Parameters:
    """Of the records behind a value; `grain` and `by` change nothing there and are allowed.

    Not by a hall-wide dimension: a list of the cases of an hour would tell the hour of each.
    """
    if not indicator:
        return merged(p for id in PUBLISHED_INDICATORS for p in proof_parameters(id, suffix))
    definition = INDICATORS[indicator]
    dimensions = (owner(definition).dimension(name) for name in definition.dimensions)
    filters = (_dimension(d) for d in dimensions if not d.hall_wide)
    paging = merged(
        p for side in PARTS for p in paging_parameters(dataset_of_proof(indicator, side), suffix)
    )
    return Parameters(
        PART, FROM, TO, GRAIN, _by(definition), *filters, *paging, LANG, *written(suffix)
    )


@cache
def verification_parameters(indicator: str, suffix: str) -> Parameters:
    """Of one number of one period: what it is of, and nothing of how it is listed."""
    del suffix
    if not indicator:
        return merged(p for id in PUBLISHED_INDICATORS for p in verification_parameters(id, ""))
    definition = INDICATORS[indicator]
    dimensions = (owner(definition).dimension(name) for name in definition.dimensions)
    return Parameters(FROM, TO, *(_dimension(d) for d in dimensions if not d.hall_wide), LANG)


def _grain(indicator: Indicator) -> Parameter:
    usual = owner(indicator).usual_grain
    return GRAIN if usual == "month" else choice("grain", _GRAIN, GRAINS, usual)


def _by(indicator: Indicator) -> Parameter:
    """The dimensions that values are broken down by."""
    ids = indicator.dimensions

    def parse(name: str, text: str) -> tuple[str, ...]:
        by = tuple(text.split(","))
        if len(by) > BY_MOST or len(set(by)) != len(by):
            wrong = Text(
                f"“{shortened(text)}”：至多两个维度，且不能重复",
                f"{shortened(text)!r} is not one dimension or two different ones",
            )
            raise bad_parameter(name, wrong, ids)
        for one in by:
            if one not in ids:
                raise no_dimension(indicator, one, name)
        return by

    text = Text("按哪些维度分列（至多两个）", "dimensions to break down by, two at most")
    dimensions = (owner(indicator).dimension(one) for one in ids)
    if coarse := [d for d in dimensions if d.grain != "day"]:
        names = Text("、".join(d.id for d in coarse), ", ".join(d.id for d in coarse))
        least = GRAIN_NAMES[coarse[0].grain]
        text = Text(
            f"{text.zh}；{names.zh} 只按整{least.zh}或更长的时期",
            f"{text.en}; {names.en} by whole {least.en}s or longer only",
        )
    type = several(one_of(ids), parse, uniqueItems=True, maxItems=BY_MOST)
    example = "department" if "department" in ids else None
    return Parameter("by", text, type, (), example=example)


def _also(indicator: Indicator) -> Parameter:
    """Other indicators in the same file: what a chart shows beside each other is one table."""
    others = [id for id in PUBLISHED_INDICATORS if id != indicator.id]
    one = one_of(others)

    def parse(name: str, text: str) -> tuple[str, ...]:
        return tuple(one.parse(name, id) for id in dict.fromkeys(text.split(",")))

    text = Text(
        "同一文件中另列这些指标的数值，一行一个；仅用于文件，shape 为 rows",
        "the values of these indicators as well, below the others; of files of shape rows only",
    )
    return Parameter("also", text, several(one, parse, uniqueItems=True), ())


def _dimension(dimension: Dimension) -> Parameter:
    title = dimension.title
    text = Text(f"{title.zh}：只计这些编码的行", f"{title.en}: only rows with one of these codes")
    if dimension.grain != "day":
        least = GRAIN_NAMES[dimension.grain]
        text = Text(
            f"{text.zh}；时期须为整{least.zh}或更长", f"{text.en}; of whole {least.en}s or longer"
        )
    return Parameter(dimension.id, text, some(SOME_TEXT, _EMPTY))


# --- the questions ------------------------------------------------------------------------------


def values(id: str, given: Given) -> Values:
    """The values of an indicator. `limit` is not part of it: values are computed as a whole."""
    first, last = _span(given)
    grain = given["grain"]
    if grain == "day" and first and ((last or today()) - first).days > DAYS_MOST:
        raise bad_parameter("grain", DAYS_TOO_MANY, GRAINS[1:])
    if given["shape"] != "rows" and given.get("also"):
        raise bad_parameter("shape", _NO_GRID, ("rows",))
    where = _dimensions(given, INDICATORS[id].dimensions)
    frozen = given.get("as_published")
    return Values(id, first, last, grain, given["by"], where, given["shape"], frozen)


def proof(id: str, given: Given, suffix: str = "") -> Proof:
    """The records behind a value."""
    part = given["part"]
    first, last = _span(given)
    page = page_of(given, links.list_of(Proof(id, part)), dataset_of_proof(id, part), suffix)
    where = _dimensions(given, INDICATORS[id].dimensions)
    return Proof(id, part, first, last, where, given["fields"], page)


def one_value(id: str, given: Given) -> Values:
    """The one value of a period, to be verified."""
    return question(id, *_span(given), _dimensions(given, INDICATORS[id].dimensions))


def _span(given: Given) -> tuple[date | None, date | None]:
    first, last = given["from"], given["to"]
    if first and last and first > last:
        wrong = Text(f"{last} 早于 from={first}", f"{last} is before from={first}")
        raise bad_parameter("to", wrong)
    return first, last


def _dimensions(given: Given, names: tuple[str, ...]) -> Where:
    return tuple((name, given[name]) for name in sorted(names) if given.get(name) is not None)
