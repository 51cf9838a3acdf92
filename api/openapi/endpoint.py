"""An endpoint is declared once: its address, what it takes, what it gives and how it is answered.

From the declaration come the routes of the server with their parsers (`api.routes.register`), the
operations of the OpenAPI document, and the list of addresses that the service gives of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response

from api.documents import links
from api.formats import FORMATS
from api.parsing.parameter import Given, Parameter, Parameters
from api.parsing.parameters import LANGUAGE, Takes, is_file
from data.definitions import Text

JSON = "application/json"
MEDIA = {"json": JSON, **{suffix: form.media_type for suffix, form in FORMATS.items()}}


@dataclass(frozen=True)
class Call:
    """A request whose parameters have been read. `inside`: what its path names, an id or a year."""

    given: Given
    suffix: str = ""
    inside: Any = ""

    @property
    def lang(self) -> str:
        """Of names; a file may ask for them in a language of their own."""
        return self.given.get("labels") or self.given["lang"]

    @property
    def is_file(self) -> bool:
        return is_file(self.suffix)


@dataclass(frozen=True)
class Endpoint:
    """A GET, under its path and, where it has `formats`, under the path with each as a suffix.

    `data`: the type of what its JSON has as `data` (see `api.openapi.schemas`), or of all of it
    where it has no `envelope`; with `each`, what gives the type for an id. `listed`: whether its
    `meta` is that of a list. `each`: one operation for each of these ids, whose parameters and
    answers are its own. `refuses`: errors beside those that follow from its parameters (400) and its
    path (404). A `probe` is asked by machines that look after this one: whatever it is given, it
    takes no notice, and it has no ETag; one that is `guarded` refuses those who may not read it (403). What a reader has `typed` into an address is kept by nobody:
    neither the answer nor the address, and there is no ETag.
    """

    id: str
    path: str
    tag: str
    gives: Text
    answer: Callable[[Call], Response]
    data: Any = None
    takes: Takes = LANGUAGE
    inside: Parameter | None = None
    formats: tuple[str, ...] = ()
    media: str = JSON
    envelope: bool = True
    listed: bool = False
    each: Mapping[str, Text] | None = None
    refuses: tuple[int, ...] = ()
    probe: bool = False
    guarded: bool = False
    typed: bool = False

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What the path can end with; "" first."""
        return "", *self.formats


@dataclass(frozen=True)
class Operation:
    """One address of an endpoint, as OpenAPI has it. `id` of `each` is "" where its path names it."""

    endpoint: Endpoint
    suffix: str = ""
    of: str = ""

    @property
    def id(self) -> str:
        parts = (self.of.replace("-", "_"), self.endpoint.id, self.suffix)
        return "_".join(part for part in parts if part)

    @property
    def path(self) -> str:
        path = self.endpoint.path.replace("{id}", self.of) if self.of else self.endpoint.path
        return f"{path}.{self.suffix}" if self.suffix else path

    @property
    def tag(self) -> str:
        return self.of or self.endpoint.tag

    @property
    def summary(self) -> Text:
        text = self.endpoint.gives
        if self.of and self.endpoint.each:
            title = self.endpoint.each[self.of]
            text = Text(f"{title.zh}：{text.zh}", f"{title.en}: {text.en}")
        if self.suffix:
            text = Text(f"{text.zh}（.{self.suffix}）", f"{text.en} (.{self.suffix})")
        return text

    @cached_property
    def parameters(self) -> Parameters:
        return self.endpoint.takes(self.of, self.suffix)

    @property
    def inside(self) -> tuple[Parameter, ...]:
        """The parameters of the path."""
        return (self.endpoint.inside,) if self.endpoint.inside and not self.of else ()

    @property
    def media(self) -> str:
        return MEDIA[self.suffix] if self.suffix else self.endpoint.media

    @property
    def data(self) -> Any:
        """The type of what its JSON gives; None of a file."""
        if self.suffix not in ("", "json"):
            return None
        return self.endpoint.data(self.of) if self.of else self.endpoint.data

    @property
    def refusals(self) -> tuple[int, ...]:
        """The errors that it can answer with."""
        if self.endpoint.probe:
            return (500,)
        statuses = {414, 429, 500, 503, *self.endpoint.refuses}
        statuses |= {400} if self.parameters.names else set()
        return tuple(sorted(statuses | ({404} if self.inside else set())))

    @property
    def example(self) -> str:
        """The address of its example."""
        path = self.path
        for parameter in self.inside:
            path = path.replace(f"{{{parameter.name}}}", str(parameter.first_try))
        pairs = [(p.name, p.first_try) for p in self.parameters if p.example is not None]
        return path + links.query_string(pairs)


def operations(endpoints: Iterable[Endpoint]) -> Iterator[Operation]:
    """All addresses of the endpoints."""
    for endpoint in endpoints:
        for of in endpoint.each or ("",):
            for suffix in endpoint.suffixes:
                yield Operation(endpoint, suffix, of)
