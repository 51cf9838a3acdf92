"""An answer lasts while only what it does not follow from changes, and none lasts that would be another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.answer import answers
from api.documents import dispatch
from data.catalog import DATASETS, INDICATORS, PUBLISHED_INDICATORS, WITH_RECORDS
from data.questions import Facets, Page, Query, Records, Values
from tests.contracts import no_finer, some
from tests.hall_data import NOW, Store, application, sample

LATER = {"recorded_at": datetime(2026, 11, 24, 10, 20)}
CASE = {"case_no": "NEW", "item": "fgw-01", "channel": "hall", "accepted_on": "2026-11-24"}


@pytest.fixture
def store(sample_copy: Callable[[Path], Store], tmp_path: Path, monkeypatch: Any) -> Any:
    monkeypatch.setenv("HALL_NOW", NOW)
    copy = sample_copy(tmp_path)
    yield copy
    copy.close()


def questions() -> list[Query]:
    """Of every indicator by its first dimension, of every dataset its first records and what they count by."""
    asked: list[Query] = []
    for id in some(PUBLISHED_INDICATORS, 5):
        by = INDICATORS[id].dimensions[:1]
        asked.append(Values(id, grain=no_finer(id, "month", *by), by=by))
    for id in some(WITH_RECORDS, 5):
        asked.append(Records(id, page=Page(3), exact=True))
        coded = [f.id for f in DATASETS[id].fields if f.codes and f.published]
        asked += [Facets(id, field) for field in coded[:1]]
    return [query for query in asked if dispatch.datasets_of(query) is not None]


def anew(query: Query) -> Any:
    made = dispatch.document(answers.engine(), query, "zh", answers.state(), lambda _, make: make())
    return orjson.loads(orjson.dumps(made))


def test_after_a_batch_of_any_dataset_every_answer_is_what_is_made_anew(store: Store) -> None:
    asked, changed = questions(), 0
    with application(store):
        for query in asked:
            answers.answer(query)
        for batches in batched(some(sample().items(), 3), 5):
            touched = {dataset for dataset, _ in batches}
            for dataset, rows in batches:
                version = answers.refresh().data_version
                store.ingest(dataset, [row | LATER | {"void": True} for row in rows[:3]])
                changed += answers.refresh().data_version > version
            for query in asked:
                if touched.isdisjoint(dispatch.datasets_of(query) or ()):
                    assert answers.answer(query) == anew(query), (touched, query)
                else:
                    answers.answer(query)
    assert changed >= len(some(sample(), 3)) * 0.6


def batched(values: list[Any], n: int) -> list[list[Any]]:
    return [values[at : at + n] for at in range(0, len(values), n)]


def test_a_batch_of_cases_makes_no_answer_about_others_anew(store: Store, monkeypatch: Any) -> None:
    made: list[Query] = []
    original = dispatch.document

    def counted(engine: Any, query: Query, *more: Any) -> Any:
        made.append(query)
        return original(engine, query, *more)

    monkeypatch.setattr(dispatch, "document", counted)
    of_cases = Values("cases-accepted", grain="month")
    others = [
        Values("enterprise-visits", grain="year"),
        Records("windows"),
        Facets("items", "kind"),
    ]
    with application(store):
        for query in (of_cases, *others):
            answers.answer(query)
        before = {repr(query): answers.answer(query) for query in others}
        made.clear()
        store.ingest("cases", [CASE])
        version = answers.refresh().data_version
        for query in (of_cases, *others):
            answers.answer(query)
        assert made == [of_cases]
        for query in others:
            now = answers.answer(query)
            assert now["meta"]["data_version"] == version
            assert now["data"] == before[repr(query)]["data"]


def test_a_notice_about_holidays_makes_every_answer_anew(store: Store) -> None:
    """It changes how days are counted, of whatever is counted in them, and rows of no dataset need change."""
    with application(store):
        before = answers.state().of(())
        store.ingest("calendar", "date,kind,notice\n2028-01-03,holiday,N\n2028,complete,N\n")
        assert answers.refresh().of(()) != before
