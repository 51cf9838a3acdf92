"""Grains: how long a period is, from the finest to the coarsest."""

from __future__ import annotations

from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year", "total"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year", "total")


def not_finer(grain: Grain) -> tuple[Grain, ...]:
    """The grains that are no finer than this one."""
    return GRAINS[GRAINS.index(grain) :]
