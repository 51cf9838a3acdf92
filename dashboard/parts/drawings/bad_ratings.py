"""What became of bad ratings, each in one part, as pages and the wall draw it."""

from __future__ import annotations

from dashboard.parts.drawings.whole import Part
from dashboard.words import Lang
from data.definitions import Text

# What the parts are made of: no bad rating is in two of the last two.
COUNTS = ("bad-ratings", "bad-ratings-rectified", "bad-ratings-pending")
_RECTIFIED = Text("已整改", "Put right")
_PENDING = Text("正在核实或整改", "Being verified or put right")
_NOT_UPHELD = Text("核实不属实", "Not upheld")


def parts(bad: float, rectified: float, pending: float, lang: Lang) -> list[Part]:
    """All bad ratings; what is neither put right nor being dealt with was found not upheld."""
    return [
        Part(_RECTIFIED[lang], rectified, "kept"),
        Part(_PENDING[lang], pending, "open"),
        Part(_NOT_UPHELD[lang], bad - rectified - pending, "plain"),
    ]
