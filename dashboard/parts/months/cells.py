"""A cell of a bulletin as it is printed: by its indicator's rules, else as a plain number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import words
from dashboard.parts import printed
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Text

Number = Mapping[str, Any]
Cell = Mapping[str, Any]


def shown(number: Number, cell: Cell, lang: Lang) -> str:
    """A value without its unit. One of an indicator that is no more is printed as it stands."""
    if number["indicator"] in INDICATORS:
        return printed.shown(cell, INDICATORS[number["indicator"]], lang)
    return words.amount(cell["value"])


def valued(number: Number, cell: Cell, lang: Lang) -> str:
    """A value with its unit."""
    if number["indicator"] in INDICATORS:
        return printed.valued(cell, INDICATORS[number["indicator"]], lang)
    text = words.amount(cell["value"])
    if cell["value"] is None:
        return text
    unit = words.of_catalogue(Text(**number["counted"]))
    return (
        f"{text}{unit.zh}" if lang == "zh" else f"{text} {words.unit_of(cell['value'], unit, lang)}"
    )


def made_of(number: Number, cell: Cell) -> str:
    """What a value is of: 1,843 / 1,846 · N = 120; of a count that has a whole, that whole."""
    if cell["value"] is None:
        return ""
    if number["indicator"] in INDICATORS:
        return printed.made_of(cell, INDICATORS[number["indicator"]])
    n = cell["denominator"]
    return words.sample(n) if n is not None else ""
