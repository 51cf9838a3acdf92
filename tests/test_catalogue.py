"""Definitions check themselves when they are made; the catalogue of this hall holds together."""

from __future__ import annotations

import re
from datetime import date

import pytest

from data.answers.names import of_dimension
from data.catalog import DATASETS, INDICATORS, OWNERS, _check, owner
from data.definitions import (
    Code,
    Dataset,
    Dimension,
    Expected,
    Field,
    Indicator,
    Need,
    Text,
    Threshold,
    codes,
)
from data.measures import (
    KINDS,
    Count,
    Difference,
    DistinctCount,
    Flow,
    Level,
    Quantile,
    Ratio,
    Share,
    Stock,
    Sum,
    Total,
    Unused,
)
from data.rollups.plan import ROLLUPS, find, parts
from tests.contracts import for_each

WORDS = Text("词", "word")
KEY = Field("id", "text", WORDS, required=True)
DAY = Field("on", "date", WORDS)


def dataset(**parts: object) -> Dataset:
    given = {"id": "things", "title": WORDS, "description": WORDS, "key": ("id",)}
    return Dataset(**(given | {"fields": (KEY, DAY)} | parts))  # type: ignore[arg-type]


def indicator(**parts: object) -> Indicator:
    given = {"id": "n", "title": WORDS, "formula": WORDS, "measure": Count(), "dated": "on"}
    return Indicator(**(given | parts))  # type: ignore[arg-type]


@pytest.mark.parametrize("words", [("", "word"), ("词", ""), ("  ", "word"), ("词", "\n")])
def test_a_text_without_one_of_its_languages_is_refused(words: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(*words)


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"fields": (KEY, DAY, KEY)}, "twice"),
        ({"key": ("number",)}, "number"),
        ({"newest": ("happened_on",)}, "happened_on"),
        ({"dimensions": (Dimension("place", WORDS),)}, "place"),
        ({"dimensions": (Dimension("id", WORDS, columns={"on": "gone"}),)}, "gone"),
        ({"indicators": (indicator(dated="gone_on"),)}, "gone_on"),
        ({"indicators": (indicator(measure=Quantile("used", 0.5)),)}, "used"),
        ({"indicators": (indicator(dimensions=("place",)),)}, "place"),
        ({"indicators": (indicator(measure=Stock(Flow("on"), Flow("off")), dated=None),)}, "off"),
        ({"pairs": (("place", "id"),)}, "place"),
        ({"restores": ("gone",)}, "gone"),
        ({"needs": (Need("others", "id", own="gone"),)}, "gone"),
    ],
)
def test_a_dataset_that_names_what_it_does_not_have_is_refused_by_that_name(
    parts: dict[str, object], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        dataset(**parts)


DUE = Field("due_on", "date", WORDS, scheduled=True)
HOURS = Dimension("hour", WORDS, columns={"on": "hour"}, hall_wide=True)
NUMBER, HOUR = Field("amount", "number", WORDS), Field("hour", "integer", WORDS)
PLACE = Field("place", "code", WORDS, codes=codes(here=("此", "here")), required=True)
FIELDS_OF_ALL = (KEY, DAY, DUE, NUMBER, HOUR, PLACE)
AT_PLACE = {"dimensions_of_all": (Dimension("place", WORDS),)}


def refused(**parts: object) -> None:
    """A dataset with one indicator of these parts."""
    of_dataset = ("grain", "dimensions_of_all", "valid", "expects", "control", "records", "pairs")
    more = {name: parts.pop(name) for name in of_dataset if name in parts}
    offered = more.pop("dimensions_of_all", ())
    dataset(fields=FIELDS_OF_ALL, dimensions=offered, indicators=(indicator(**parts),), **more)


def fell(r: object) -> object:
    return r.amount > 0  # type: ignore[attr-defined]


# What could not be answered, and a word of why: each is refused when the catalogue is imported.
REFUSED = [
    ({"unit": "fraction"}, "Count gives"),
    ({"measure": Share(of=fell)}, "Share gives"),
    ({"measure": Share(of=fell), "unit": "fraction", "counted": WORDS}, "counted word"),
    ({"measure": Unused("n", "place", 24)}, "its own dates"),
    ({"dated": None, "settled": True}, "settled"),
    ({"dated": None}, "needs the date"),
    ({"dated": "amount"}, "no date"),
    ({"dated": "due_on"}, "must be settled"),
    ({"measure": Count(where=lambda r: r.gone == 1)}, "gone"),
    ({"measure": Sum(of=lambda r: r.gone)}, "gone"),
    ({"measure": Quantile("on", 0.5)}, "no number"),
    ({"measure": Quantile("amount", 1)}, "between 0 and 1"),
    ({"measure": Stock(Flow("on")), "dated": None}, "no stock"),
    ({"measure": Stock(Flow("on", of=lambda r: r.amount), Flow("due_on")), "dated": None}, "amounts"),
    ({"measure": Stock(Flow("on"), Flow("due_on")), "dated": None, "unit": "yuan"}, "is a count"),
    ({"measure": Unused("n", "place", 0), "dated": None}, "at least 1"),
    ({"measure": Unused("n", "id", 3), "dated": None, "dimensions": ("hour",),
      "dimensions_of_all": (HOURS,)}, "no dimensions"),
    ({"measure": Ratio("n", "n", per=1000), "dated": None, "unit": "fraction"}, "per 1000"),
    ({"measure": Ratio("n", "n", per=7), "dated": None, "unit": "ratio"}, "per 7"),
    ({"grain": "month", "dimensions": ("hour",), "dimensions_of_all": (HOURS,)}, "hours"),
    ({"valid": ("on", "due_on")}, "key must include"),
    ({"measure": DistinctCount("id")}, "counted word"),
    ({"measure": DistinctCount("on"), "counted": WORDS}, "names no member"),
    ({"measure": Level(of=lambda r: r.amount, reporter="amount")}, "names no reporter"),
    ({"measure": Level(of=lambda r: r.gone, reporter="id")}, "gone"),
    ({"measure": Quantile("amount", 0.5, weight="amount"), "unit": "days"}, "whole number"),
    ({"measure": Quantile("amount", 0.5, weight="hour"), "unit": "days"}, "less than 0"),
    ({"matured": True, "settled": True}, "can be matured"),
    ({"interval": "wilson"}, "no wilson interval of a Count"),
    ({"interval": "poisson", "measure": Share(of=fell), "unit": "fraction"}, "no poisson interval"),
    ({"measure": Total(of=lambda r: r.amount, over=lambda r: r.hour), "unit": "days",
      "interval": "wilson"}, "k of n"),
    ({"expects": Expected("id", "day")}, "nobody knows"),
    ({"expects": Expected("place", "day"), "grain": "month"}, "no day"),
    ({"expects": Expected("place", "week", workdays=True)}, "no working day"),
    ({"control": Threshold(), "records": True}, "has its records"),
    ({"control": Threshold(n=2), "records": False}, "hides nobody"),
    ({"control": Threshold(finest="day"), "records": False}, "as it comes in"),
    ({"control": Threshold(finest="month"), "records": False, "grain": "year"}, "no month"),
    ({"control": Threshold(), "records": False} | AT_PLACE, "must stand alone"),
    ({"control": Threshold(alone=("place", "gone")), "records": False} | AT_PLACE, "no dimension"),
    ({"control": Threshold(), "records": False, "pairs": (("place", "place"),)} | AT_PLACE, "no pairs"),
    ({"control": Threshold(), "records": False, "matured": True}, "cannot be controlled"),
    ({"control": Threshold(), "records": False, "measure": Stock(Flow("on")), "dated": None},
     "cannot be controlled|no stock"),
    ({"control": Threshold(), "records": False, "measure": Count(where=fell)}, "of some rows only"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "why"), REFUSED)
def test_what_could_not_be_answered_is_refused_at_import(parts: dict, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        refused(**parts)


def test_a_total_without_a_denominator_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="over"):
        Total(of=fell)  # type: ignore[call-arg]


SIDES = {
    "rows": indicator(id="rows", dimensions=("place",)),
    "days": indicator(id="days", measure=Quantile("amount", 0.5), unit="days"),
    "share": indicator(id="share", measure=Share(of=fell), unit="fraction"),
    "list": indicator(id="list", dated=None),
}


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"measure": Ratio("rows", "days"), "unit": "ratio"}, "days, a Quantile"),
        ({"measure": Ratio("rows", "list"), "unit": "ratio"}, "of a list"),
        ({"measure": Ratio("rows", "share"), "unit": "ratio", "dimensions": ("place",)}, "lacks"),
        ({"measure": Difference("rows", "share")}, "is in fraction"),
        ({"measure": Unused("rows", "item", 24)}, "no dimension 'item'"),
    ],
)
def test_sides_that_do_not_fit_are_refused_at_import(parts: dict, why: str) -> None:
    derived = indicator(dated=None, **parts)
    owners = dict.fromkeys([*SIDES, "n"], dataset())
    with pytest.raises(ValueError, match=why):
        _check({}, SIDES | {"n": derived}, owners)


def test_what_is_controlled_leaves_by_no_other_indicator() -> None:
    small = dataset(indicators=(indicator(),), control=Threshold(), records=False)
    around = indicator(id="around", measure=Ratio("n", "n"), dated=None, unit="ratio")
    indicators = {"n": small.indicators[0], "around": around}
    with pytest.raises(ValueError, match="n is controlled"):
        _check({}, indicators, {"n": small, "around": dataset()})


def test_every_kind_of_measure_is_shown_in_the_catalogue_or_refused_above() -> None:
    used = {type(i.measure) for i in INDICATORS.values()}
    tried = {type(parts.get("measure", Count())) for parts, _ in REFUSED}
    assert set(KINDS) - used - tried <= {Difference, Total}


def test_a_dimension_is_not_called_as_what_stands_beside_every_number() -> None:
    named = Field("period", "text", WORDS)
    with pytest.raises(ValueError, match="columns \\['period'\\] of their own"):
        dataset(fields=(*dataset().fields, named), dimensions=(Dimension("period", WORDS),))


def test_a_code_list_needs_its_type_and_no_code_twice() -> None:
    two = codes(a=("甲", "a"), b=("乙", "b"))
    with pytest.raises(ValueError, match="type 'code'"):
        Field("x", "text", WORDS, codes=two)
    with pytest.raises(ValueError, match="occurs twice"):
        Field("x", "code", WORDS, codes=(*two, Code("a", WORDS)))


@pytest.mark.parametrize(
    ("measure", "named"),
    [(Ratio("n", "cases-none"), "cases-none"), (Unused("cases-none", "item", 24), "cases-none")],
)
def test_an_indicator_that_builds_on_an_unknown_one_is_refused(
    measure: Ratio | Unused, named: str
) -> None:
    unit = measure.units[0]
    one = indicator(measure=measure, dated=None, unit=unit)
    with pytest.raises(ValueError, match=named):
        _check({}, {"n": one}, {"n": dataset()})


def test_a_field_that_refers_to_an_unknown_list_is_refused() -> None:
    broken = dataset(fields=(KEY, DAY, Field("office", "text", WORDS, refers="offices")))
    with pytest.raises(ValueError, match="offices"):
        _check({"things": broken}, {}, {})


FIXED = """
cases-accepted cases-completed cases-in-progress cases-overdue on-time-rate on-time-rate-due
early-rate on-site-rate on-site-rate-instant actual-speed-up promised-speed-up zero-handling-items
handling-days-median handling-days-p90 ratings good-rating-rate bad-rating-rate mean-score
active-rating-rate rectification-rate call-back-rate disclosure-received disclosure-answered
disclosure-open disclosure-overdue disclosure-on-time disclosure-granted-rate
disclosure-days-median
"""
FIELDS = {
    "cases": "case_no item department district window channel applicant_kind case_kind accepted_on "
    "due_on completed_on outcome legal_days promised_days excluded_days used_days belongs_on_site "
    "completed_on_site recorded_at",
    "evaluations": "evaluation_no department window channel score is_default named rated_on "
    "verified rectify_due_on rectified_on called_back_on recorded_at",
    "disclosure-requests": "request_no title topic department applicant_kind channel received_on "
    "corrected_on excluded_days extension_days due_on answered_on used_days outcome state "
    "recorded_at",
    "disclosure-events": "request_no kind on",
}


@for_each("id", FIXED.split())
def test_an_indicator_that_others_rely_on_is_there(id: str) -> None:
    assert id in INDICATORS


@pytest.mark.parametrize("id", FIELDS)
def test_fields_that_others_rely_on_are_published(id: str) -> None:
    assert set(FIELDS[id].split()) <= {f.id for f in DATASETS[id].public_fields}


@for_each("id", INDICATORS)
def test_the_unit_of_an_indicator_is_one_word_for_what_it_counts(id: str) -> None:
    """Not "件（个、份）"; and items without a case are counted in items, not in cases."""
    found = INDICATORS[id]
    unit = OWNERS[id].unit_of(found)
    counted = {
        "件",
        "份",
        "条",
        "项",
        "个",
        "次",
        "个次",
        "台",
        "人次",
        "家",
        "单",
        "家次",
        "张",
        "人",
        "封",
        "周",
    }
    others = {"工作日", "星", "分钟", "%", "倍", "个百分点", "分", "学时", "‰", "/百", "/万"}
    assert unit.zh in counted | others
    if found.unit == "count":
        assert unit.en in re.findall(r"\w+", f"{found.title.en} {found.formula.en}".lower())
    else:
        in_words = {
            "fraction": "%", "days": "working days", "score": "stars", "minutes": "minutes",
            "ratio": "times", "percentage_points": "percentage points", "papers": "papers",
            "people": "people", "points": "points", "person_hours": "person-hours",
            "per_hundred": "per 100", "per_thousand": "per 1,000", "per_ten_thousand": "per 10,000",
        }  # fmt: skip
        assert unit.en == in_words[found.unit]


@for_each("id", INDICATORS)
def test_every_dimension_of_an_indicator_has_its_rollup(id: str) -> None:
    """A number on a page never needs a walk through the rows."""
    found = INDICATORS[id]
    for part in parts(found, OWNERS[id]).values():
        for dimension in found.dimensions if part.dated else ():
            assert find(part.dataset, str(part.dated), frozenset({dimension}), part.histogram)


@for_each("id", INDICATORS)
def test_every_dimension_of_an_indicator_has_names_for_its_codes(id: str, store: object) -> None:
    with store.engine.connect() as connection:  # type: ignore[attr-defined]
        for dimension in INDICATORS[id].dimensions:
            named = of_dimension(connection, owner(INDICATORS[id]), dimension)
            assert list(named)[-1] == "none"


def test_instants_and_what_is_kept_for_counting_alone_are_not_published() -> None:
    published = {f.id for d in DATASETS.values() for f in d.public_fields}
    # When a machine stated how many wait on a floor is about nobody.
    assert not {f for f in published if f.endswith("_at")} - {"recorded_at", "stated_at"}
    counted_only = {f for f in published if f.endswith("_hour") or f.startswith("source_")}
    assert counted_only == {"source_url"}  # where an organ published its report: meant to be read


def test_no_indicator_crosses_the_hour_of_the_day_with_anything() -> None:
    crossed = [r.name for r in ROLLUPS if "hour" in r.keys and len(r.keys) > 1]
    assert crossed == []


def test_every_indicator_says_since_when_it_is_defined_so() -> None:
    for found in INDICATORS.values():
        since = [version.since for version in found.versions]
        assert since
        assert since == sorted(since)
        assert since[-1] >= date(2026, 11, 24)
