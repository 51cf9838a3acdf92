"""What is said of a dataset's publication: who has to report, what is too small, what moves in steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.definitions.grain import GRAINS, Grain

if TYPE_CHECKING:
    from data.definitions.dataset import Dataset
    from data.definitions.indicator import Indicator


@dataclass(frozen=True)
class Expected:
    """Each `reporter` (a field of codes or of a list) states something `every` day, week or month.

    With `workdays` a day is expected only if the hall is open on it; a week or a month always. With
    `among` only these codes of the reporter are expected, the others come as they come: so a number of
    all of them is not missing because of one that is.
    """

    reporter: str
    every: Literal["day", "week", "month"]
    workdays: bool = False
    among: tuple[str, ...] = ()

    def check(self, dataset: Dataset) -> None:
        """Raise ValueError where nobody could say who is missing."""
        field = dataset.field(self.reporter)
        if not (field.codes or field.refers):
            raise ValueError(f"dataset {dataset.id}: nobody knows every {self.reporter}")
        if unknown := set(self.among) - {code.id for code in field.codes}:
            raise ValueError(f"dataset {dataset.id}: {self.reporter} has no {sorted(unknown)}")
        if not field.required:
            raise ValueError(f"dataset {dataset.id}: a row may lack its {self.reporter}")
        if GRAINS.index(self.every) < GRAINS.index(dataset.grain):
            raise ValueError(f"dataset {dataset.id}: by {dataset.grain} there is no {self.every}")
        if self.workdays and self.every != "day":
            raise ValueError(f"dataset {dataset.id}: a {self.every} is no working day")
        if not any(indicator.dated for indicator in dataset.indicators):
            raise ValueError(
                f"dataset {dataset.id}: no indicator says by which date it is reported"
            )


@dataclass(frozen=True)
class Threshold:
    """Statistical disclosure control: no number about fewer than `n` rows leaves.

    Only whole periods of `finest` and coarser are answered, from `wait_days` after their end: rows
    that come late would be seen to come. The dimensions are published each `alone`: not crossed, and
    not filtered by another. `data.answers.control` says what is withheld besides, and why nothing can
    be had by subtraction.
    """

    n: int = 5
    finest: Grain = "quarter"
    alone: tuple[str, ...] = ()
    wait_days: int = 31

    def check(self, dataset: Dataset) -> None:
        """Raise ValueError for what could not be controlled."""
        if self.n < 3:
            raise ValueError(f"dataset {dataset.id}: a threshold of {self.n} hides nobody")
        if self.finest not in ("month", "quarter", "year"):
            raise ValueError(f"dataset {dataset.id}: by {self.finest} a row is seen as it comes in")
        if GRAINS.index(self.finest) < GRAINS.index(dataset.grain):
            raise ValueError(f"dataset {dataset.id}: by {dataset.grain} there is no {self.finest}")
        if dataset.records:
            raise ValueError(f"dataset {dataset.id}: who has its records needs no numbers")
        if dataset.pairs or dataset.identities:
            raise ValueError(
                f"dataset {dataset.id}: no pairs and no identities of what is withheld"
            )
        if crossed := {d.id for d in dataset.dimensions} - set(self.alone):
            raise ValueError(f"dataset {dataset.id}: {sorted(crossed)} must stand alone as well")
        if unknown := set(self.alone) - {d.id for d in dataset.dimensions}:
            raise ValueError(f"dataset {dataset.id}: no dimension {sorted(unknown)}")
        for indicator in dataset.indicators:
            self._check(indicator)

    @staticmethod
    def _check(indicator: Indicator) -> None:
        measure = indicator.measure
        if not measure.controlled or indicator.matured or indicator.of_list:
            kind = type(measure).__name__
            raise ValueError(f"indicator {indicator.id}: a {kind} cannot be controlled")
        if any(getattr(measure, name, None) is not None for name in ("where", "among")):
            raise ValueError(
                f"indicator {indicator.id}: of some rows only, all less these would be a number too; "
                "what they differ by is a dimension"
            )


_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Steps:
    """Numbers of the running day move together: single rows are not seen to come in.

    `minutes` and `least` name thresholds of the hall: a step comes at most once in so many minutes,
    with at least so many new rows, and leaves as many of the newest for later: so the last ones of a
    day, which come once it is over, are as many together.
    """

    minutes: str
    least: str

    def check(self, dataset: Dataset) -> None:
        """Raise ValueError where holding rows back would hide nothing, or would look like a fault."""
        if dataset.next_day is None:
            raise ValueError(
                f"dataset {dataset.id}: its rows tell at once what its steps hold back"
            )
        if not dataset.field(dataset.next_day).required:
            raise ValueError(f"dataset {dataset.id}: a row without {dataset.next_day} has no day")
        if not any(indicator.dated == dataset.next_day for indicator in dataset.indicators):
            raise ValueError(f"dataset {dataset.id}: no number is of the day {dataset.next_day}")
        if dataset.max_age_seconds is not None and dataset.max_age_seconds < _DAY_SECONDS:
            raise ValueError(
                f"dataset {dataset.id}: rows may wait until the day is over, which is not late"
            )
