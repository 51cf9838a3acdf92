"""The law as pure functions: no database, no clock of their own, nothing of the project but itself.

Every function is told the day it is asked on and the calendar it counts by. A day whose calendar
is not loaded raises `CalendarNotLoaded` (or gives NaT / NaN in the vectorised forms): a deadline
is computed or refused, never guessed.
"""
