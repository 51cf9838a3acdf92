"""One query parameter, and all those of an address: what describes them is what reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from api.parsing.value_types import TEXT, ValueType, one_of
from api.problems import UNKNOWN, bad_parameter
from data.definitions import Text, shortened

Args = MultiDict[str, str]
# Name → value as the parameter's type reads it; the default where it was not given.
Given = Mapping[str, Any]

# What another form of the same address takes.
_ELSEWHERE = {
    "labels": Text(
        "labels 只用于文件：请在地址后加 .csv、.xlsx 等；JSON 的名称语言由 lang 决定",
        "labels is of files: end the address with .csv, .xlsx or another one; "
        "names in JSON follow lang",
    ),
    "also": Text(
        "also 只用于文件：请在地址后加 .csv、.xlsx 等；JSON 每项指标各有自己的地址",
        "also is of files: end the address with .csv, .xlsx or another one; "
        "in JSON each indicator has an address of its own",
    ),
}
_REPEATED = Text("重复给出；多个值请写作 a,b", "given more than once; give several values as a,b")


@dataclass(frozen=True)
class Parameter:
    """`type` says which values there are and reads them; `default` is what stands for none given.

    `missing` says what to do about it where it was not given and has to be. `example` is what a
    first try can use: all parameters that have one, together, get an answer.
    """

    name: str
    text: Text
    type: ValueType = TEXT
    default: Any = None
    missing: Text | None = None
    example: Any = field(default=None, compare=False)

    @property
    def first_try(self) -> Any:
        """The example, which may depend on the day."""
        return self.example() if callable(self.example) else self.example


def choice(name: str, text: Text, allowed: Iterable[str], default: str | None = None) -> Parameter:
    """A parameter that takes one of a few words."""
    return Parameter(name, text, one_of(allowed), default)


class Parameters:
    """The parameters of an address, in the order in which they are described."""

    def __init__(self, *each: Parameter) -> None:
        self._each = {parameter.name: parameter for parameter in each}
        self._defaults = {parameter.name: parameter.default for parameter in each}
        self._needed = tuple(parameter for parameter in each if parameter.missing)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._each.values())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._each)

    def read(self, args: Args) -> Given:
        """The value of each; what is unknown, repeated, malformed or missing is a 400 that names it."""
        for name, texts in args.lists():
            if name not in self._each:
                raise bad_parameter(shortened(name), _ELSEWHERE.get(name, UNKNOWN), self.names)
            if len(texts) > 1:
                raise bad_parameter(name, _REPEATED)
        for needed in self._needed:
            if needed.missing and needed.name not in args:
                raise bad_parameter(needed.name, needed.missing, needed.type.words)
        given = self._defaults.copy()
        for name, text in args.items():
            given[name] = self._each[name].type.parse(name, text)
        return given


def merged(parameters: Iterable[Parameter]) -> Parameters:
    """One parameter per name; what several of that name allow, it allows. To describe, not to read."""
    by_name: dict[str, Parameter] = {}
    for one in parameters:
        before = by_name.setdefault(one.name, one)
        by_name[one.name] = replace(before, type=before.type.joined(one.type))
    return Parameters(*by_name.values())
