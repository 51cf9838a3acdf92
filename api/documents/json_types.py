"""The types that members of documents have in common.

Every document is a `TypedDict` beside the function that makes it: there its members are named and
typed, the type checker holds the function to it, and `api.openapi.schemas` makes its schema of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, TypedDict

from data.catalog import PUBLISHED, PUBLISHED_INDICATORS


class Keywords:
    """Keywords of JSON Schema, for `Annotated`, whose notes have to be hashable."""

    def __init__(self, **keywords: Any) -> None:
        self.keywords = keywords


class OneOf(Keywords):
    """One of these words."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(enum=list(words))


Count = Annotated[int, Keywords(minimum=0)]
Day = Annotated[str, Keywords(format="date")]
Instant = Annotated[str, Keywords(format="date-time")]
Link = Annotated[str, Keywords(format="uri-reference")]
Links = dict[str, Link]
DatasetId = Annotated[str, OneOf(PUBLISHED)]
IndicatorId = Annotated[str, OneOf(PUBLISHED_INDICATORS)]


class Text(TypedDict):
    zh: str
    en: str


class Rate(TypedDict):
    value: float | None
    numerator: Count | None
    denominator: Count | None
