"""Totals in blocks of days: always the sums of their days, and never a different answer."""

from datetime import date, timedelta

import pytest

from data.rollups import day_blocks
from data.rollups.plan import ROLLUPS
from data.rollups.sums import part_of, sums
from data.rollups.writer import writer
from data.store.tables import day_number

FIRST = date(2026, 3, 2)
TOTALS = [rollup for rollup in ROLLUPS if rollup.name in day_blocks.BLOCK_TABLES]


def case(n, accepted, completed=None, **more):
    on = {"accepted_on": accepted, "completed_on": completed}
    return {"case_no": f"C{n}", "item": "fgw-01", "channel": "hall", **on, **more}


def some_cases():
    """One accepted every second day for 250 days; two of three completed a week later."""
    for n in range(125):
        day = FIRST + timedelta(days=2 * n)
        yield case(n, day, day + timedelta(days=7) if n % 3 else None)


def differing(store):
    """Blocks that are not the sum of their days."""
    found = []
    for rollup in TOTALS:
        names = ", ".join(f'"{part.name}"' for part in rollup.parts)
        added = ", ".join(f'sum("{part.name}")' for part in rollup.parts)
        kept = store.sql(f'select first_day, {names} from "{rollup.name}__blocks" order by 1')
        days = store.sql(
            f'select day - day % {day_blocks.BLOCK_DAYS}, {added} from "{rollup.name}" group by 1'
        )
        kept = [row for row in kept if any(row[1:])]
        found += [] if kept == [row for row in days if any(row[1:])] else [rollup.name]
    return found


def test_blocks_follow_new_changed_and_withdrawn_records(store):
    store.ingest("cases", some_cases())
    assert differing(store) == []
    stamp = "2026-11-01T00:00:00+08:00"
    store.ingest("cases", [case(0, FIRST, FIRST + timedelta(days=100), recorded_at=stamp)])
    store.ingest("cases", [case(3, FIRST, recorded_at=stamp, void="true")])
    assert differing(store) == []
    (found,) = store.sql('select sum(n) from "cases__accepted_on__blocks"')
    assert found == (124,)


@pytest.mark.parametrize("first", [0, 1, 63, 64, 65, 200])
@pytest.mark.parametrize("length", [1, 63, 64, 128, 129, 400])
def test_a_total_over_blocks_is_the_total_over_days(store, first, length):
    store.ingest("cases", some_cases())
    start = day_number(FIRST) // 64 * 64 + first
    end = start + length - 1
    part = part_of("cases", "cases-accepted", "value")
    assert part
    days = [day_number(FIRST) + 2 * n for n in range(125)]
    expected = sum(start <= day <= end for day in days)
    with store.engine.connect() as connection:
        found = sums(connection, [part], start, end, "total")
    assert sum(row[1] for row in found) == expected


def test_a_store_from_before_gets_its_blocks(store):
    store.ingest("cases", some_cases())
    with store.engine.connect() as connection:
        for name in day_blocks.BLOCK_TABLES.values():
            connection.exec_driver_sql(f'drop table "{name.name}"')
        connection.exec_driver_sql("delete from settings where name = 'blocks'")
        connection.commit()
    writer(store.url).dispose()
    assert differing(store) == []
    assert store.sql('select sum(n) from "cases__accepted_on__blocks"') == [(125,)]
