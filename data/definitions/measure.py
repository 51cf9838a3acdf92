"""What every kind of measure says about itself; the kinds are in `data.measures`, a file each.

A measure is summed from additive parts, day by day. So a kind says which parts it needs, how a cell is
made of their sums, which rows stand behind a value, what the number can be in, and what it refuses.
It asks for sums through a `Question` and so knows no database.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from data.definitions.part import Expression, NotMet, Part, Rows
from data.definitions.units import Unit
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions.dataset import Dataset
    from data.definitions.indicator import Indicator

Number = int | float
Codes = tuple[str, ...]
# How sure a number is: of k of n (usual; few errors), of events per exposure.
Interval = Literal["wilson", "clopper_pearson", "poisson"]
# Value, numerator, denominator, and the reason for which a value is missing.
Cell = tuple[Number | None, Number | None, Number | None, str | None]
# Period's start (day number; 0 for the total) → codes → what was summed.
Sums = dict[int, dict[Codes, tuple[Number, ...]]]

NO_DATA, TOO_SHORT, NOT_REPORTED = "no-data", "history-too-short", "not-reported"


# --- a question and its answer ------------------------------------------------------------------


@dataclass(frozen=True)
class Cells:
    """What a measure answers: the cells of a period for the codes given, and the codes that occur.

    `of` must be asked period by period, in order: a stock runs on.
    """

    of: Callable[[Period, list[Codes]], list[Cell]]
    codes: set[Codes]


class Question(Protocol):
    """What a kind may ask while it answers; `data.answers.question` answers it from the store."""

    @property
    def indicator(self) -> Indicator: ...

    @property
    def width(self) -> int:
        """By how many dimensions the answer is broken down."""
        ...

    def start(self, period: Period) -> int:
        """How sums name a period."""
        ...

    def sums(self, *names: str) -> list[tuple]:
        """Rows `(period, code …, [histogram value], sum …)` of the named parts, period by period."""
        ...

    def counts(self, name: str) -> dict[int, dict[str, int]]:
        """The same of one part of rows by one dimension: period → code → count."""
        ...

    def before(self, name: str) -> list[tuple]:
        """What a part sums to before the first period: rows `(0, code …, sum)`."""
        ...

    def until_today(self, name: str) -> list[tuple]:
        """As `sums` of one part, by each period's end or by today in the current one."""
        ...

    def by_day(self, *names: str, whole: bool = False) -> list[tuple]:
        """As `sums`, but of each day; `whole`: without dimensions and filters."""
        ...

    def start_of(self, day: int) -> int:
        """How sums name the period that a day lies in."""
        ...

    def other(self, indicator: str) -> Cells:
        """The answer of another indicator to the same question."""
        ...

    def not_met(self, measure: NotMet, period: Period) -> int | None:
        """How many entries of a list were not met; None where history is too short to say."""
        ...


def by_period(rows: Iterable[tuple], width: int) -> Sums:
    """Rows `(period, code …, sum …)` with `width` codes."""
    sums: Sums = {}
    for row in rows:
        at = sums.get(row[0])
        if at is None:
            at = sums[row[0]] = {}
        at[row[1 : 1 + width]] = row[1 + width :]
    return sums


def codes_of(sums: Sums) -> set[Codes]:
    return set().union(*sums.values()) if sums else set()


def divided(numerator: Number, denominator: Number) -> Cell:
    """A ratio with both its numbers; over nothing it has no value."""
    if not denominator:
        return (None, numerator, denominator, NO_DATA)
    return (numerator / denominator, numerator, denominator, None)


# --- kinds --------------------------------------------------------------------------------------


class Measure(ABC):
    """A kind of measure. `units` are what its numbers can be in, the usual one first."""

    units: ClassVar[tuple[Unit, ...]]
    # A number as of the end of a period, rather than of what happened in it.
    at_end: ClassVar[bool] = False
    # A number of its own, without a numerator and a denominator.
    plain: ClassVar[bool] = False
    # Whether the indicator's `dated` says by which date rows fall into periods.
    takes_date: ClassVar[bool] = True
    # Whether a list's rows, which have no date, can be measured so.
    of_list: ClassVar[bool] = False
    # Whether a derived measure may build on it.
    combines: ClassVar[bool] = True
    # Whether the numbers of parts, of time or of codes, add up to that of the whole.
    additive: ClassVar[bool] = True
    # Which intervals can be had from its numerator and denominator.
    intervals: ClassVar[tuple[str, ...]] = ()
    # Which of them it is published with unless its indicator names another.
    usual_interval: ClassVar[Interval | None] = None
    # Whether its small numbers can be withheld: `rows_of_cell` says of how many rows a cell is.
    controlled: ClassVar[bool] = False
    # Whether the numbers of two parts and of both together tell how many are in both.
    overlaps: ClassVar[bool] = False

    @abstractmethod
    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        """What has to be summed, by role; empty where nothing of its own is."""

    @abstractmethod
    def cells(self, question: Question) -> Cells:
        """The answer to a question about the indicator."""

    @abstractmethod
    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        """The rows behind a value: of its `numerator`, or of its `denominator`."""

    def list_cell(self, sums: dict[str, Number]) -> Cell:
        """The cell of a list's rows, from the sums of the parts by role."""
        raise TypeError(f"{type(self).__name__} measures no list")

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        """The numbers of rows that a cell tells of; where one is small, the cell is."""
        raise TypeError(f"{type(self).__name__} cannot be controlled")

    def guard(self) -> Measure:
        """What says, of the same question, of how many rows the cells are: by default they do."""
        return self

    def dates(self, indicator: Indicator) -> set[str]:
        """The date fields by which its rows fall into periods."""
        return {indicator.dated} if indicator.dated else set()

    def fields(self) -> set[str]:
        """Other fields that it names by their id."""
        return set()

    def expressions(self) -> tuple[Expression | None, ...]:
        """Its conditions and amounts, so that they can be tried on a dataset's columns."""
        return ()

    def builds_on(self) -> tuple[str, ...]:
        """The indicators whose answers it is made of."""
        return ()

    @property
    def counts_rows_of(self) -> str | None:
        """The indicator whose dataset, dimensions and time it shares, where that is not its own."""
        return None

    def check(self, indicator: Indicator, dataset: Dataset) -> None:  # noqa: B027 - most refuse nothing
        """Raise ValueError for what this kind cannot answer, beside what holds for all kinds."""

    def check_sides(  # noqa: B027 - most build on nothing
        self, indicator: Indicator, sides: dict[str, Indicator]
    ) -> None:
        """The same, once all indicators are known: `sides` are those that it builds on."""
