"""Datasets: tables of records with everything that is said about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Literal

from data.definitions.dataset_check import check
from data.definitions.field import Field
from data.definitions.grain import Grain, not_finer
from data.definitions.indicator import Dimension, Indicator
from data.definitions.part import Expression
from data.definitions.publication import Expected, Steps, Threshold
from data.definitions.text import Text
from data.definitions.units import UNITS

# What a hall may have nothing to report of.
Subject = Literal["satisfaction", "disclosure", "reform", "service", "enterprise", "supervision"]
_RECORDS = Text("条", "records")
WHEN_IT_CHANGES = Text("有变动时", "when it changes")


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

    Of a small dataset `whole` looks at all rows, and its batch renews all of ours: where whether it
    has any rows at all makes the difference between none and unknown.
    """

    dataset: str
    field: str
    own: str = ""
    renews: bool = False
    counted: tuple[str, ...] = ()
    whole: bool = False

    @property
    def own_field(self) -> str:
        return self.own or self.field


@dataclass(frozen=True)
class Follow:
    """Rows of ours that are computed from those of another dataset, never read from a file.

    `rows(frame, context)` makes ours from theirs: of a frame with the fields that it `reads`. `key` is
    their key, which ours have in `subject`; our field `source` says which dataset they come from. Only
    rows with one of the dates `dated` can have any. The lists `by` which they are made are read whole: a batch of
    one makes all of ours anew. `stays(given, theirs, context)`: what becomes of rows that were published and
    no longer follow (see `data.intake.write.given`).
    """

    dataset: str
    key: str
    source: str
    dated: tuple[str, ...]
    reads: tuple[str, ...]
    rows: Callable[[Any, Any], Any]
    by: tuple[str, ...] = ()
    stays: Callable[[Any, Any, Any], Any] | None = None


@dataclass(frozen=True)
class End:
    """A record whose `field` has one of the values (any, if none are named) has ended on one of `dates`.

    One that has a value of `running` has not, and none of the dates.
    """

    field: str
    dates: tuple[str, ...]
    values: tuple[str, ...] = ()
    running: tuple[str, ...] = ()


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
    after a number, in English the plural: 件, cases. `cadence` says how often it changes where that
    follows from what it is; how often a source is loaded, its hall says or the ledger shows. `newest` names the instant or date columns
    whose largest value is the dataset's newest event. A dataset expects data at most
    `max_age_seconds` after the last while the hall is open. `grain` is the finest period that it can
    be asked by: of monthly figures the date is the first day of the month. `expects` says who has to
    report how often: where nobody did, a number is missing and not 0. `control` keeps small numbers
    from leaving; without `records` no row does, in a list or behind a number.

    `order` is that of its lists and files: `receipt`, as the rows came in, or `key`, which tells
    nothing of when they came. `next_day` names the date on which a row is about something that is
    running: it is in a list, file, proof or count of rows from the day after that date. With `steps` the
    numbers of the running day move together: intake holds its rows back until then.

    `listed_from` names the date from which on a row is listed: rows are written ahead. Rows that
    `follows` makes from those of other datasets change in the same transaction as these.

    `subject`: what a hall may say that it does not report (`without` in hall.toml); then it is not
    published there.

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
    cadence: Text | None = None
    max_age_seconds: int | None = None
    grain: Grain = "day"
    order: Literal["receipt", "key"] = "receipt"
    next_day: str | None = None
    listed_from: str | None = None
    follows: tuple[Follow, ...] = ()
    steps: Steps | None = None
    expects: Expected | None = None
    control: Threshold | None = None
    records: bool = True
    subject: Subject | None = None
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
        check(self)

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
    def filed_by(self) -> str | None:
        """The date by whose month its rows are filed when they are frozen; None where all lie together.

        Of the dates that it becomes newer by, that of the first event in a row's life: it does not move.
        """
        if self.reference or self.valid:
            return None
        dates = [self.field(name) for name in self.newest]
        names = [f.id for f in dates if f.type == "date" and f.published]
        return names[-1] if names else None

    @property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.published)


def sortable(dataset: Dataset) -> tuple[str, ...]:
    """The fields that a list can be sorted by: those with an index, published as they are stored.

    An order by the day would tell the day of what is published to the month.
    """
    names = [f.id for f in dataset.public_fields if f.indexed and not f.coarse]
    return tuple(dict.fromkeys([*dataset.key[:1], *names]))
