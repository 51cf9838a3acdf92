"""What a profile says about a source, once it has been read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal
from zoneinfo import ZoneInfo

from data.definitions import Field, Text
from data.intake.read.chunk import FileRefused
from data.intake.read.file_layout import FileLayout, same_header

VOID = "void"  # mapped like a field: true withdraws the record
SPARE = ("other", "unknown")  # codes that a lenient field falls back on
ANY_OTHER = "*"  # among a field's words: each that is not named


class ProfileRefused(FileRefused):
    """A profile that cannot be used; the message names the places in it and what would be right."""


class Mistakes(list[str]):
    """What is wrong with a profile, all of it, so that it is mended in one go."""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A refusal inside is noted, and what follows goes on."""
        try:
            yield
        except ProfileRefused as refusal:
            self.append(str(refusal))

    def refuse(self) -> None:
        """Raise ProfileRefused where there are any."""
        if len(self) == 1:
            raise ProfileRefused(self[0])
        if self:
            lines = "".join(f"\n- {mistake}" for mistake in dict.fromkeys(self))
            raise ProfileRefused(f"{len(dict.fromkeys(self))} mistakes 配置中有多处错误:{lines}")


@dataclass(frozen=True)
class Combined:
    """One column made of several: their values joined by `by`, or the first one that is filled.

    Without `by` all of them are needed, and values that differ stay different: a key.
    """

    columns: tuple[str, ...]
    by: str | None = None
    first: bool = False


@dataclass(frozen=True)
class Rule:
    """Where all of `when` hold (header → values), empty fields take a column: field → header."""

    when: dict[str, tuple[str, ...]]
    fills: dict[str, str]


@dataclass(frozen=True)
class Mapping:
    """How one dataset is read. All keys are our field ids; `columns` and `labels` give headers.

    `alternatives`: header → what else the column may be called. `combined`: header → the columns that
    make it. `dates` are the formats of all dates that have none in `formats`; `years_since` is added to a
    year as the source counts it (1911: Minguo). `decimal` is the mark in numbers. `codes` turn a source's
    value into ours, or into no value where ours is "", and `*` any value that is not named.
    `constants` fill a field for every record, `defaults` where the source's cell is empty, `rules`
    where other columns say so. `missing` are words that mean nothing; `lenient` fields take `other`
    (or `unknown`) for a code that is not known; `keyed` fields are numbers of the source's own that
    are to be hashed. Of a file that holds more than the dataset, lines count that have one of the values of
    `only` in their columns and none of `skip`. `header_row` and `sheets`: see `FileLayout`.
    """

    columns: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    combined: dict[str, Combined] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    years_since: int = 0
    decimal: str = "."
    rules: tuple[Rule, ...] = ()
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    skip: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    lenient: frozenset[str] = frozenset()
    keyed: frozenset[str] = frozenset()
    header_row: int | None = None
    sheets: tuple[str, ...] = ()

    def headers(self) -> frozenset[str]:
        """All headers that are looked for."""
        named = {*self.columns.values(), *self.labels.values()} - self.combined.keys()
        named |= {*self.only, *self.skip}
        for combined in self.combined.values():
            named |= set(combined.columns)
        for rule in self.rules:
            named |= {*rule.when, *rule.fills.values()}
        return frozenset(named | {o for h in named for o in self.alternatives.get(h, ())})

    def formats_of(self, id: str) -> tuple[str, ...]:
        """How the source writes the dates of a field."""
        return self.formats.get(id) or self.dates

    def header_in(self, header: str, names: Sequence[str]) -> str | None:
        """The name in a file of a column that the profile calls `header`."""
        called = (header, *self.alternatives.get(header, ()))
        for name in called:
            if name in names:
                return name
        for name in called:
            alike = [n for n in names if same_header(n) == same_header(name)]
            if len(alike) == 1:
                return alike[0]
        return None


@dataclass(frozen=True)
class Profile:
    """A source. Times without an offset are in `zone`; `calendar` says by which days
    it counts: none are counted where it is not the hall's.

    `notes` say what an operator should know though nothing is wrong.
    """

    name: str
    title: Text
    zone: ZoneInfo
    encoding: str
    calendar: Literal["china", "weekdays", "none"]
    datasets: dict[str, Mapping]
    notes: tuple[str, ...] = ()

    def layout(self, dataset: str) -> FileLayout:
        """What a reader is told of a dataset's files."""
        mapping = self.datasets.get(dataset) or Mapping()
        return FileLayout(self.encoding, mapping.headers(), mapping.header_row, mapping.sheets)


def computed_only(f: Field) -> bool:
    """True for columns that exist for counting alone and are never read from a source."""
    return f.computed or (f.derived and not f.published)


def twin(id: str) -> str | None:
    """The date beside an instant: accepted_at → accepted_on."""
    return f"{id[:-3]}_on" if id.endswith("_at") else None


def other_title(id: str) -> str | None:
    """The field whose value stands in for a name that a source has in one language only."""
    return {"title_zh": "title_en", "title_en": "title_zh"}.get(id)


def spare(f: Field) -> str | None:
    """The code for what has no code of its own, where the list has one."""
    return next((code.id for code in f.codes if code.id in SPARE), None)


def near(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing."""
    matches = get_close_matches(word, list(known), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(name) for name in matches)}?" if matches else ""
