"""How numbers of months are printed beside one another."""

from dashboard.parts.months.cells import made_of, shown, valued
from dashboard.parts.months.said import change, working_days

__all__ = ["change", "made_of", "shown", "valued", "working_days"]
