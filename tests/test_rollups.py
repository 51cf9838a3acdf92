"""Whatever comes in, in whatever order: rollups hold what a recount of the rows gives."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.answers.values import Value, values
from data.catalog import DATASETS, INDICATORS, owner
from data.intake.ingest import rebuild
from data.questions import Values
from data.rollups.plan import ROLLUPS
from data.rollups.renewal.upgrade import recount_sql
from tests.alert_rules import RULES
from tests.contracts import Ring
from tests.hall_data import Store
from tests.recount import (
    COUNTS,
    KNOWN,
    LISTS,
    RATIOS,
    Cell,
    code,
    number,
    period_name,
    recount,
    within,
)

pytestmark = pytest.mark.usefixtures("clock")
TODAY = date(2026, 11, 24)

# --- random batches -----------------------------------------------------------------------------

# Few days, over a New Year whose calendar ends, a National Day and make-up workdays.
DAYS = st.sampled_from(
    [date(2026, 9, 20), date(2026, 9, 30), date(2026, 10, 10), date(2026, 11, 20)]
    + [TODAY - timedelta(days=n) for n in range(3)]
)
NUMBERS = st.none() | st.sampled_from([0, 1, 5, 20, 40])
VOID = st.sampled_from([None, None, None, None, True])


def optional(*words: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([*words, None])


def _later(draw: st.DrawFn, first: date) -> date | None:
    found = draw(st.none() | DAYS)
    return found if found is None or found >= first else first


@st.composite
def case(draw: st.DrawFn) -> dict[str, Any]:
    accepted = draw(DAYS)
    completed = _later(draw, accepted)
    instants = draw(st.booleans())
    hours = sorted((draw(st.integers(0, 10)), draw(st.integers(0, 10))))
    at = {
        "accepted_at": f"{accepted}T{hours[0]:02d}:30:00",
        "completed_at": completed and f"{completed}T{hours[1]:02d}:30:00",
    }
    return {
        "case_no": draw(st.sampled_from("abcdef")),
        "item": draw(st.sampled_from(["x-1", "x-2", "new"])),
        "department": draw(optional("fgw", "jyt", "unheard-of")),
        "district": draw(optional("511302")),
        "window": draw(optional("W01")),
        "channel": draw(st.sampled_from(["hall", "online"])),
        "applicant_kind": draw(optional("individual")),
        "case_kind": draw(optional("instant", "promised")),
        "legal_days": draw(NUMBERS),
        "promised_days": draw(NUMBERS),
        "excluded_days": draw(optional("2")),
        "due_on": _later(draw, accepted),
        "outcome": draw(optional("granted", "refused")),
        "submitted_on": draw(st.none() | DAYS),
        "notified_on": draw(st.none() | DAYS),
        "delivered_on": draw(st.none() | DAYS),
        "extension_days": draw(optional("5")),
        "extension_approved_on": draw(st.none() | DAYS),
        "extension_notified_on": draw(st.none() | DAYS),
        "belongs_on_site": draw(st.sampled_from([None, True, False])),
        "completed_on_site": draw(st.sampled_from([None, True, False])),
        **(at if instants else {"accepted_on": accepted, "completed_on": completed}),
        "void": draw(VOID),
    }


@st.composite
def rating(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "evaluation_no": draw(st.sampled_from("abcdef")),
        "department": draw(optional("fgw", "jyt")),
        "window": draw(optional("W01")),
        "channel": draw(optional("hall")),
        "score": draw(st.integers(1, 5)),
        "is_default": draw(st.sampled_from([None, True])),
        "named": draw(st.sampled_from([None, True])),
        "rated_on": draw(DAYS),
        "verified": draw(optional("upheld", "pending")),
        "rectified_on": draw(st.none() | DAYS),
        "called_back_on": draw(st.none() | DAYS),
        "replied_on": draw(st.none() | DAYS),
        "set_aside": draw(st.sampled_from([None, True])),
        "callback_satisfied": draw(st.sampled_from([None, True, False])),
        "void": draw(VOID),
    }


@st.composite
def request(draw: st.DrawFn) -> dict[str, Any]:
    received = draw(DAYS)
    return {
        "request_no": draw(st.sampled_from("abcd")),
        "department": draw(optional("fgw", "jyt")),
        "applicant_kind": draw(st.sampled_from(["person", "legal"])),
        "channel": draw(optional("post")),
        "received_on": received,
        "answered_on": _later(draw, received),
        "outcome": draw(optional("r03", "r13", "r21")),
        "due_on": _later(draw, received),
        "extension_days": draw(optional("10")),
        "void": draw(VOID),
    }


@st.composite
def event(draw: st.DrawFn) -> dict[str, Any]:
    kinds = ("correction_asked", "corrected", "third_party_asked", "third_party_replied")
    return {
        "request_no": draw(st.sampled_from("abcd")),
        "kind": draw(st.sampled_from(kinds)),
        "on": draw(DAYS),
        "void": draw(VOID),
    }


@st.composite
def item(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "item": draw(st.sampled_from(["x-1", "x-2", "x-3"])),
        "title_zh": "事项",
        "kind": draw(st.sampled_from(["approval", "service"])),
        "department": draw(optional("fgw")),
        "legal_days": draw(NUMBERS),
        "promised_days": draw(NUMBERS),
        "void": draw(VOID),
    }


@st.composite
def review(draw: st.DrawFn) -> dict[str, Any]:
    filed = draw(DAYS)
    return {
        "review_no": draw(st.sampled_from("abcd")),
        "department": draw(optional("fgw")),
        "kind": draw(st.sampled_from(["reconsideration", "direct_litigation"])),
        "filed_on": filed,
        "concluded_on": _later(draw, filed),
        "result": draw(optional("upheld", "corrected")),
        "void": draw(VOID),
    }


@st.composite
def stop(draw: st.DrawFn) -> dict[str, Any]:
    begun = draw(DAYS)
    return {
        "case_no": draw(st.sampled_from("abcdef")),
        "kind": draw(st.sampled_from(["hearing", "testing"])),
        "from_on": begun,
        "until_on": _later(draw, begun),
        "notified_on": draw(st.none() | DAYS),
        "void": draw(VOID),
    }


SOURCES = {
    "cases": case(),
    "case-stops": stop(),
    "evaluations": rating(),
    "disclosure-requests": request(),
    "disclosure-events": event(),
    "disclosure-reviews": review(),
    "items": item(),
}


@st.composite
def batch(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Records of one dataset, some of them versions of one another, all dated or none."""
    dataset = draw(st.sampled_from([*SOURCES, "cases"]))
    records = draw(st.lists(SOURCES[dataset], min_size=1, max_size=8))
    dated = draw(st.booleans()) and dataset != "items"
    for record in records:
        if dated:
            record["recorded_at"] = f"2026-11-24T0{draw(st.integers(0, 9))}:00:00"
    return dataset, records


BATCHES = st.lists(batch(), min_size=1, max_size=5)
# An example costs half a second: no time to make a failing one smaller.
HOUSE = settings(
    max_examples=4 if Ring.one_of_a_kind else 12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def _filled(folder: str, batches: list[tuple[str, list[dict[str, Any]]]]) -> Store:
    store = Store(Path(folder))
    store.ingest("alert-rules", RULES)
    for dataset, records in batches:
        entry = store.ingest(dataset, records)
        assert entry.refused is None
        assert entry.lines == len(records) == entry.accepted + entry.rejected + entry.duplicate
    return store


# --- the claims ---------------------------------------------------------------------------------


def sums_differ(store: Store) -> list[str]:
    """The rollup tables that differ from a recount of the rows."""
    wrong = []
    for rollup in ROLLUPS:
        names = ", ".join(f'"{n}"' for n in (*rollup.key_names, *(p.name for p in rollup.parts)))
        kept = store.sql(f'select {names} from "{rollup.name}"')
        keys = len(rollup.key_names)
        counted = [r for r in store.sql(recount_sql(rollup)) if any(r[keys:])]
        if sorted(kept) != sorted(counted):
            wrong.append(rollup.name)
    return wrong


@given(BATCHES)
@HOUSE
def test_every_rollup_holds_what_a_recount_of_the_rows_gives(
    batches: list[tuple[str, list[dict[str, Any]]]],
) -> None:
    with TemporaryDirectory() as folder:
        store = _filled(folder, batches)
        assert sums_differ(store) == []
        assert not any(rebuild(store.engine).values())
        store.close()


@given(BATCHES, st.sampled_from(["day", "week", "month", "quarter", "year", "total"]), st.data())
@HOUSE
def test_every_indicator_is_what_plain_python_counts(
    batches: list[tuple[str, list[dict[str, Any]]]], grain: str, data: st.DataObject
) -> None:
    first = data.draw(st.none() | st.just(date(2026, 9, 29)), "from")
    last = data.draw(st.none() | st.sampled_from([date(2026, 11, 21), TODAY]), "to")
    with TemporaryDirectory() as folder:
        store = _filled(folder, batches)
        rows = {d: store.rows(d) for d in DATASETS}
        for id in INDICATORS:
            # What is controlled is recounted by whole years (tests/test_enterprise.py).
            if id in LISTS or owner(INDICATORS[id]).control:
                continue
            for by in [(), *((d,) for d in INDICATORS[id].dimensions)]:
                compare(store, rows, Values(id, first, last, grain, by))
        store.close()


def compare(store: Store, rows: dict[str, list[dict[str, Any]]], query: Values) -> None:
    """All values of a query, and that no code that occurs is left out."""
    with store.engine.connect() as connection:
        found = values(connection, query, TODAY)
    seen = set()
    for value in found:
        assert value.period
        assert value.period.name == period_name(value.period.first, query.grain)
        begin = max(value.period.first, query.from_ or value.period.first)
        # The total goes on until now: dues fall after the newest event.
        whole = TODAY if query.grain == "total" else value.period.last
        end = min(whole, query.to or whole)
        if INDICATORS[query.indicator].is_stock:
            end = min(end, TODAY)
        codes = dict(zip(query.by, value.codes, strict=True))
        cell = Cell(number(begin), number(end), codes, query.where, number(TODAY))
        expected = recount(rows, query.indicator, cell)
        got = (value.value, value.numerator, value.denominator)
        if value.reason == "not-covered":
            # A stock stands after the newest event, but whether nothing has happened is not known.
            assert not expected[0] or INDICATORS[query.indicator].is_stock
            assert got == (None, None, None)
            continue
        seen.add(value.codes)
        assert got == expected, (query, value)
        assert (value.value is None) == (value.reason is not None)
    if query.by and found:
        assert _occurring(rows, query, found) <= {v.codes for v in found}


def _occurring(
    rows: dict[str, list[dict[str, Any]]], query: Values, found: list[Value]
) -> set[tuple[str, ...]]:
    """Codes of the rows that a count or ratio over the whole time is about."""
    flow = {**COUNTS, **RATIOS}.get(query.indicator)
    if flow is None:
        return set()
    assert found[0].period
    assert found[-1].period
    first, last = number(found[0].period.first), number(found[-1].period.last)
    first = max(first, number(query.from_)) if query.from_ else first
    last = min(last, number(query.to)) if query.to else last
    cell = Cell(first, last, {}, query.where, number(TODAY))
    return {tuple(code(r, flow.dated, d) for d in query.by) for r in within(rows, flow, cell)}


def test_every_indicator_has_a_recount_of_its_own() -> None:
    assert set(INDICATORS) == KNOWN
