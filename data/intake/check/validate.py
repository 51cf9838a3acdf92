"""From a source's text to typed records of ours: column by column, every fault with its reason.

Only mapped columns leave this module, so nothing else of a source can reach the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from data.definitions import Dataset, Field
from data.intake.check import cells, dates, filled
from data.intake.check.date_order import check_ends, check_sense
from data.intake.check.faults import Faults, quoted
from data.intake.check.fit import check_headers, counted, fitted, instant_id, ruled
from data.intake.check.impossible import check_impossible, key_of
from data.intake.check.keyed import keyed
from data.intake.check.numberless import without_numbers
from data.intake.check.publishable import as_written, unpublishable, why_unpublishable
from data.intake.check.written_times import common_era
from data.intake.profile.model import ANY_OTHER, VOID, Mapping, Profile, twin
from data.intake.read.chunk import LINE, Chunk, Reject

VOID_COLUMN = "__void"


@dataclass(frozen=True)
class Validated:
    """`frame` has every field of the dataset, typed, and `__line`, `__void`, `<field>__label`.

    `unknown`: field → the words of the source that a lenient field took as another, and how often.
    `left_out`: why lines are no records of the dataset → how many are not.
    """

    frame: pl.DataFrame
    rejects: list[Reject]
    unknown: dict[str, Counter[str]]
    left_out: Counter[str] = field(default_factory=Counter)


def validate(
    dataset: Dataset, mapping: Mapping, profile: Profile, chunk: Chunk, now: datetime
) -> Validated:
    """The good records of a chunk, and one reject for each of the others (first fault only).

    Types: date → Date, instant → Datetime("us", zone of the profile), boolean, integer → Int64,
    number → Float64, text and code → String; a field that the source does not give is null. An
    `…_on` without a value is the local date of its `…_at`. Raises FileRefused where the file lacks
    the columns that every record needs.
    """
    mapping, frame = fitted(mapping, chunk.frame)
    left_out: Counter[str] = Counter()
    if frame.width > 1 or not chunk.rejects:  # of JSON no line may have been readable
        check_headers(dataset, mapping, profile, frame.columns)
        frame, left_out = counted(mapping, frame)
    table = _Table(dataset, mapping, profile, frame, now)
    return replace(table.validated(), left_out=left_out)


class _Table:
    """One chunk on its way."""

    def __init__(
        self,
        dataset: Dataset,
        mapping: Mapping,
        profile: Profile,
        frame: pl.DataFrame,
        now: datetime,
    ) -> None:
        self.dataset = dataset
        self.mapping = mapping
        self.zone = profile.zone.key
        self.columns = {f.id for f in dataset.fields}
        self.source = frame
        self.now = now.astimezone(profile.zone)
        self.faults = Faults(frame.height)
        self.raw = self._raw()
        self.typed: dict[str, pl.Series] = {}
        self.days: dict[str, pl.Series] = {}
        self.unknown: dict[str, Counter[str]] = {}

    def validated(self) -> Validated:
        for f in self.dataset.fields:
            if f.id in self.raw.columns:
                self._field(f)
            else:
                empty = pl.Series(f.id, [None], cells.polars_type(f, self.zone))
                self.typed[f.id] = empty.new_from_index(0, self.raw.height)
        for id, header in self.mapping.labels.items():
            if _label(id) in self.raw.columns:
                self._unpublishable(f"{_label(id)} ({header})", id, self.raw[_label(id)])
        void = self._void()
        filled.dates(self.typed, self.days)
        filled.titles(self.typed)
        filled.forget_midnights(self.dataset, self.typed)
        for f in self.dataset.fields:
            if f.required or f.id in self.dataset.key:
                reason = f"{self.named(f)} is missing"
                self.faults.add(f.id, self.typed[f.id].is_null(), lambda _, why=reason: why)
        check_sense(self.dataset, self.typed, self.faults, self.named, self.now)
        check_ends(self.dataset, self.typed, void, self.faults, self.named)
        check_impossible(self.dataset, self.typed, self.faults, self.named, self.raw)
        frame = pl.DataFrame(
            [*self.typed.values(), *self._labels(), void.alias(VOID_COLUMN), self.source[LINE]]
        )
        rejects = self.faults.rejects(self.source[LINE])
        return Validated(self.faults.good(frame), rejects, self.unknown)

    def named(self, f: Field) -> str:
        """Our field with the source's header: `completed_at (办结时间)`."""
        header = self.mapping.columns.get(f.id) or self.mapping.columns.get(instant_id(f.id))
        return f"{f.id} ({header})" if header and header != f.id else f.id

    def _raw(self) -> pl.DataFrame:
        """Mapped columns under our names, trimmed, without words for nothing, with defaults."""
        columns = self.mapping.columns
        ids = self.columns | {VOID}
        chosen = [
            self._text(header, self.mapping.defaults.get(id)).alias(id)
            for id, header in columns.items()
            if header in self.source.columns and id in ids
        ]
        chosen += [
            self._text(header).alias(_label(id))
            for id, header in self.mapping.labels.items()
            if header in self.source.columns
        ]
        present = {id for id, header in columns.items() if header in self.source.columns}
        fixed = {
            **self.mapping.constants,
            **{id: v for id, v in self.mapping.defaults.items() if id not in present},
        }
        constants = [pl.lit(value).alias(id) for id, value in fixed.items()]
        raw = self.source.select(*chosen).with_columns(constants)
        raw = ruled(self.mapping, self.source, raw, self._text)
        return without_numbers(self.dataset, raw)

    def _text(self, header: str, default: str | None = None) -> pl.Expr:
        text = pl.col(header).str.strip_chars()
        nothing = text == ""
        if self.mapping.missing:
            nothing |= text.is_in(sorted(self.mapping.missing))
        cell = pl.when(~nothing).then(text)
        return cell if default is None else cell.fill_null(pl.lit(default))

    def _field(self, f: Field) -> None:
        given = self.raw[f.id]
        raw = cells.recoded(f, given, self.mapping.codes.get(f.id, {}))
        formats = self.mapping.formats_of(f.id)
        if self.mapping.years_since and f.type in ("date", "instant"):
            raw = common_era(raw, self.mapping.years_since)
        if f.type == "instant":
            typed, self.days[f.id] = dates.instants(raw, formats, self.zone)
            if twin(f.id) not in self.columns:
                typed = self._at_midnight(typed, self.days.pop(f.id))
        elif f.type == "date":
            typed = dates.dates(raw, formats, self.zone)
        else:
            typed = cells.typed(f, raw, self.mapping, f.id in self.dataset.key)
            self._count_unknown(f, given)
        self.typed[f.id] = typed.alias(f.id)
        if f.keyed or f.id in self.mapping.keyed:
            self.typed[f.id] = keyed(typed)
        # A code of a list is published by others: in the list itself, in what is computed from it.
        elif typed.dtype == pl.String and (f.published or f.refers) and not f.codes:
            self._unpublishable(self.named(f), f.id, given)
        elif typed.dtype.is_numeric() and f.published:
            digits = as_written(typed)
            if digits is not None:
                self._unpublishable(self.named(f), f.id, digits)
        if typed.null_count() == raw.null_count():
            return
        unknown = typed.is_null() & raw.is_not_null()
        if f.id in self.days:
            unknown &= self.days[f.id].is_null()
        formats = dates.reading(given.filter(unknown)) if f.type in ("date", "instant") else ()
        self.faults.add(f.id, unknown, lambda row: self._unfit(f, given[row], row, formats))

    def _unpublishable(self, name: str, id: str, given: pl.Series) -> None:
        self.faults.add(
            id, unpublishable(given), lambda row: f"{name} {why_unpublishable(given[row])}"
        )

    def _unfit(self, f: Field, value: str, row: int, formats: Sequence[str]) -> str:
        key = f.id in self.dataset.key
        why = cells.expected(f, value, self.mapping, self.zone, key, formats)
        if f.blanks:  # one of many like it: which, its key says
            why = f"{why} ({key_of(self.dataset, self.raw, row)})"
        return f"{self.named(f)}: {quoted(value)} {why}"

    def _count_unknown(self, f: Field, given: pl.Series) -> None:
        others = ANY_OTHER in self.mapping.codes.get(f.id, {})
        if (f.id in self.mapping.lenient or others) and f.codes:
            words = cells.unknown_words(f, given, self.mapping)
            if len(words):
                self.unknown[f.id] = Counter(words.to_list())

    def _at_midnight(self, typed: pl.Series, days: pl.Series) -> pl.Series:
        """Days in a column of times that has no date beside it begin at midnight."""
        if typed.null_count() == days.null_count():
            return typed
        midnight = days.cast(pl.Datetime("us")).dt.replace_time_zone(
            self.zone, ambiguous="earliest", non_existent="null"
        )
        return typed.zip_with(typed.is_not_null(), midnight)

    def _void(self) -> pl.Series:
        if VOID not in self.raw.columns:
            return pl.repeat(False, self.raw.height, dtype=pl.Boolean, eager=True)
        given = self.raw[VOID]
        void = cells.boolean(cells.recoded(None, given, self.mapping.codes.get(VOID, {})))
        header = self.mapping.columns[VOID]
        name = VOID if header == VOID else f"{VOID} ({header})"
        self.faults.add(
            VOID,
            void.is_null() & given.is_not_null(),
            lambda row: f"{name}: {quoted(given[row])} is neither true nor false",
        )
        return void.fill_null(False)

    def _labels(self) -> list[pl.Series]:
        return [
            cells.label(self.raw[name])
            for name in map(_label, self.mapping.labels)
            if name in self.raw.columns
        ]


def _label(id: str) -> str:
    return f"{id}__label"
