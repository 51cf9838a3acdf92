"""Indicators: published numbers, and the dimensions that break them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from data.definitions.grain import Grain
from data.definitions.measure import Interval, Measure
from data.definitions.text import Code, Text
from data.definitions.units import Unit


@dataclass(frozen=True)
class Version:
    """A dated state of a definition; a changed formula gets a new version and keeps the old words."""

    since: date
    note: Text


FIRST_VERSION = Version(date(2026, 11, 24), Text("首次公布", "first published"))


@dataclass(frozen=True)
class Indicator:
    """A published number: what it measures, by which date a row falls into a period, and its source.

    `settled=True` leaves out rows dated today or later: their outcome is still open. `matured` leaves
    out those after today: events written ahead, which happen on their day without a batch.
    `interval` says how sure the number is, as 95 % bounds of a kind in `data.rules.intervals`; a share
    of cases has its measure's usual one, a list as it stands is a census and has none. `favourable` is
    the direction that is good for the public (decides colour and the direction a percentage is cut).
    `left_out` names the indicator that counts the rows which this one cannot place or judge, for want
    of a year's holiday notice.
    `counted` is the word after a count of something else than the dataset's rows: 人次, visitors.
    `beside` are indicators without which it is not shown: alone it would say more than it knows.
    `past_limit` counts what is past a limit: such a number alone is drawn in the colour of lateness.
    `distribution` of a quantile: a count and a dimension of it that show how all values are spread.
    """

    id: str
    title: Text
    formula: Text
    measure: Measure
    unit: Unit = "count"
    dated: str | None = None
    dimensions: tuple[str, ...] = ()
    settled: bool = False
    matured: bool = False
    interval: Interval | None = None
    favourable: Literal["high", "low"] | None = None
    reference: Text | None = None
    counted: Text | None = None
    left_out: str | None = None
    beside: tuple[str, ...] = ()
    past_limit: bool = False
    distribution: tuple[str, str] | None = None
    versions: tuple[Version, ...] = (FIRST_VERSION,)

    def __post_init__(self) -> None:
        if self.unit not in self.measure.units:
            raise ValueError(
                f"indicator {self.id}: {type(self.measure).__name__} gives {self.measure.units}, "
                f"not {self.unit!r}"
            )
        if self.counted and self.unit != "count":
            raise ValueError(f"indicator {self.id}: only a count has a counted word")
        if self.dated and not self.measure.takes_date:
            raise ValueError(
                f"indicator {self.id}: {type(self.measure).__name__} has its own dates, not `dated`"
            )
        if self.settled and not self.dated:
            raise ValueError(f"indicator {self.id}: only what is dated can be settled")
        if self.matured and (self.settled or not self.dated):
            raise ValueError(f"indicator {self.id}: dated and not settled can be matured, no other")
        if self.interval is None and not self.of_list:
            object.__setattr__(self, "interval", self.measure.usual_interval)
        if self.interval and self.interval not in self.measure.intervals:
            kind = type(self.measure).__name__
            raise ValueError(f"indicator {self.id}: no {self.interval} interval of a {kind}")
        if self.interval in ("wilson", "clopper_pearson") and self.unit != "fraction":
            raise ValueError(f"indicator {self.id}: {self.interval} is of k of n, not {self.unit}")

    @property
    def column_name(self) -> str:
        """Its id as the beginning of a column's name."""
        return self.id.replace("-", "_")

    @property
    def is_stock(self) -> bool:
        """As of the end of a period."""
        return self.measure.at_end

    @property
    def of_list(self) -> bool:
        """Of a list's entries as they are now: it has no periods."""
        return self.dated is None and self.measure.takes_date

    @property
    def is_count(self) -> bool:
        """A number of its own, without numerator and denominator."""
        return self.measure.plain


@dataclass(frozen=True)
class Dimension:
    """A way to break numbers down. `columns` maps a date field to the column that holds the code.

    By default the column has the dimension's own name. `hall_wide` dimensions cannot be crossed with
    others (the day's curve is published for the hall as a whole only). `grain` is the finest period
    that numbers can be broken down or filtered by it in.
    """

    id: str
    title: Text
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    hall_wide: bool = False
    grain: Grain = "day"

    def column(self, dated: str | None) -> str:
        return self.columns.get(dated or "", self.id)
