"""Datasets: tables of records with everything that is said about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from sqlalchemy import column as sql_column
from sqlalchemy import types

from data.definitions.field import Field
from data.definitions.grain import Grain, not_finer
from data.definitions.indicator import Dimension, Indicator
from data.definitions.measure import Expression
from data.definitions.publication import Expected, Steps, Threshold
from data.definitions.text import Text
from data.definitions.units import UNITS

_RECORDS, _AS_IT_HAPPENS = Text("条", "records"), Text("随时", "as it happens")
WHEN_IT_CHANGES = Text("有变动时", "when it changes")
# For trying expressions on a dataset's columns, before there are tables.
_SQL_TYPES: dict[str, Any] = {
    "text": types.Text(), "code": types.Text(), "integer": types.Integer(),
    "number": types.Float(), "date": types.Integer(), "instant": types.Integer(),
    "boolean": types.Boolean(),
}  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """Two sums of counts that must be equal for every period."""

    id: str
    title: Text
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Impossible:
    """Records that intake refuses: `when(columns)` gives the rows, from typed columns by field id.

    `field` is the one at fault, `reason` what is wrong with it, in both languages.
    """

    field: str
    when: Callable[[Mapping[str, Any]], Any]
    reason: str


@dataclass(frozen=True)
class Need:
    """Rows of another dataset that a derivation looks at: those whose `field` is one of ours.

    `own` is our field, of the same name unless given. With `renews` a batch of the other dataset
    computes anew the rows of ours that it touches, in the same transaction (events of a request,
    steps of a run); without, rows are computed from what was there when they came in.

    Of one that is `counted` by some of its fields, how many rows there are (`n`) for each date `field`
    and combination of these is looked at, and of days that are over only.
    """

    dataset: str
    field: str
    own: str = ""
    renews: bool = False
    counted: tuple[str, ...] = ()

    @property
    def own_field(self) -> str:
        return self.own or self.field


@dataclass(frozen=True)
class End:
    """A record whose `field` has one of the values (any, if none are named) has ended on one of `dates`."""

    field: str
    dates: tuple[str, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One table of records with everything that is said about it.

    `derive(frame, context)` computes the derived columns of a batch (see `data.derive.frames`), from
    the rows of other datasets that it `needs`; `restores` are fields that it fills anew when stored
    rows are computed again. `waits(columns, first, last)` is the condition of stored rows that may
    come out otherwise when days between two day numbers turn out to be working days or not.
    `derivation` is raised when `derive` gives other rows from the same: older stores catch up, in the
    rows of which the condition `rederives(columns)` holds, or in all.
    `settings` are those of the hall (`data.hall.Hall`) that `derive` looks at: when one changes, the rows
    are computed anew. `daily` is the condition of rows whose derivation depends on the day: intake renews them once a day.
    `ordered` are pairs of fields of which the second cannot lie before the first; a record that says it
    has ended (`ends`) and not when is a contradiction, and rejected; `impossible` are other records
    that cannot be. Files of a `printed` one may be whole annual reports as well
    (`data.intake.reports`).

    `pairs` are crossed dimensions rolled up for explore pages. `counted` is the word for its rows
    after a number, in English the plural: 件, cases. `newest` names the instant or date columns
    whose largest value is the dataset's newest event. A dataset expects data at most
    `max_age_seconds` after the last while the hall is open. `grain` is the finest period that it can
    be asked by: of monthly figures the date is the first day of the month. `expects` says who has to
    report how often: where nobody did, a number is missing and not 0. `control` keeps small numbers
    from leaving; without `records` no row does, in a list or behind a number.

    `order` is that of its lists and files: `receipt`, as the rows came in, or `key`, which tells
    nothing of when they came. `next_day` names the date on which a row is about something that is
    running: it is in a list, file, proof or count of rows from the day after that date. With `steps` the
    numbers of the running day move together: intake holds its rows back until then.

    `valid=(from, until)`: entries hold from a date until another (inclusive; none: until further
    notice); the key includes `from`, and those of one member may not overlap.

    `fills` are columns that a later release added or meant otherwise: what rows stored before hold in
    them, as an expression over the row. A list that `ships` is filled from `data/sources/` when a
    store has none of its own, so that what is computed by it is always published.
    """

    id: str
    title: Text
    description: Text
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    counted: Text = _RECORDS
    indicators: tuple[Indicator, ...] = ()
    identities: tuple[Identity, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    newest: tuple[str, ...] = ()
    cadence: Text = _AS_IT_HAPPENS
    max_age_seconds: int | None = None
    grain: Grain = "day"
    order: Literal["receipt", "key"] = "receipt"
    next_day: str | None = None
    steps: Steps | None = None
    expects: Expected | None = None
    control: Threshold | None = None
    records: bool = True
    reference: bool = False
    published: bool = True
    label: tuple[str, str] | None = None
    derive: Callable[..., Any] | None = None
    needs: tuple[Need, ...] = ()
    restores: tuple[str, ...] = ()
    waits: Callable[[Any, int, int], Any] | None = None
    derivation: int = 1
    rederives: Callable[[Any], Any] | None = None
    settings: tuple[str, ...] = ()
    daily: Callable[[Any], Any] | None = None
    ordered: tuple[tuple[str, str], ...] = ()
    ends: tuple[End, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    printed: bool = False
    valid: tuple[str, str] | None = None
    fills: Mapping[str, Expression] = dataclass_field(default_factory=dict, hash=False)
    ships: bool = False

    def __post_init__(self) -> None:
        names = [f.id for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"dataset {self.id}: a field occurs twice in {names}")
        if missing := self._named() - set(names):
            raise ValueError(f"dataset {self.id}: no field named {sorted(missing)}")
        if self.valid and self.valid[0] not in self.key:
            raise ValueError(f"dataset {self.id}: its key must include {self.valid[0]!r}")
        if self.reference != bool(self.label):
            raise ValueError(f"dataset {self.id}: a reference list, and no other, has a label")
        if self.order == "key" and len(self.key) > 1:
            raise ValueError(f"dataset {self.id}: in the order of a key of one field only")
        dates = [f for f in self.public_fields if f.type in ("date", "instant")]
        if self.order == "key" and any(f.precision != "month" for f in dates):
            raise ValueError(
                f"dataset {self.id}: its order hides when rows came, its dates tell it"
            )
        if self.next_day and self.field(self.next_day).type != "date":
            raise ValueError(f"dataset {self.id}: {self.next_day} is no date")
        offered = {d.id for d in self.dimensions}
        for pair in self.pairs:
            if unknown := set(pair) - offered:
                raise ValueError(f"dataset {self.id}: unknown dimension {sorted(unknown)} in pairs")
        for indicator in self.indicators:
            if unknown := set(indicator.dimensions) - offered:
                raise ValueError(f"indicator {indicator.id}: unknown dimension {sorted(unknown)}")
            self._check(indicator)
        for word in (self.expects, self.control, self.steps):
            if word:
                word.check(self)

    def _named(self) -> set[str]:
        """All fields that are named anywhere but in expressions."""
        named = {*self.key, *self.newest, *(self.label or ()), *(self.valid or ()), *self.restores}
        named |= {*self.fills, *((self.next_day,) if self.next_day else ())}
        named |= {id for pair in self.ordered for id in pair}
        named |= {id for end in self.ends for id in (end.field, *end.dates)}
        named |= {one.field for one in self.impossible}
        named |= {f.blanks for f in self.fields if f.blanks}
        named |= {need.own_field for need in self.needs}
        named |= {self.expects.reporter} if self.expects else set()
        for dimension in self.dimensions:
            named |= set(dimension.columns.values()) or {dimension.id}
        for indicator in self.indicators:
            named |= indicator.measure.dates(indicator) | indicator.measure.fields()
        return named

    def _check(self, indicator: Indicator) -> None:
        """Refuse an indicator that could not be answered."""
        measure, id = indicator.measure, indicator.id
        dates = measure.dates(indicator)
        for name in dates:
            if self.field(name).type != "date":
                raise ValueError(f"indicator {id}: {name} is no date")
        if measure.takes_date and not indicator.dated and not (self.reference and measure.of_list):
            kind = type(measure).__name__
            raise ValueError(f"indicator {id}: a {kind} needs the date (`dated`) of its rows")
        ahead = indicator.dated and self.field(indicator.dated).scheduled
        if ahead and not (indicator.settled or indicator.matured):
            raise ValueError(
                f"indicator {id}: what falls due may still be open: by {indicator.dated} it must be "
                "settled, or matured"
            )
        if self.grain != "day" and any(self.dimension(d).hall_wide for d in indicator.dimensions):
            raise ValueError(f"indicator {id}: by {self.grain} there are no hours of a day")
        for expression in measure.expressions():
            self._try(indicator, expression)
        measure.check(indicator, self)

    def _try(self, indicator: Indicator, expression: Expression | None) -> None:
        """Call an expression with columns of the fields' types; one that we have not is an error."""
        if expression is None:
            return
        try:
            expression(_Columns({f.id: f.type for f in self.fields}))
        except AttributeError as error:
            raise ValueError(f"indicator {indicator.id}: {error}") from None

    def unit_of(self, indicator: Indicator) -> Text:
        """The unit of one of its indicators, in one word: 件, 工作日, %."""
        return UNITS.get(indicator.unit) or indicator.counted or self.counted

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The periods that it can be asked by."""
        return not_finer(self.control.finest if self.control else self.grain)

    @property
    def usual_grain(self) -> Grain:
        """What is answered and drawn if nobody says otherwise: months, or the finest there is."""
        return "month" if "month" in self.grains else self.grains[0]

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
    def is_kept_up(self) -> bool:
        """Whether no newer entry means that nothing has changed: it is complete until today."""
        return self.cadence == WHEN_IT_CHANGES

    @property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.published)


class _Columns:
    """Columns by attribute or by name, as an expression asks for them."""

    def __init__(self, types_by_id: dict[str, str]) -> None:
        self._types = types_by_id

    def __getattr__(self, name: str) -> Any:
        if name not in self._types:
            raise AttributeError(f"no field named {name!r}")
        return sql_column(name, _SQL_TYPES[self._types[name]])

    __getitem__ = __getattr__


def sortable(dataset: Dataset) -> tuple[str, ...]:
    """The fields that a list can be sorted by: those with an index, published as they are stored.

    An order by the day would tell the day of what is published to the month.
    """
    names = [f.id for f in dataset.public_fields if f.indexed and not f.coarse]
    return tuple(dict.fromkeys([*dataset.key[:1], *names]))
