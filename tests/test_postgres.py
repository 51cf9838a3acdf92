"""PostgreSQL instead of SQLite by one setting: the same rows, the same sums, the same answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from data.catalog import DATASETS, INDICATORS
from data.rollups.plan import ROLLUPS
from data.rollups.recounts import differing
from data.store.tables import TABLES
from tests.contracts import WITH_RECORDS
from tests.hall_data import NOW, Store, application, fill, sample
from tests.own_postgres import TEMPLATE, WRITER, OwnPostgres, PostgresStore

# Datasets whose sums are of whole numbers; the last digit of others is of the order of adding.
COUNTED = {"cases", "evaluations", "disclosure-requests"}
LATER = {"recorded_at": datetime(2026, 11, 24, 10)}


@pytest.fixture(scope="module")
def pair(
    postgres: OwnPostgres, sample_copy: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, PostgresStore]]:
    """The sample in both kinds of store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        one = sample_copy(tmp_path_factory.mktemp("one"))
        other = PostgresStore(tmp_path_factory.mktemp("other"), postgres.database(TEMPLATE, WRITER))
        fill(other, sample())
        yield one, other
        one.close()
        other.close()


def other_rows(pair: tuple[Store, PostgresStore]) -> list[str]:
    """The tables, blocks and rollups that are not the same row for row, records with their numbers."""
    one, other = (_plain(store) for store in pair)
    return [table for table in {**one, **other} if one.get(table) != other.get(table)]


def _plain(store: Store) -> dict[str, list[str]]:
    """Truth as 1 or 0, and sums of decimals without the last digits, which the order of adding decides.

    A record that was withdrawn is kept as a text, in which one writes 3 where the other writes 3.0. Files are
    numbered by the test.
    """

    def value(of: Any) -> Any:
        if isinstance(of, str) and of.startswith("{"):
            return sorted((name, value(one)) for name, one in json.loads(of).items())
        if isinstance(of, str):
            return re.sub(r"-\d+\.csv$", ".csv", of)
        return round(float(of), 9) if isinstance(of, (bool, float, int)) else of

    content = store.content() | {
        f"{name}, numbered": [tuple(row.values()) for row in store.rows(table.name)]
        for name, table in TABLES.items()
    }
    return {
        table: sorted(repr([value(v) for v in row]) for row in rows)
        for table, rows in content.items()
    }


def miscounted(store: Store) -> list[str]:
    """The rollups that are not what a count of the rows gives."""
    with store.engine.connect() as connection:
        return [r.name for r in ROLLUPS if r.dataset in COUNTED and differing(connection, r)]


# --- the same as SQLite -------------------------------------------------------------------------


@pytest.mark.full
def test_rows_sums_and_answers_are_those_of_sqlite(pair: Any, clock: Any) -> None:
    """As taken in; then after a correction, a replacement and withdrawals, one of which is taken back."""
    wrong = [*other_rows(pair), *other_answers(pair, INDICATORS, WITH_RECORDS)]
    cases = [case for case in sample()["cases"] if case["recorded_at"] < LATER["recorded_at"]]
    newer = [case | LATER | {"district": None, "channel": "online"} for case in cases[:40]]
    gone = [case | LATER | {"void": True} for case in cases[40:80]]
    back = [case | {"recorded_at": datetime(2026, 11, 24, 10, 30)} for case in cases[60:70]]
    broken = "case_no,item,channel,accepted_on\nA,i,hall,2026-13-40\nA2,i,hall,2026-11-20\n"
    late = "case_no,item,channel,accepted_on\nLATE,fgw-01,hall,2026-09-01\n"
    for source in (newer + gone, back, broken, late, newer + gone):
        entries = [store.ingest("cases", source) for store in pair]
        assert _told(entries[0]) == _told(entries[1])
    requests = [
        request | {"recorded_at": LATER["recorded_at"], "topic": "“规划”, 'a'\\b\n二"}
        for request in sample()["disclosure-requests"][:9]
    ]
    entries = [store.ingest("disclosure-requests", requests) for store in pair]
    assert _told(entries[0]) == _told(entries[1])
    ratings = [
        rating | LATER | {"void": True} for rating in sample()["evaluations"][-5:]
    ]  # of today: they wait
    entries = [store.ingest("evaluations", ratings) for store in pair]
    assert _told(entries[0]) == _told(entries[1])
    wrong += [*other_rows(pair), *miscounted(pair[1])]
    of_cases = [id for id in INDICATORS if id.startswith("cases")]
    wrong += other_answers(pair, of_cases, ["cases", "disclosure-requests"])
    assert wrong == []


def _told(entry: Any) -> dict[str, Any]:
    return {k: v for k, v in entry.document().items() if k not in ("committed_at", "file")}


def other_answers(pair: Any, indicators: Any, datasets: Any) -> list[str]:
    """JSON, CSV, pages of records, proofs, checks, the hall now: the same bytes, but for sums of decimals."""
    addresses = list(_addresses(indicators, datasets))
    bodies = []
    for store in pair:
        with application(store) as site:
            client = site.test_client()
            answers = [client.get(address) for address in addresses]
            bodies.append([(answer.status_code, answer.data) for answer in answers])
    answered = sum(status == 200 for status, _ in bodies[0])
    assert answered > len(addresses) * 0.8, answered
    pairs = zip(addresses, *bodies, strict=True)
    return [f"{a}: {x[0]}, {y[0]}" for a, x, y in pairs if x != y and _rounded(x) != _rounded(y)]


def _rounded(answer: tuple[int, bytes]) -> tuple[int, str]:
    """Decimals without the last digits: 47.7 and 47.699999999999996 are one sum, added in two orders."""
    status, data = answer
    return status, re.sub(r"\d+\.\d{9,}", lambda n: f"{float(n[0]):.10g}", data.decode())


def _addresses(indicators: Any, datasets: Any) -> Iterator[str]:
    root = "/api/v1"
    for one in ("live", "live/hours", "claims", "checks", "datasets", "indicators"):
        yield f"{root}/{one}"
    for id in indicators:
        values = f"{root}/indicators/{id}/values"
        yield f"{values}?grain=month"
        yield f"{values}.csv?grain=total"
        for by in INDICATORS[id].dimensions[:1]:
            yield f"{values}?grain=month&by={by}"
        yield f"{root}/indicators/{id}/rows?from=2026-10-01&to=2026-10-31"
    for id in datasets:
        yield f"{root}/datasets/{id}/records?limit=50"
        yield f"{root}/datasets/{id}/records.csv"
        for field in DATASETS[id].fields:
            if field.published and field.indexed:
                yield f"{root}/datasets/{id}/records?limit=20&sort=-{field.id}"
