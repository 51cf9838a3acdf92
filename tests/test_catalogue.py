"""Definitions check themselves when they are made; the catalogue of this hall holds together."""

from __future__ import annotations

import re
from datetime import date

import pytest

from data.answers.names import of_dimension
from data.catalog import DATASETS, INDICATORS, OWNERS, _check, owner
from data.definitions import (
    Code,
    Count,
    Dataset,
    Dimension,
    Field,
    Flow,
    Indicator,
    Quantile,
    Quotient,
    Stock,
    Text,
    Unused,
    codes,
)
from data.rollups.plan import ROLLUPS, find, parts

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
        ({"indicators": (indicator(measure=Stock(Flow("on"), Flow("off"))),)}, "off"),
    ],
)
def test_a_dataset_that_names_what_it_does_not_have_is_refused_by_that_name(
    parts: dict[str, object], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        dataset(**parts)


def test_a_code_list_needs_its_type_and_no_code_twice() -> None:
    two = codes(a=("甲", "a"), b=("乙", "b"))
    with pytest.raises(ValueError, match="type 'code'"):
        Field("x", "text", WORDS, codes=two)
    with pytest.raises(ValueError, match="occurs twice"):
        Field("x", "code", WORDS, codes=(*two, Code("a", WORDS)))


@pytest.mark.parametrize(
    ("measure", "named"),
    [(Quotient("n", "cases-none"), "cases-none"), (Unused("cases-none", "item", 24), "cases-none")],
)
def test_an_indicator_that_builds_on_an_unknown_one_is_refused(measure: object, named: str) -> None:
    one = indicator(measure=measure)
    with pytest.raises(ValueError, match=named):
        _check({}, {"n": one})


def test_a_field_that_refers_to_an_unknown_list_is_refused() -> None:
    broken = dataset(fields=(KEY, DAY, Field("office", "text", WORDS, refers="offices")))
    with pytest.raises(ValueError, match="offices"):
        _check({"things": broken}, {})


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


@pytest.mark.parametrize("id", FIXED.split())
def test_an_indicator_that_others_rely_on_is_there(id: str) -> None:
    assert id in INDICATORS


@pytest.mark.parametrize("id", FIELDS)
def test_fields_that_others_rely_on_are_published(id: str) -> None:
    assert set(FIELDS[id].split()) <= {f.id for f in DATASETS[id].public_fields}


@pytest.mark.parametrize("id", INDICATORS)
def test_the_unit_of_an_indicator_is_one_word_for_what_it_counts(id: str) -> None:
    """Not "件（个、份）"; and items without a case are counted in items, not in cases."""
    found = INDICATORS[id]
    unit = OWNERS[id].unit_of(found)
    assert unit.zh in {"件", "份", "项", "工作日", "星", "%"}
    if found.unit == "count":
        assert unit.en in re.findall(r"\w+", f"{found.title.en} {found.formula.en}".lower())
    else:
        assert unit.en == {"fraction": "%", "days": "working days", "score": "stars"}[found.unit]


@pytest.mark.parametrize("id", INDICATORS)
def test_every_dimension_of_an_indicator_has_its_rollup(id: str) -> None:
    """A number on a page never needs a walk through the rows."""
    found = INDICATORS[id]
    for part in parts(found, OWNERS[id]).values():
        for dimension in found.dimensions if part.dated else ():
            assert find(part.dataset, str(part.dated), frozenset({dimension}), part.histogram)


@pytest.mark.parametrize("id", INDICATORS)
def test_every_dimension_of_an_indicator_has_names_for_its_codes(id: str, store: object) -> None:
    with store.engine.connect() as connection:  # type: ignore[attr-defined]
        for dimension in INDICATORS[id].dimensions:
            named = of_dimension(connection, owner(INDICATORS[id]), dimension)
            assert list(named)[-1] == "none"


def test_instants_and_what_is_kept_for_counting_alone_are_not_published() -> None:
    published = {f.id for d in DATASETS.values() for f in d.public_fields}
    assert not {f for f in published if f.endswith("_at")} - {"recorded_at"}
    assert not {f for f in published if f.endswith("_hour") or f.startswith("source_")}


def test_no_indicator_crosses_the_hour_of_the_day_with_anything() -> None:
    crossed = [r.name for r in ROLLUPS if "hour" in r.keys and len(r.keys) > 1]
    assert crossed == []


def test_every_indicator_says_since_when_it_is_defined_so() -> None:
    for found in INDICATORS.values():
        since = [version.since for version in found.versions]
        assert since
        assert since == sorted(since)
        assert since[-1] >= date(2026, 11, 24)
