"""The working-day calendar: the package's years plus the notices a hall has loaded itself."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, delete

from data.rules.notices import KINDS
from data.store.tables import CALENDAR_DAYS, CALENDAR_YEARS

# The row that says a year's notice is whole: `date` is the year alone, e.g. `2027,complete,国办发明电〔2026〕…号`.
COMPLETE = "complete"


@dataclass(frozen=True)
class Notice:
    """The rows of a notice file: days with their kind and source, and the years it completes."""

    days: dict[date, tuple[str, str]]
    years: frozenset[int]


class NoticeRefused(ValueError):  # noqa: N818 - says what is the case
    """A notice file with a fault is refused whole: half a notice would move deadlines."""


def read_notice(path: Path) -> Notice:
    """Read a CSV `date,kind,notice` (kind: holiday, workday, or `complete` with a year as the date)."""
    days: dict[date, tuple[str, str]] = {}
    years: set[int] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames is None or not {"date", "kind"} <= set(rows.fieldnames):
            raise NoticeRefused(f"the header must be date,kind,notice; found {rows.fieldnames}")
        for row in rows:
            line, kind = rows.line_num, (row["kind"] or "").strip()
            if kind == COMPLETE:
                years.add(_year(row["date"], line))
                continue
            if kind not in KINDS:
                raise NoticeRefused(
                    f"line {line}: kind {kind!r}; known are holiday, workday and complete"
                )
            day = _date(row["date"], line)
            if day in days and days[day][0] != kind:
                raise NoticeRefused(f"line {line}: {day} is given as {days[day][0]} and as {kind}")
            days[day] = (kind, (row.get("notice") or "").strip())
    return Notice(days, frozenset(years))


def _date(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NoticeRefused(f"line {line}: {text!r} is not a date like 2027-01-01") from None


def _year(text: str, line: int) -> int:
    text = text.strip()
    if not (text.isdigit() and len(text) == 4):
        raise NoticeRefused(f"line {line}: a complete year is given like 2027, not {text!r}")
    return int(text)


def keep_notice(connection: Connection, notice: Notice) -> None:
    """Store a notice. Rows of a completed year replace those loaded for it before."""
    for year in notice.years:
        first, last = date(year, 1, 1), date(year, 12, 31)
        connection.execute(delete(CALENDAR_DAYS).where(CALENDAR_DAYS.c.day.between(first, last)))
        connection.execute(delete(CALENDAR_YEARS).where(CALENDAR_YEARS.c.year == year))
        connection.execute(CALENDAR_YEARS.insert().values(year=year))
    for day, (kind, source) in notice.days.items():
        connection.execute(delete(CALENDAR_DAYS).where(CALENDAR_DAYS.c.day == day))
        connection.execute(CALENDAR_DAYS.insert().values(day=day, kind=kind, notice=source))
