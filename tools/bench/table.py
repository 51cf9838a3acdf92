"""What was measured, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles

ABSENT = "–"


@dataclass(frozen=True)
class Line:
    """One target. `must` is a bound of `value`: at least (≥) or at most (≤)."""

    target: str
    what: str
    value: float | None
    unit: str
    must: str = ""
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the bound is kept; None without one, or without a value."""
        if self.value is None or not self.must:
            return None
        bound = float(self.must[1:].replace(",", ""))
        return self.value >= bound if self.must[0] == "≥" else self.value <= bound


@dataclass
class Report:
    """Lines as they come; each is printed at once, since a run takes minutes."""

    lines: list[Line] = field(default_factory=list)

    def add(
        self, target: str, what: str, value: float | None, unit: str, must: str = "", note: str = ""
    ) -> None:
        line = Line(target, what, value, unit, must, note)
        self.lines.append(line)
        print(_text(line), flush=True)

    def heading(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def missed(self) -> list[Line]:
        return [line for line in self.lines if line.kept is False]


def mark(line: Line) -> str:
    """Whether the bound is kept, in a word; nothing where there is none."""
    return {True: "kept", False: "MISSED", None: ""}[line.kept]


def bound(line: Line) -> str:
    return f"{line.must[0]} {line.must[1:]}" if line.must else ""


def measured(line: Line) -> str:
    return ABSENT if line.value is None else f"{_number(line.value)} {line.unit}".rstrip()


def _text(line: Line) -> str:
    value = ABSENT if line.value is None else _number(line.value)
    must = f"must {bound(line)}" if line.must else ""
    told = f"{line.target:<4} {line.what:<62} {value:>11} {line.unit:<10}"
    return f"{told} {must:<14} {mark(line):<6} {line.note}".rstrip()


def _number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 0.1 else f"{value:.3f}"


def ratio(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None


def usual_time(times: list[float]) -> float | None:
    """The lower quartile: how long it takes when nobody else uses the machine's cores."""
    return quantiles(times, n=4)[0] if len(times) > 1 else middle(times)


def middle(values: list[float]) -> float | None:
    return median(values) if values else None
