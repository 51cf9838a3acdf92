"""Numbers that name a person: identity numbers of the mainland and mobile numbers, wherever they stand.

Only what has a form can be recognised. A person's name, an address or a passport's number has none:
against these stand reference lists (the hall writes its own labels), limits of length, and that no
column of free text is ever stored.
"""

from __future__ import annotations

import re
import unicodedata
from operator import mul
from typing import Literal

PersonalNumber = Literal["identity", "mobile"]

_TOUCHING = r"\da-zA-Zａ-ｚＡ-Ｚ"
# Every character that is read as a digit, of any script and width, raised or circled → which.
_DIGITS = {c: digit for c in map(chr, range(0x1FC00)) if (digit := unicodedata.digit(c, -1)) >= 0}
_ONE, _THREE_ON, _ANY = (
    f"[{''.join(c for c, digit in _DIGITS.items() if digit in among)}]"
    for among in ((1,), range(3, 10), range(10))
)
# Gaps as people write them: blanks of any width, dashes, middle dots, brackets around the first digits.
_GAP = r"[\s\-‐-―−－·・()（）]{0,2}"
_DOT = r"[.．]"  # in both places: 138.00138000 is a measured number
_WRITTEN = {*_DIGITS, *"XxＸｘ"}


def _grouped(groups: tuple[str, ...]) -> str:
    return f"(?:{_GAP.join(groups)}|{_DOT.join(groups)})"


_FOUR = f"{_ANY}{{4}}"
MOBILE_SHAPE = rf"(?:(?:[+＋]|00)?86{_GAP})?" + _grouped((f"{_ONE}{_THREE_ON}{_ANY}", _FOUR, _FOUR))
# Region, year of birth, month and day, sequence with the check digit.
_BORN = f"{_FOUR}{_GAP}{_ANY}{{2}}{_GAP}{_ANY}{{2}}"
IDENTITY_SHAPE = _grouped((f"{_ANY}{{6}}", _BORN, f"{_ANY}{{3}}(?:{_ANY}|[XxＸｘ])"))
EITHER_SHAPE = rf"(?:^|[^{_TOUCHING}])(?:{MOBILE_SHAPE}|{IDENTITY_SHAPE})(?:$|[^{_TOUCHING}])"
"""Text that may hold such a number, in the syntax that Polars knows (no looking around)."""

# Whoever was born earlier may have papers to show; a later date in the middle of a number is more often
# the day on which a receipt was given (region, day, sequence).
_BORN_BEFORE = 2020
_MONTHS, _DAYS = range(1, 13), range(1, 32)

_MOBILE = re.compile(rf"(?<![{_TOUCHING}]){MOBILE_SHAPE}(?![{_TOUCHING}])")
_IDENTITY = re.compile(rf"(?<![{_TOUCHING}]){IDENTITY_SHAPE}(?![{_TOUCHING}])")

# GB 11643-1999, section 4.3: weight of place i (from the right, the check digit being place 1) is
# 2^(i−1) mod 11; the remainder of the sum names the check digit.
_WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))
_CHECK_DIGITS = "10X98765432"


def personal_numbers(text: str) -> list[tuple[PersonalNumber, str]]:
    """The identity and mobile numbers in a text, with what they are, as they stand there.

    A run of digits counts only whole: where a letter or a further digit touches it, it is part of
    another number (a receipt, a hash). Digits are recognised in any script and width, and with the gaps
    of 138-0013-8000 or 510101 1990 0101 1234. An identity number has 18 characters and either the check digit of GB 11643-1999 or a
    day of birth from 1900 to 2019 in its place (a mistyped one still names its owner); a mobile number
    has 11 digits and begins with 13 to 19, with or without +86.
    """
    identities: list[tuple[PersonalNumber, str]] = [
        ("identity", match[0]) for match in _IDENTITY.finditer(text) if _is_identity(match[0])
    ]
    return identities + [("mobile", match[0]) for match in _MOBILE.finditer(text)]


def _is_identity(number: str) -> bool:
    digits = _plain(number)
    year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
    if 1900 <= year < _BORN_BEFORE and month in _MONTHS and day in _DAYS:
        return True
    remainder = sum(map(mul, _WEIGHTS, map(int, digits[:17]))) % 11
    return digits[17] == _CHECK_DIGITS[remainder]


def _plain(number: str) -> str:
    """The eighteen characters of an identity number without gaps, in ASCII."""
    if number.isascii() and number.isdigit():
        return number
    return "".join("X" if c in "XxＸｘ" else str(_DIGITS[c]) for c in number if c in _WRITTEN)
