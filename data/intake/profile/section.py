"""A dataset's section of a profile: `[cases.columns]`, `[cases.codes.channel]`, `[[cases.rules]]` …"""

from __future__ import annotations

from typing import Any

from data.definitions import Dataset
from data.intake.profile.check import check
from data.intake.profile.model import Combined, Mapping, Mistakes, ProfileRefused, Rule, near
from data.intake.read.file_layout import ALL_SHEETS

TABLES = ("columns", "formats", "codes", "constants", "defaults", "labels")
# What may stand above all sections, for all of them.
SHARED = ("missing", "dates", "years_since", "decimal", "header_row", "sheet", "sheets")
_DECIMALS = (".", ",")
SETTINGS = (*SHARED, "lenient", "keyed", "rules", "only", "skip")
_WHEN, _JOIN, _BY, _FIRST = "when", "join", "by", "first"


def section(
    given: Any, dataset: Dataset, top: dict[str, Any], file: str, base: Mapping, mistakes: Mistakes
) -> Mapping:
    """What a profile says about a dataset, on top of what is declared (`base`)."""
    place = f"{file} [{dataset.id}"
    raw: dict[str, Any] = {}
    with mistakes.noted():
        raw = table(given, f"{place}]")
    for key in raw:
        if key not in TABLES and key not in SETTINGS:
            hint = near(key, [*TABLES, *SETTINGS])
            mistakes.append(f"{place}]: no part is called {key!r}{hint}")
    before = len(mistakes)
    reading = _Section(raw, place, base, mistakes)
    mapping = reading.mapping(top)
    if len(mistakes) == before:  # of what could be read
        mistakes += check(dataset, mapping, file)
    return mapping


class _Section:
    def __init__(self, raw: dict[str, Any], place: str, base: Mapping, mistakes: Mistakes) -> None:
        self.raw, self.place, self.base, self.mistakes = raw, place, base, mistakes
        self.alternatives = dict(base.alternatives)
        self.combined = dict(base.combined)

    def mapping(self, top: dict[str, Any]) -> Mapping:
        columns = self.base.columns | self._part("columns", self._header)
        labels = self.base.labels | self._part("labels", self._header)
        shared = {key: top[key] for key in SHARED if key in top} | {
            key: self.raw[key] for key in SHARED if key in self.raw
        }
        missing = [*self._words(top, "missing"), *self._words(self.raw, "missing")]
        return Mapping(
            columns=columns,
            labels=labels,
            constants=self.base.constants | self._part("constants", word),
            defaults=self.base.defaults | self._part("defaults", word),
            formats=self.base.formats | self._part("formats", _one_or_more),
            codes=self.base.codes | self._part("codes", _codes),
            rules=self._rules(),
            alternatives=self.alternatives,
            combined=self.combined,
            dates=self._dates(shared),
            years_since=self._years_since(shared),
            decimal=self._decimal(shared),
            only=self._words_of("only"),
            skip=self._words_of("skip"),
            missing=frozenset(missing),
            lenient=frozenset(self._words(self.raw, "lenient")),
            keyed=frozenset(self._words(self.raw, "keyed")),
            header_row=self._header_row(shared),
            sheets=self._sheets(shared),
        )

    def _part(self, key: str, read: Any) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        with self.mistakes.noted():
            for name, value in table(self.raw.get(key, {}), f"{self.place}.{key}]").items():
                with self.mistakes.noted():
                    entries[name] = read(value, f"{self.place}.{key}] {name}")
        return entries

    def _words(self, where: dict[str, Any], key: str) -> tuple[str, ...]:
        with self.mistakes.noted():
            return words(where.get(key, ()), f"{self.place}] {key}")
        return ()

    def _header(self, value: Any, place: str) -> str:
        """`"Unique Key"`, `["unique_key", "Unique Key"]`, or a table of several columns."""
        if isinstance(value, dict):
            combined = _combined(value, place)
            between = " or " if combined.first else f" {combined.by or '+'} "
            header = between.join(combined.columns)
            self.combined[header] = combined
            return header
        if not isinstance(value, list):
            return word(value, place)
        first, *others = words(value, place) or ("",)
        if others:
            self.alternatives[first] = tuple(others)
        return first

    def _rules(self) -> tuple[Rule, ...]:
        rules: list[Rule] = list(self.base.rules)
        for at, entry in enumerate(self.raw.get("rules", ()), 1):
            with self.mistakes.noted():
                rules.append(self._rule(entry, f"{self.place}.rules] {at}"))
        return tuple(rules)

    def _rule(self, entry: Any, place: str) -> Rule:
        when = table(table(entry, place).get(_WHEN), f"{place} when")
        fills = {id: self._header(h, f"{place} {id}") for id, h in entry.items() if id != _WHEN}
        if not when or not fills:
            raise ProfileRefused(
                f'{place}: when = {{ "their column" = "their word" }} and what it fills, '
                'completed_at = "their column", are expected'
            )
        return Rule({header: _one_or_more(value, place) for header, value in when.items()}, fills)

    def _words_of(self, key: str) -> dict[str, tuple[str, ...]]:
        """Their columns with one word of theirs or several."""
        return getattr(self.base, key) | self._part(key, _one_or_more)

    def _dates(self, shared: dict[str, Any]) -> tuple[str, ...]:
        with self.mistakes.noted():
            return _one_or_more(shared.get("dates", self.base.dates), f"{self.place}] dates")
        return ()

    def _years_since(self, shared: dict[str, Any]) -> int:
        years = shared.get("years_since", self.base.years_since)
        if isinstance(years, bool) or not isinstance(years, int):
            self.mistakes.append(f"{self.place}] years_since: a number such as 1911, not {years!r}")
            return 0
        return years

    def _decimal(self, shared: dict[str, Any]) -> str:
        mark = shared.get("decimal", self.base.decimal)
        if mark not in _DECIMALS:
            self.mistakes.append(f'{self.place}] decimal: "." or "," is expected, not {mark!r}')
        return mark

    def _header_row(self, shared: dict[str, Any]) -> int | None:
        row = shared.get("header_row")
        if row is None:
            return self.base.header_row
        if isinstance(row, bool) or not isinstance(row, int) or row < 1:
            self.mistakes.append(f"{self.place}] header_row: a row from 1 is expected, not {row!r}")
            return None
        return row

    def _sheets(self, shared: dict[str, Any]) -> tuple[str, ...]:
        sheets = shared.get("sheets", shared.get("sheet"))
        if sheets is None:
            return self.base.sheets
        if sheets == "all":
            return (ALL_SHEETS,)
        with self.mistakes.noted():
            return words([sheets] if isinstance(sheets, str) else sheets, f"{self.place}] sheets")
        return ()


def _combined(entry: dict[str, Any], place: str) -> Combined:
    """`{ join = ["区县", "流水号"] }`, `{ join = ["date", "time"], by = " " }`, `{ first = ["a", "b"] }`."""
    if set(entry) == {_FIRST}:
        return Combined(words(entry[_FIRST], place), first=True)
    if _JOIN not in entry or not set(entry) <= {_JOIN, _BY}:
        raise ProfileRefused(
            f'{place}: {{ join = ["…", "…"], by = "-" }} or {{ first = ["…", "…"] }} is expected, '
            f"not {entry!r}"
        )
    by = entry.get(_BY)
    if by is not None and not isinstance(by, str):
        raise ProfileRefused(f'{place}: by = "-" or another text is expected, not {by!r}')
    return Combined(words(entry[_JOIN], place), by)


def _one_or_more(value: Any, place: str) -> tuple[str, ...]:
    return words(value, place) if isinstance(value, list | tuple) else (word(value, place),)


def _codes(pairs: Any, place: str) -> dict[str, str]:
    return {source: word(ours, place) for source, ours in table(pairs, place).items()}


def table(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProfileRefused(f"{place}: a table is expected, not {value!r}")
    return value


def words(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
        raise ProfileRefused(f'{place}: a list such as ["…", "…"] is expected, not {value!r}')
    return tuple(value)


def word(value: Any, place: str) -> str:
    """A value of the profile as a source would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        raise ProfileRefused(f"{place}: one value is expected, not {value!r}")
    return value.strip() if isinstance(value, str) else str(value)
