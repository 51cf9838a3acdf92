"""The vocabulary in which every dataset and indicator of the hall is written down.

A definition is declared once, in `data/catalog/`; tables, validation, rollups, SQL, endpoints, headers
and pages derive from it. Definitions are frozen and check themselves when they are made, so that a
missing translation or a wrong name stops the program at import and not a reader at a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

FieldType = Literal["text", "code", "integer", "number", "date", "instant", "boolean"]
Unit = Literal["count", "fraction", "days", "score"]

# A condition or an amount over one row: called with the row's columns (`r.due_on`), gives an SQL expression.
Expression = Callable[[Any], Any]


@dataclass(frozen=True)
class Text:
    """A text in both languages; neither may be empty."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"a text needs both languages, got zh={self.zh!r} en={self.en!r}")

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Code:
    """One value of a closed code list, e.g. channel `online` = 网上."""

    id: str
    title: Text


def codes(**titles: tuple[str, str]) -> tuple[Code, ...]:
    """A code list from `id=(zh, en)` pairs, in the order given."""
    return tuple(Code(id, Text(*words)) for id, words in titles.items())


@dataclass(frozen=True)
class Field:
    """One column of a dataset.

    `refers` names the reference dataset whose key the values are (labels come from there); `codes` is
    a closed list. `published=False` keeps a column in the store and out of every answer. `derived`
    columns are computed at intake when the source does not give them. Of an instant that is
    `day_only` answers give the beginning of its day: to the second, it would tell which rating
    belongs to which case.
    """

    id: str
    type: FieldType
    title: Text
    codes: tuple[Code, ...] = ()
    refers: str | None = None
    required: bool = False
    published: bool = True
    derived: bool = False
    day_only: bool = False
    indexed: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: Text | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        if self.codes and self.type != "code":
            raise ValueError(f"field {self.id}: a code list needs type 'code', not {self.type!r}")
        if self.day_only and (self.type != "instant" or self.indexed):
            raise ValueError(f"field {self.id}: only an instant without an index can be day_only")
        ids = [code.id for code in self.codes]
        if len(ids) != len(set(ids)):
            raise ValueError(f"field {self.id}: a code occurs twice in {ids}")


# What a number that is no count is in; a count is in what its dataset has in each row.
UNITS: Mapping[Unit, Text] = {
    "fraction": Text("%", "%"),
    "days": Text("工作日", "working days"),
    "score": Text("星", "stars"),
}


# --- measures -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """How many rows (of those for which `where` holds). Additive."""

    where: Expression | None = None


@dataclass(frozen=True)
class Share:
    """Rows with `of` ÷ rows with `among`: a fraction 0–1, published with both counts."""

    of: Expression
    among: Expression | None = None


@dataclass(frozen=True)
class Total:
    """Σ `of` ÷ Σ `over` (a ratio of sums), over rows with `among`; without `over`, Σ `of` alone."""

    of: Expression
    over: Expression | None = None
    among: Expression | None = None


@dataclass(frozen=True)
class Quantile:
    """The `q`-quantile of field `of` over rows with `among`, exact, from an additive histogram.

    The quantile is the smallest value v with at least q·N rows ≤ v (inverse of the empirical
    distribution function, type 1 of Hyndman & Fan 1996), so it is always a value that occurred.
    """

    of: str
    q: float
    among: Expression | None = None


@dataclass(frozen=True)
class Flow:
    """Rows entering or leaving a stock: counted `lag` days after their date `dated`."""

    dated: str
    where: Expression | None = None
    lag: int = 0


@dataclass(frozen=True)
class Stock:
    """Rows that have come in and not gone out by the end of a day: running Σ inflow − Σ outflow."""

    inflow: Flow
    outflow: Flow


@dataclass(frozen=True)
class Quotient:
    """One count indicator ÷ another, each from its own dataset and date."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Unused:
    """Members of a reference list that count indicator `of` did not meet in the `months` before."""

    of: str
    by: str
    months: int


Measure = Count | Share | Total | Quantile | Stock | Quotient | Unused


@dataclass(frozen=True)
class Version:
    """A dated state of a definition; a changed formula gets a new version and keeps the old words."""

    since: date
    note: Text


@dataclass(frozen=True)
class Indicator:
    """A published number: what it measures, by which date a row falls into a period, and its source.

    `settled=True` leaves out rows dated today or later: their outcome is still open. `favourable` is
    the direction that is good for the public (decides colour and the direction a percentage is cut).
    """

    id: str
    title: Text
    formula: Text
    measure: Measure
    unit: Unit = "count"
    dated: str | None = None
    dimensions: tuple[str, ...] = ()
    settled: bool = False
    favourable: Literal["high", "low"] | None = None
    reference: Text | None = None
    versions: tuple[Version, ...] = (
        Version(date(2026, 11, 24), Text("首次公布", "first published")),
    )

    @property
    def is_stock(self) -> bool:
        return isinstance(self.measure, Stock | Unused)

    @property
    def is_count(self) -> bool:
        return isinstance(self.measure, Count | Stock | Unused)


@dataclass(frozen=True)
class Dimension:
    """A way to break numbers down. `columns` maps a date field to the column that holds the code.

    By default the column has the dimension's own name. `hall_wide` dimensions cannot be crossed with
    others (the day's curve is published for the hall as a whole only).
    """

    id: str
    title: Text
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    hall_wide: bool = False

    def column(self, dated: str | None) -> str:
        return self.columns.get(dated or "", self.id)


@dataclass(frozen=True)
class Identity:
    """Two sums that must be equal for every period; checked in public, failures included."""

    id: str
    title: Text
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """One table of records with everything that is said about it.

    `derive(frame, context)` computes the derived columns of a batch; `dates` are the columns by which
    rows fall into periods; `pairs` are crossed dimensions rolled up for explore pages. `counted` is the
    word for its rows after a number, in English the plural: 件, cases. `newest` names
    the instant or date columns whose largest value is the dataset's newest event. A dataset expects
    data at most `max_age_seconds` after the last while the hall is open.
    """

    id: str
    title: Text
    description: Text
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    counted: Text = Text("条", "records")
    indicators: tuple[Indicator, ...] = ()
    identities: tuple[Identity, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    newest: tuple[str, ...] = ()
    cadence: Text = Text("随时", "as it happens")
    max_age_seconds: int | None = None
    reference: bool = False
    published: bool = True
    label: tuple[str, str] | None = None
    derive: Callable[..., Any] | None = None
    feeds: str | None = None

    def __post_init__(self) -> None:
        names = [f.id for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"dataset {self.id}: a field occurs twice in {names}")
        known = set(names)
        wanted = set(self.key) | set(self.newest)
        for dimension in self.dimensions:
            wanted |= set(dimension.columns.values()) or {dimension.id}
        for indicator in self.indicators:
            wanted |= self._columns_of(indicator)
        if missing := wanted - known:
            raise ValueError(f"dataset {self.id}: no field named {sorted(missing)}")
        offered = {d.id for d in self.dimensions}
        for indicator in self.indicators:
            if unknown := set(indicator.dimensions) - offered:
                raise ValueError(f"indicator {indicator.id}: unknown dimension {sorted(unknown)}")

    @staticmethod
    def _columns_of(indicator: Indicator) -> set[str]:
        measure = indicator.measure
        if isinstance(measure, Stock):
            return {measure.inflow.dated, measure.outflow.dated}
        columns = {indicator.dated} if indicator.dated else set()
        if isinstance(measure, Quantile):
            columns.add(measure.of)
        return columns

    def unit_of(self, indicator: Indicator) -> Text:
        """The unit of one of its indicators, in one word: 件, 工作日, %."""
        return UNITS.get(indicator.unit, self.counted)

    def field(self, id: str) -> Field:
        for f in self.fields:
            if f.id == id:
                return f
        raise KeyError(f"dataset {self.id} has no field {id!r}")

    def dimension(self, id: str) -> Dimension:
        for d in self.dimensions:
            if d.id == id:
                return d
        raise KeyError(f"dataset {self.id} has no dimension {id!r}")

    @property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.published)


def sortable(dataset: Dataset) -> tuple[str, ...]:
    """The fields that a list can be sorted by: those with an index."""
    names = [f.id for f in dataset.public_fields if f.indexed]
    return tuple(dict.fromkeys([*dataset.key[:1], *names]))
