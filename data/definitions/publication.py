"""What is said of a dataset's publication: who has to report, and what is too small to be shown."""

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

    With `workdays` a day is expected only if the hall is open on it; a week or a month always.
    """

    reporter: str
    every: Literal["day", "week", "month"]
    workdays: bool = False

    def check(self, dataset: Dataset) -> None:
        """Raise ValueError where nobody could say who is missing."""
        field = dataset.field(self.reporter)
        if not (field.codes or field.refers):
            raise ValueError(f"dataset {dataset.id}: nobody knows every {self.reporter}")
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

    Only whole periods of `finest` and coarser are answered. The dimensions are published each
    `alone`: not crossed, and not filtered by another. `data.answers.control` says what is withheld
    besides, and why nothing can be had by subtraction.
    """

    n: int = 5
    finest: Grain = "quarter"
    alone: tuple[str, ...] = ()

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
        if not indicator.measure.controlled or indicator.settled or indicator.matured:
            kind = type(indicator.measure).__name__
            raise ValueError(f"indicator {indicator.id}: a {kind} cannot be controlled")
