"""What a page can be asked for in its address, and what of an address is refused. No HTTP here.

A page lists its `Parameter`s. `read` turns the pairs of an address into the one way of writing that
view: known names in the page's order, without what is empty or the default. So a form without
scripts, a shared link and the browser's history all lead to the same address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.definitions import Text

Pairs = tuple[tuple[str, str], ...]
# A page's parameters with their values, defaults filled in.
Arguments = Mapping[str, str]
# Values as an address has them → what people call them; a name that a source has in one language only
# is a plain text.
Titles = Mapping[str, Text | str]

# As intake takes them: a source that has names only has them as codes, in any language.
_CODE = re.compile(r"[^,\x00-\x1f\x7f]{1,200}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Refused(ValueError):  # noqa: N818 - says what is the case
    """A parameter that cannot be used: which, why (to be read by people), and what would do, each
    value by its name."""

    def __init__(self, parameter: str, why: Text, titles: Titles | None = None) -> None:
        super().__init__(f"{parameter}: {why.en}")
        self.parameter, self.said, self.titles = parameter, why, dict(titles or {})

    @property
    def allowed(self) -> tuple[str, ...]:
        """What would do, as it is written in an address."""
        return tuple(self.titles)


NO_SUCH_CODE = Text("没有这个编码", "there is no such code")


@dataclass(frozen=True)
class Parameter:
    """One parameter. `wrong` says what is wrong with a value (None: nothing), without a store; `titles`
    are the names of its values, where there are few."""

    name: str
    wrong: Callable[[str], Text | None]
    default: str = ""
    titles: Titles | None = None


def choice(name: str, titles: Titles, default: str = "") -> Parameter:
    """One of a few words, each with the name that people know it by."""
    fault = Text("不是可选的值", "is not among the values allowed")
    return Parameter(name, lambda v: None if v in titles else fault, default, titles)


def code(name: str) -> Parameter:
    """A code of a reference list: its form only; whether it exists is the view's to say."""
    fault = Text("不是一个编码", "is not a code")
    return Parameter(name, lambda v: None if is_code(v) else fault)


def is_code(text: str) -> bool:
    """Whether an address can name a code; if not, nothing leads to it."""
    return _CODE.fullmatch(text) is not None


def day(name: str) -> Parameter:
    """A date as YYYY-MM-DD, of a year that a calendar can have."""
    fault = Text("不是日期（年-月-日，如2026-03-01）", "is not a date like 2026-03-01")

    def wrong(value: str) -> Text | None:
        try:
            known = _DAY.fullmatch(value) and date.fromisoformat(value).year >= FIRST_YEAR
        except ValueError:
            return fault
        return None if known and date.fromisoformat(value).year <= LAST_YEAR else fault

    return Parameter(name, wrong)


def whole(name: str, lowest: int, highest: int, default: int | None = None) -> Parameter:
    """A whole number within limits."""
    fault = Text(
        f"不是{lowest}到{highest}之间的整数",
        f"is not a whole number from {lowest} to {highest}",
    )

    def wrong(value: str) -> Text | None:
        plain = value.isascii() and value.isdigit() and len(value) <= 9
        return None if plain and lowest <= int(value) <= highest else fault

    return Parameter(name, wrong, "" if default is None else str(default))


def text(name: str, pattern: str, fault: Text) -> Parameter:
    """What a pattern matches as a whole: a receipt number, the opaque place of a page of a list."""
    form = re.compile(pattern)
    return Parameter(name, lambda v: None if form.fullmatch(v) else fault)


def read(
    parameters: tuple[Parameter, ...], address_pairs: Iterable[tuple[str, str]]
) -> tuple[Pairs, tuple[str, ...]]:
    """The address's pairs as they should be written, and the names that the page does not know.

    Raises `Refused` for a known parameter that is given twice or has a bad value.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, str] = {}
    unknown: list[str] = []
    for name, value in address_pairs:
        parameter = known.get(name)
        if parameter is None:
            unknown.append(name)
            continue
        if name in values:
            raise Refused(name, Text("出现了不止一次", "is given more than once"))
        values[name] = value
        if value and (fault := parameter.wrong(value)):
            raise Refused(name, fault, parameter.titles)
    pairs = tuple(
        (p.name, values[p.name])
        for p in parameters
        if values.get(p.name) not in (None, "", p.default)
    )
    return pairs, tuple(unknown)


def filled(parameters: tuple[Parameter, ...], pairs: Pairs) -> dict[str, str]:
    """Every parameter with its value, or its default."""
    return {parameter.name: parameter.default for parameter in parameters} | dict(pairs)
