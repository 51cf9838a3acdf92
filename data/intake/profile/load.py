"""Profiles: how a source's columns, codes, date formats and time zone become ours (TOML).

A profile `NAME` is `data/intake/profile/shipped/NAME.toml`; any other file may be named by its path. Every
mistake in one is refused with the place and, where there is one, the near name that was meant.
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
from data.intake.profile.check import check
from data.intake.profile.declared import declared
from data.intake.profile.model import VOID, Mapping, Profile, ProfileRefused, computed_only, near
from data.intake.read.line_blocks import ENCODINGS

__all__ = ["Mapping", "Profile", "ProfileRefused", "load", "plain"]

FOLDER = Path(__file__).parent / "shipped"
_TOP = ("name", "title", "zone", "encoding", "calendar", "missing", "headers")
_TABLES = ("columns", "formats", "codes", "constants", "defaults", "labels")
_LISTS = ("missing", "lenient", "keyed")


def load(name: str | None) -> Profile:
    """The profile of that name or path; without one, our own field ids are the headers."""
    if name is None:
        return plain()
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        shipped = sorted(found.stem for found in FOLDER.glob("*.toml"))
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
    return Profile("plain", title, hall().zone, "utf-8", "china", datasets)


def _identity(dataset: Dataset) -> dict[str, str]:
    return {f.id: f.id for f in dataset.fields if not computed_only(f)} | {VOID: VOID}


def _profile(raw: dict[str, Any], path: Path) -> Profile:
    for key in raw:
        if key not in _TOP and key not in DATASETS:
            known = near(key, [*_TOP, *DATASETS])
            raise ProfileRefused(f"{path.name}: no dataset or setting is called {key!r}{known}")
    datasets = _declared(raw, path)
    datasets |= {
        id: _mapping(raw[id], DATASETS[id], raw, path, datasets.get(id, Mapping()))
        for id in raw
        if id in DATASETS
    }
    if not datasets:
        raise ProfileRefused(f"{path.name}: no dataset in it; at least [cases.columns] or another")
    return Profile(
        name=_word(raw.get("name", path.stem), f"{path.name} name"),
        title=_title(raw.get("title", path.stem), path),
        zone=_zone(raw.get("zone"), path),
        encoding=_choice(str(raw.get("encoding", "utf-8")).lower(), ENCODINGS, "encoding", path),
        calendar=cast(
            Literal["china", "none"],
            _choice(raw.get("calendar", "china"), ("china", "none"), "calendar", path),
        ),
        datasets=datasets,
    )


def _declared(raw: dict[str, Any], path: Path) -> dict[str, Mapping]:
    """With `headers = "declared"`: the mappings that the datasets declare themselves."""
    if "headers" not in raw:
        return {}
    _choice(raw["headers"], ("declared",), "headers", path)
    missing = frozenset(_words(raw.get("missing", ()), f"{path.name} missing"))
    return {
        id: replace(mapping, missing=missing)
        for id, dataset in DATASETS.items()
        if (mapping := declared(dataset)).labels or set(mapping.columns) - {VOID}
    }


def _title(title: Any, path: Path) -> Text:
    words = title if isinstance(title, dict) else {"zh": title, "en": title}
    try:
        return Text(zh=words["zh"], en=words["en"])
    except (KeyError, ValueError, AttributeError):
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


def _mapping(
    given: Any, dataset: Dataset, top: dict[str, Any], path: Path, base: Mapping
) -> Mapping:
    """What a profile says about a dataset, on top of what is declared (`base`)."""
    place = f"{path.name} [{dataset.id}"
    raw = _table(given, f"{place}]")
    for key in raw:
        if key not in _TABLES and key not in _LISTS:
            known = near(key, [*_TABLES, *_LISTS])
            raise ProfileRefused(f"{place}]: no part is called {key!r}{known}")
    tables = {key: _table(raw.get(key, {}), f"{place}.{key}]") for key in _TABLES}
    words = {
        key: {name: _word(value, f"{place}.{key}] {name}") for name, value in tables[key].items()}
        for key in ("columns", "constants", "defaults", "labels")
    }
    codes = {
        name: {
            source: _word(ours, f"{place}.codes.{name}]")
            for source, ours in _table(pairs, f"{place}.codes.{name}]").items()
        }
        for name, pairs in tables["codes"].items()
    }
    formats = {
        name: _words([value] if isinstance(value, str) else value, f"{place}.formats] {name}")
        for name, value in tables["formats"].items()
    }
    missing = _words([*top.get("missing", ()), *raw.get("missing", ())], f"{place}] missing")
    lenient = _words(raw.get("lenient", ()), f"{place}] lenient")
    keyed = _words(raw.get("keyed", ()), f"{place}] keyed")
    over = {**words, "formats": formats, "codes": codes}
    mapping = Mapping(
        **{part: {**getattr(base, part), **values} for part, values in over.items()},
        missing=frozenset(missing),
        lenient=frozenset(lenient),
        keyed=frozenset(keyed),
    )
    check(dataset, mapping, path.name)
    return mapping


def _table(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProfileRefused(f"{place}: a table is expected, not {value!r}")
    return value


def _words(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise ProfileRefused(f'{place}: a list such as ["…", "…"] is expected, not {value!r}')
    return tuple(value)


def _word(value: Any, place: str) -> str:
    """A value of the profile as a source would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        raise ProfileRefused(f"{place}: one value is expected, not {value!r}")
    return value.strip() if isinstance(value, str) else str(value)
