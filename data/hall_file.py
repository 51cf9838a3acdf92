"""Reading a `hall.toml`: its settings by name, and the values that they may have."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from data.definitions import Text


class HallFile:
    """What a `hall.toml` says; a setting that is missing is an error that names it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.raw = tomllib.load(file)
        self.name = path.name

    def at(self, *names: str) -> Any:
        value: Any = self.raw
        for i, name in enumerate(names):
            if not isinstance(value, dict) or name not in value:
                raise ValueError(f"{self.name}: setting '{'.'.join(names[: i + 1])}' is missing")
            value = value[name]
        return value

    def text(self, *names: str) -> Text:
        by_language = self.at(*names)
        if isinstance(by_language, str):  # one that serves for both
            return Text(by_language, by_language)
        return Text(zh=self.at(*names, "zh"), en=self.at(*names, "en"))

    def if_any(self, section: str, name: str, default: Any = None) -> Any:
        return self.raw.get(section, {}).get(name, default)


def hours(spans: list[list[str]]) -> tuple[tuple[time, time], ...]:
    """From when to when the windows are open, in the order of the day."""
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)


def choice(section: dict[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    """One of several words; the first where none is given."""
    value = section.get(name, allowed[0])
    if value not in allowed:
        raise ValueError(f"setting 'hall.{name}': {value!r} is none of {', '.join(allowed)}")
    return value


def subjects(value: Any, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Subjects that a hall does not report."""
    if not isinstance(value, list) or not set(value) <= set(allowed):
        raise ValueError(f"setting 'hall.without': {value!r} takes {', '.join(allowed)} only")
    return tuple(value)


def day(value: Any) -> date | None:
    """A day as TOML has it; an empty text is none."""
    if isinstance(value, datetime) or not isinstance(value, date | str | None):
        raise ValueError(f"setting 'disclosure.records_complete_from': {value!r} is no day")
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ValueError(
            f"setting 'disclosure.records_complete_from': {value!r} is no day such as 2024-01-01"
        ) from None


def names(value: Any) -> tuple[str, ...]:
    """A list of names as TOML has it; empty where nothing is set."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError(f"setting 'wall.scenes': {value!r} is no list of names")
    return tuple(value)


def source_url(template: str) -> str:
    """The address of lines of the published code, with `{path}`, `{first}` and `{last}` in it."""
    try:
        template.format(path="", first=1, last=1)
    except (KeyError, ValueError, IndexError):
        raise ValueError(
            f"setting 'hall.source_url': {template!r} takes {{path}}, {{first}} and {{last}} only"
        ) from None
    return template


def count(name: str, value: Any) -> int:
    """A whole number of something, from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"setting '{name}': {value!r} is no whole number from 0 on")
    return value
