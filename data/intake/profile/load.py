"""Profiles: how a source's columns, codes, date formats and time zone become ours (TOML).

A profile `NAME` is `data/intake/profile/shipped/NAME.toml`; any other file may be named by its path. All
mistakes in one are refused at once, with their places and, where there is one, the near name that was
meant.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from data.catalog import DATASETS
from data.definitions import Dataset, Text
from data.hall import hall
from data.intake.profile.declared import declared
from data.intake.profile.model import (
    VOID,
    Mapping,
    Mistakes,
    Profile,
    ProfileRefused,
    computed_only,
    near,
)
from data.intake.profile.section import SHARED, section, word, words
from data.intake.read.encodings import AUTO, ENCODINGS

__all__ = ["Mapping", "Profile", "ProfileRefused", "load", "plain"]

FOLDER = Path(__file__).parent / "shipped"
_TOP = ("name", "title", "zone", "encoding", "calendar", "headers", *SHARED)
CALENDARS = ("china", "weekdays", "none")
# The names that China's zones have had.
_CHINA = {
    "Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Urumqi",
    "Asia/Kashgar", "PRC",
}  # fmt: skip


def load(name: str | None) -> Profile:
    """The profile of that name or path; without one, our own field ids are the headers."""
    if name is None:
        return plain()
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))  # Windows' editor begins with a mark
    except OSError:
        shipped = sorted(profile.stem for profile in FOLDER.glob("*.toml"))
        raise ProfileRefused(
            f"there is no profile {name!r}{near(name, shipped)}; shipped: {', '.join(shipped)}, "
            "or give the path of a .toml file 没有此数据源配置"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileRefused(f"{path.name}: not valid TOML: {error} 配置文件语法有误") from None
    return _profile(raw, path)


def plain() -> Profile:
    """Headers are our field ids; columns that are none are ignored."""
    title = Text("本平台字段名", "our own field ids")
    datasets = {id: Mapping(columns=_identity(dataset)) for id, dataset in DATASETS.items()}
    return Profile("plain", title, hall().zone, AUTO, _calendar_of(hall().zone), datasets)


def _identity(dataset: Dataset) -> dict[str, str]:
    return {f.id: f.id for f in dataset.fields if not computed_only(f)} | {VOID: VOID}


def _profile(raw: dict[str, Any], path: Path) -> Profile:
    mistakes = Mistakes()
    for key in raw:
        if key not in _TOP and key not in DATASETS:
            hint = near(key, [*_TOP, *DATASETS])
            mistakes.append(f"{path.name}: no dataset or setting is called {key!r}{hint}")
    profile = _settings(raw, path, mistakes)
    datasets: dict[str, Mapping] = {}
    with mistakes.noted():
        datasets = _declared(raw, path)
    for id in raw:
        if id in DATASETS:
            base = datasets.get(id, Mapping())
            datasets[id] = section(raw[id], DATASETS[id], raw, path.name, base, mistakes)
    if not datasets and not mistakes:
        mistakes.append(f"{path.name}: no dataset in it; at least [cases.columns] or another")
    mistakes.refuse()
    return replace(profile, datasets=datasets)


def _settings(raw: dict[str, Any], path: Path, mistakes: Mistakes) -> Profile:
    """A profile without datasets: what holds for all of them."""
    name, title, zone = path.stem, Text(path.stem, path.stem), hall().zone
    encoding, calendar = AUTO, hall().calendar
    with mistakes.noted():
        name = word(raw.get("name", path.stem), f"{path.name} name")
    with mistakes.noted():
        title = _title(raw.get("title", path.stem), path)
    with mistakes.noted():
        zone = _zone(raw.get("zone"), path)
    with mistakes.noted():
        encoding_name = str(raw.get("encoding", AUTO)).lower()
        encoding = _choice(encoding_name, ENCODINGS, "encoding", path)
    with mistakes.noted():
        calendar = _choice(raw.get("calendar", _calendar_of(zone)), CALENDARS, "calendar", path)
    kind = cast(Literal["china", "weekdays", "none"], calendar)
    notes = _other_calendar(kind) if "calendar" in raw else _without_calendar(zone)
    return Profile(name, title, zone, encoding, kind, {}, notes)


def _calendar_of(zone: ZoneInfo) -> Literal["china", "weekdays", "none"]:
    """The hall's; but the State Council's notice holds in China: of another zone nothing is counted by it."""
    own = hall().calendar
    return own if own != "china" or zone.key in _CHINA else "none"


def _without_calendar(zone: ZoneInfo) -> tuple[str, ...]:
    """What a city elsewhere has to know: no working days of China are counted for it."""
    if zone == hall().zone or _calendar_of(zone) != "none":
        return ()
    return (
        f"the zone is {zone.key} and the profile has no `calendar`: no working days are counted, as "
        'with calendar = "none"; calendar = "china" counts China\'s '
        "配置未注明工作日历，时区不属中国，不计算工作日",
    )


def _other_calendar(kind: str) -> tuple[str, ...]:
    """A hall has one calendar: what another one would make of the days is not counted at all."""
    own = hall().calendar
    if kind in (own, "none"):
        return ()
    return (
        f'the profile\'s calendar is "{kind}" and the hall\'s "{own}": no working days are counted; '
        f'calendar = "{kind}" under [hall] in hall.toml counts them 工作日历与本厅设置不同，不计工作日',
    )


def _declared(raw: dict[str, Any], path: Path) -> dict[str, Mapping]:
    """With `headers = "declared"`: the mappings that the datasets declare themselves."""
    if "headers" not in raw:
        return {}
    _choice(raw["headers"], ("declared",), "headers", path)
    missing = frozenset(words(raw.get("missing", ()), f"{path.name} missing"))
    return {
        id: replace(mapping, missing=missing)
        for id, dataset in DATASETS.items()
        if (mapping := declared(dataset)).labels or set(mapping.columns) - {VOID}
    }


def _title(title: Any, path: Path) -> Text:
    """In both languages, in one of them, or one that serves for both."""
    by_language = title if isinstance(title, dict) else {"zh": title}
    zh, en = by_language.get("zh"), by_language.get("en")
    try:
        return Text(zh=zh or en or "", en=en or zh or "")
    except (TypeError, ValueError, AttributeError):
        raise ProfileRefused(f'{path.name}: title needs {{ zh = "…", en = "…" }}') from None


def _zone(name: Any, path: Path) -> ZoneInfo:
    if name is None:
        return hall().zone
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ProfileRefused(
            f"{path.name}: zone {name!r} is no time zone; e.g. 'Asia/Shanghai' is 时区名称有误"
        ) from None


def _choice(value: Any, allowed: tuple[str, ...], setting: str, path: Path) -> str:
    if value not in allowed:
        raise ProfileRefused(
            f"{path.name}: {setting} {value!r} is not known; one of {', '.join(allowed)} is"
        )
    return value
