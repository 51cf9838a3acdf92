"""What a reader of a month's bulletin gets: an edition, or the numbers of now where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answer import answers
from api.bulletin import compose, months
from api.bulletin.changes import Change, changes
from api.bulletin.publish import folder
from api.bulletin.quality import late_records
from api.documents import links
from data import bulletin as kept
from data.bulletin import Edition
from data.catalog import PUBLISHED_INDICATORS
from data.questions import Values

NOW = "now"


@dataclass(frozen=True)
class Reading:
    """`edition` None: the numbers as they are now. `since`: the cells that have changed since it was
    published. `editions`: all of the month, the first one first."""

    month: str
    edition: Edition | None
    bulletin: Mapping[str, Any]
    editions: Sequence[Edition]
    since: Sequence[Change]

    @property
    def working_days(self) -> list[int | None]:
        return [one["working_days"] for one in self.bulletin["months"]]


class NoEdition(ValueError):  # noqa: N818 - says what is the case
    """There is no such edition of a month."""


def read(month: str, edition: str = "") -> Reading:
    """The newest edition of a month, the one of a number, or with `now` the numbers of now.

    Raises `NoEdition`, and `Damaged` for an edition that is not as it was written.
    """
    every = kept.editions(folder(), month)
    composed = compose.bulletin(month)
    chosen = every[-1] if every else None
    if edition == NOW:
        chosen = None
    elif edition:
        chosen = next((one for one in every if str(one.number) == edition), None)
        if chosen is None:
            raise NoEdition(f"there is no edition {edition} of {month}")
    if chosen is None:
        return Reading(month, None, composed, every, ())
    return Reading(month, chosen, chosen.bulletin, every, changes(chosen.bulletin, composed))


def published() -> dict[str, int]:
    """The months published, the newest first, and how many editions there are of each."""
    return kept.months(folder())


def addresses(number: Mapping[str, Any], month: str, lang: str) -> dict[str, str]:
    """Where the API answers a cell (`self`), and where its rows are (`rows`), if they are published."""
    source = number.get("source") or {}
    if "checks" in source:
        return {"self": links.checks()}
    if "late" in source:
        at = links.of_list(late_records(source["late"], source["dated"], month), None, lang)
        return {"self": at["self"], "rows": at["self"]}
    first, last = months.ends(month)
    indicator = number["indicator"] or source.get("reports")
    if indicator not in PUBLISHED_INDICATORS:
        return {}
    where = tuple((name, (code,)) for name, code in number["where"].items())
    at = links.of_values(Values(indicator, first, last, "month", (), where), lang)
    return {name: at[name] for name in ("self", "rows") if name in at}


def as_document(reading: Reading) -> dict[str, Any]:
    """A reading without an edition as JSON: what would be published now."""
    seen = answers.state()
    return {
        "month": reading.month,
        "data_version": seen.data_version,
        "demo": seen.demo,
        "bulletin": reading.bulletin,
    }
