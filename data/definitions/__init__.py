"""The vocabulary in which every dataset and indicator of the hall is written down.

A definition is declared once, in `data/catalog/`; tables, validation, rollups, SQL, endpoints, headers
and pages derive from it. Definitions are frozen and check themselves when they are made, so that a
missing translation, a wrong name or a measure that could not be answered stops the program at import
and not a reader at a screen. The kinds of measure are in `data.measures`.
"""

from data.definitions.dataset import (
    WHEN_IT_CHANGES,
    Dataset,
    End,
    Follow,
    Identity,
    Impossible,
    Need,
    sortable,
)
from data.definitions.field import Field, FieldType, Precision, PublishedType
from data.definitions.grain import GRAINS, Grain, not_finer
from data.definitions.indicator import FIRST_VERSION, Dimension, Indicator, Version
from data.definitions.measure import Measure
from data.definitions.part import Expression, Part
from data.definitions.publication import Expected, Steps, Threshold
from data.definitions.text import Code, Text, codes, shortened
from data.definitions.units import PER, UNITS, Unit

__all__ = [
    "FIRST_VERSION",
    "GRAINS",
    "PER",
    "UNITS",
    "WHEN_IT_CHANGES",
    "Code",
    "Dataset",
    "Dimension",
    "End",
    "Expected",
    "Expression",
    "Field",
    "FieldType",
    "Follow",
    "Grain",
    "Identity",
    "Impossible",
    "Indicator",
    "Measure",
    "Need",
    "Part",
    "Precision",
    "PublishedType",
    "Steps",
    "Text",
    "Threshold",
    "Unit",
    "Version",
    "codes",
    "not_finer",
    "shortened",
    "sortable",
]  # fmt: skip
