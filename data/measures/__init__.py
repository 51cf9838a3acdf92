"""The kinds of measure, a file each. A new kind is its file and a line here."""

from data.measures.count import Count
from data.measures.difference import Difference
from data.measures.distinct_count import DistinctCount
from data.measures.level import Level
from data.measures.quantile import Quantile
from data.measures.ratio import Ratio
from data.measures.remainder import Remainder
from data.measures.share import Share
from data.measures.stock import Flow, Stock, in_force
from data.measures.sum import Sum
from data.measures.total import Total
from data.measures.unused import Unused

KINDS = (Count, DistinctCount, Sum, Share, Total, Quantile, Stock, Level, Unused, Ratio, Difference)

__all__ = [
    "KINDS", "Count", "Difference", "DistinctCount", "Flow", "Level", "Quantile", "Ratio", "Remainder", "Share", "Stock", "Sum", "Total",
    "Unused", "in_force",
]  # fmt: skip
