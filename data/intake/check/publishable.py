"""Text that may be published: no person's number, no character that cannot be seen, not too long."""

from __future__ import annotations

import polars as pl

from data.definitions import Field
from data.rules.personal import EITHER_SHAPE, PersonalNumber, personal_numbers

KEY_LIMIT, CODE_LIMIT, LABEL_LIMIT = 64, 200, 200
"""Characters. A key or code is a sign, not a sentence; longer ones are free text in the wrong column."""

# Format characters (zero-width, soft hyphen, direction marks), fillers and selectors that nothing shows,
# line separators and what is not text.
UNSEEN = r"[\p{Default_Ignorable_Code_Point}\p{Cf}\x{2800}\p{Zl}\p{Zp}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}]"

_SHORTEST = 13_000_000_000  # the smallest mobile number

_NAMES: dict[PersonalNumber, str] = {
    "identity": "an identity number 含身份证号码",
    "mobile": "a mobile number 含手机号码",
}


def unpublishable(text: pl.Series) -> pl.Series:
    """Which values hold a person's number or a character that cannot be seen (null counts as no)."""
    longest = text.str.len_bytes().max()
    if longest is None:
        return pl.repeat(False, text.len(), dtype=pl.Boolean, eager=True)
    unseen = text.str.contains(UNSEEN)
    # The shortest number has eleven digits.
    if int(str(longest)) < 11:
        return unseen.fill_null(False)
    candidates = text.filter(text.str.contains(EITHER_SHAPE)).unique()
    personal = [value for value in candidates if personal_numbers(value)]
    if personal:
        unseen |= text.is_in(personal)
    return unseen.fill_null(False)


def as_written(numbers: pl.Series) -> pl.Series | None:
    """Numbers as the digits that they are published in; None where all are shorter than a person's."""
    if not (numbers >= _SHORTEST).any():
        return None
    return numbers.cast(pl.Int64, strict=False).cast(pl.String)


def why_unpublishable(value: str) -> str:
    """The reason, without the value."""
    for kind, _ in personal_numbers(value):
        return f"holds {_NAMES[kind]}; what names a person is never published, nor kept"
    return "holds characters that cannot be seen 含不可见字符"


def longest(f: Field, key: bool, otherwise: int) -> int:
    """How many characters a value of a field may have."""
    if key:
        return KEY_LIMIT
    return CODE_LIMIT if f.type == "code" or f.refers else otherwise
