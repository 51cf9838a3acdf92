"""Which hall this is (`hall.toml`) and what time it is there."""

from __future__ import annotations

import os
import time as _time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from data import hall_file
from data.definitions import Text
from data.rules.intervals import MINIMUM_N
from data.settings import FOLDER, ROOT


@dataclass(frozen=True)
class HallLimit:
    """A limit that the hall sets itself, with where it comes from (shown beside what it decides)."""

    value: float
    source: Text


LANGUAGES = ("zh", "en")
SUBJECTS = ("satisfaction", "disclosure", "reform", "service", "enterprise", "supervision")
CALENDARS = ("china", "weekdays")
# Of a hall whose file does not set them.
DEFAULTS = {
    "rating_cell": HallLimit(
        10,
        Text(
            "本厅发布规则：当日同一部门、窗口、渠道办结的办件太少时，评价会与办件对上",
            "this hall's publication rule: among few cases of a day, department, window and channel a "
            "rating's own could be told",
        ),
    ),
    "rating_step_minutes": HallLimit(
        15,
        Text(
            "本厅发布规则：当日评价数最多每隔这么多分钟更新一次，以免单条评价与刚办结的办件对上",
            "this hall's publication rule: the running day's numbers of ratings move at most once in so "
            "many minutes, so that no rating is matched to the case just completed",
        ),
    ),
    "rating_step_least": HallLimit(
        10,
        Text(
            "本厅发布规则：当日评价数每次至少增加这么多条才更新，另留同样多条到下一次",
            "this hall's publication rule: the running day's numbers of ratings move by at least so many "
            "ratings at once, and as many of the newest are left for the next time",
        ),
    ),
    "opinion_cap_days": HallLimit(
        15,
        Text(
            "政府信息公开条例第三十二条、第三十四条：收到征求意见书之日起15个工作日",
            "Disclosure Regulation, Art. 32 and 34: 15 working days from receipt of the letter",
        ),
    ),
}


@dataclass(frozen=True)
class Hall:
    """The settings of one hall. Times of day are local to `zone`.

    `records_complete_from`: from this day on all disclosure requests are on record, those that were
    open on it too; None: from the first one on record. `report_organ`: the code under which the annual
    report of all departments together is loaded; None where none is. `language`: in which the site
    opens. `calendar`: which days are worked. `source`: where the data come from, if not from the
    hall's own systems. `enterprise_desk`: where a business asks for a visit or a project secretary. `without`: of `SUBJECTS` those that it has nothing to report of; there are no
    pages, scenes, lists and addresses of theirs. `cadence`: how often which datasets are loaded.
    `wall_scenes`: the scenes of the wall in their order; empty where the hall sets none.
    `published_folder`: where published days lie; empty: beside the store. `published_days`: for how many
    days their records are kept; 0: for good. `key_folder`: where the signing keys lie; empty: the user's.
    `bulletins`: the folder of the published monthly bulletins.
    """

    name: Text
    short: Text
    zone: ZoneInfo
    address: str
    hotline: str
    contact: Text
    source_url: str
    publisher: Text
    licence: str
    licence_title: Text
    licence_url: str
    hours: tuple[tuple[time, time], ...]
    publish_titles: bool
    due_soon_days: int
    records_complete_from: date | None
    report_organ: str | None
    usual_days: int
    heartbeat_stale_seconds: int
    wall_scenes: tuple[str, ...]
    thresholds: dict[str, HallLimit]
    language: Literal["zh", "en"] = "zh"
    calendar: Literal["china", "weekdays"] = "china"
    source: Text | None = None
    enterprise_desk: Text | None = None
    without: tuple[str, ...] = ()
    cadence: Mapping[str, Text] = field(default_factory=dict)
    published_folder: str = ""
    published_days: int = 0
    key_folder: str = ""
    bulletins: Path = FOLDER / "bulletins"

    def reports(self, subject: str | None) -> bool:
        """Whether a subject, the first part of its pages' paths, has a place here; None always has."""
        return subject not in self.without

    @property
    def opinion_cap_days(self) -> int:
        """Working days for which asking somebody stops the term of a disclosure request at most."""
        return ceil(self.thresholds["opinion_cap_days"].value)

    @property
    def rectification_days(self) -> int:
        """Working days in which a bad rating is to be put right."""
        return ceil(self.thresholds["rectification_days"].value)

    @property
    def rating_cell(self) -> int:
        """Cases of a day in a place, of which a rating may name the place."""
        return ceil(self.thresholds["rating_cell"].value)

    @property
    def least_n(self) -> int:
        """Of fewer records than this no rate, mean or median is printed."""
        return max(MINIMUM_N, ceil(self.thresholds["minimum_n"].value))


def load(path: Path) -> Hall:
    """Read a `hall.toml`; a missing or misspelt setting is an error that names it."""
    file = hall_file.HallFile(path)
    at, text, if_any = file.at, file.text, file.if_any
    return Hall(
        name=text("hall", "name"),
        short=text("hall", "short"),
        zone=ZoneInfo(at("hall", "zone")),
        address=at("hall", "address").rstrip("/"),
        hotline=at("hall", "hotline"),
        contact=text("hall", "contact"),
        source_url=hall_file.source_url(if_any("hall", "source_url", "")),
        publisher=text("publisher", "name"),
        licence=at("publisher", "licence"),
        licence_title=text("publisher", "licence_title"),
        licence_url=at("publisher", "licence_url"),
        hours=hall_file.hours(at("opening", "hours")),
        publish_titles=bool(at("disclosure", "publish_titles")),
        due_soon_days=int(at("disclosure", "due_soon_days")),
        records_complete_from=hall_file.day(if_any("disclosure", "records_complete_from")),
        report_organ=str(if_any("disclosure", "report_organ", "")) or None,
        usual_days=int(at("live", "usual_days")),
        heartbeat_stale_seconds=int(at("live", "heartbeat_stale_seconds")),
        wall_scenes=hall_file.names(if_any("wall", "scenes", [])),
        thresholds=_thresholds(file),
        language=hall_file.choice(at("hall"), "language", LANGUAGES),
        calendar=hall_file.choice(at("hall"), "calendar", CALENDARS),
        source=text("hall", "source") if if_any("hall", "source") else None,
        enterprise_desk=text("enterprise", "desk") if if_any("enterprise", "desk") else None,
        without=hall_file.subjects(if_any("hall", "without", []), SUBJECTS),
        cadence={id: text("cadence", id) for id in file.raw.get("cadence", {})},
        published_folder=str(if_any("publication", "folder", "")),
        published_days=hall_file.count("publication.days", if_any("publication", "days", 0)),
        key_folder=str(if_any("publication", "keys", "")),
        bulletins=ROOT / (if_any("bulletin", "folder", "") or FOLDER / "bulletins"),
    )


def _thresholds(file: hall_file.HallFile) -> dict[str, HallLimit]:
    """Those that the file sets, over the defaults."""
    return DEFAULTS | {
        id: HallLimit(one["value"], file.text("thresholds", id, "source"))
        for id, one in file.at("thresholds").items()
    }


def file() -> Path:
    """Where this installation's hall is described: `HALL_TOML`, else `hall.toml` beside `app.py`."""
    return Path(os.environ.get("HALL_TOML", ROOT / "hall.toml"))


@cache
def hall() -> Hall:
    """The hall of this installation."""
    return load(file())


def settings_of(names: Iterable[str]) -> dict[str, Any]:
    """Some settings of this installation's hall, by name."""
    return {name: getattr(hall(), name) for name in names}


# --- the hall's clock ---------------------------------------------------------------------------


def now() -> datetime:
    """The hall's time, with its zone.

    `HALL_NOW` (ISO 8601) fixes it. With `HALL_SPEED`, time runs that many times faster from
    `HALL_NOW` on, counted from the real instant `HALL_STARTED` (seconds since 1970): a time-lapse.
    """
    zone = hall().zone
    fixed = os.environ.get("HALL_NOW")
    if not fixed:
        return datetime.now(zone)
    instant = datetime.fromisoformat(fixed)
    instant = instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)
    speed = os.environ.get("HALL_SPEED")
    if speed:
        started = float(os.environ["HALL_STARTED"])
        elapsed = (_time.time() - started) * float(speed)
        instant = datetime.fromtimestamp(instant.timestamp() + elapsed, zone)
    return instant


def today() -> date:
    """The hall's date."""
    return now().date()
