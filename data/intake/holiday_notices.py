"""The working-day calendar: the package's years plus the notices a hall has loaded itself."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, delete, select

from data.calendar import calendar
from data.intake.write.recompute import calendar_anew
from data.rules.notices import KINDS, SATURDAY, year_of
from data.store.tables import CALENDAR_YEARS, NOTICE_DAYS

LEAST_OFF = 11

# The row that says a year's notice is whole: `date` is the year alone, e.g. `2027,complete,国办发明电〔2026〕…号`.
COMPLETE = "complete"


@dataclass(frozen=True)
class Notice:
    """The rows of a notice file: days with their kind and source, and the years it completes."""

    days: dict[date, tuple[str, str]]
    years: frozenset[int]

    def brought_by(self, day: date) -> int:
        """The year of the notice that brings a day."""
        return year_of(day, self.years)


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
    notice = Notice(days, frozenset(years))
    _refuse_empty(notice)
    return notice


def remarks(notice: Notice) -> list[str]:
    """What an operator should look at: years that free fewer days than the law does.

    全国年节及纪念日放假办法, Art. 2 and 6: eleven days a year (thirteen since 2025), made up for where
    they fall on a weekend.
    """
    doubtful = []
    for year in sorted(notice.years):
        off = sum(day.year == year and day.weekday() < SATURDAY for day in _off(notice))
        if off < LEAST_OFF:
            doubtful.append(
                f"{year} is marked complete with {off} holidays from Monday to Friday; a year has "
                f"{LEAST_OFF} at least: is the file whole? 放假天数少于法定节假日，请核对"
            )
    return doubtful


def _off(notice: Notice) -> list[date]:
    return [day for day, (kind, _) in notice.days.items() if kind == "holiday"]


def _refuse_empty(notice: Notice) -> None:
    """A year in which no weekday is off is no notice: feeds publish such files before it is out.

    Holidays on a Saturday or Sunday alone, which is all that a list of dates may have by then, free
    no day.
    """
    for year in sorted(notice.years):
        if not any(day.year == year and day.weekday() < SATURDAY for day in _off(notice)):
            raise NoticeRefused(
                f"{year} is marked complete, but the file names no holiday of {year} from Monday to "
                "Friday: its notice is not out yet, or not all in the file"
            )


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
    """Store a notice. That of a completed year replaces all that was loaded of it, in any year."""
    for year in notice.years:
        connection.execute(delete(NOTICE_DAYS).where(NOTICE_DAYS.c.year == year))
        connection.execute(delete(CALENDAR_YEARS).where(CALENDAR_YEARS.c.year == year))
        connection.execute(CALENDAR_YEARS.insert().values(year=year))
    for day, (kind, source) in notice.days.items():
        year = notice.brought_by(day)
        same = (NOTICE_DAYS.c.day == day) & (NOTICE_DAYS.c.year == year)
        connection.execute(delete(NOTICE_DAYS).where(same))
        row = {"year": year, "day": day, "kind": kind, "notice": source}
        connection.execute(NOTICE_DAYS.insert().values(row))


def completed_years(connection: Connection) -> frozenset[int]:
    """The years whose whole notice a hall has loaded itself."""
    return frozenset(connection.scalars(select(CALENDAR_YEARS.c.year)))


def without_effect(
    notice: Notice, completed: frozenset[int], loaded: frozenset[int]
) -> list[dict[str, object]]:
    """Days of a notice that was never loaded whole, by year: they are kept, and decide nothing."""
    years = sorted({notice.brought_by(day) for day in notice.days} - completed)
    return [
        {
            "year": year,
            "days": sum(notice.brought_by(day) == year for day in notice.days),
            "why": (
                f"{year} is complete already, from the calendar that ships: to correct it, load its "
                f"whole notice with a row {year},complete"
                if year in loaded
                else f"the notice of {year} counts when it is loaded whole, with a row {year},complete"
            ),
        }
        for year in years
    ]


def take_notice(connection: Connection, notice: Notice) -> dict[str, object]:
    """Store a notice and compute anew what looks at days that it changes; what is told of it.

    `changed_days`: how many days are another kind than before. `recomputed`: by dataset, how many
    rows came out otherwise. `without_effect`: what of the file changes nothing, and what would.
    """
    before = calendar(connection)
    keep_notice(connection, notice)
    after = calendar(connection)
    changed = before.differing(after)
    return {
        "days": len(notice.days),
        "complete": sorted(after.years & notice.years),
        "changed_days": len(changed),
        "without_effect": without_effect(notice, completed_years(connection), before.years),
        "recomputed": calendar_anew(connection, changed),
    }
