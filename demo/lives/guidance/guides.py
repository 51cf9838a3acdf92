"""The guides of the simulated hall: its forms with filled samples, and the papers of each item.

They are in the books from the hall's first day, entered within some days. The forms are those that ship
(`data.forms`). Which papers an item needs is invented after what such items usually ask for; two waves
of sharing data, some months apart, make papers that applicants had to bring ones that they need not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl

from data.forms import Document, documents
from demo.lives.itinerary import EPOCH
from demo.world.columns import INSTANT
from demo.world.references import References
from demo.world.seasons import number

WORLD = Path(__file__).parents[2] / "world"
IN_FORCE_SINCE = date(2023, 1, 1)
# Days from the hall's first one: the two waves of sharing data.
WAVES = {"first": 120, "second": 400}
ENTERED_AFTER, PUT_RIGHT_AFTER = 1, 9
# Entered wrongly at first: every so many papers, as brought by the applicant.
WRONG_EVERY = 97
FORM_LIVES = {
    "form_no": pl.String, "valid_from": pl.Date, "valid_until": pl.Date, "item": pl.String,
    "kind": pl.String, "title_zh": pl.String, "title_en": pl.String, "file": pl.String,
    "sha256": pl.String, "language": pl.String, "pages": pl.Int64, "recorded_at": INSTANT,
}  # fmt: skip
PAPER_LIVES = {
    "entry": pl.String, "item": pl.String, "paper": pl.String, "valid_from": pl.Date,
    "valid_until": pl.Date, "title_zh": pl.String, "title_en": pl.String, "source": pl.String,
    "required": pl.Boolean, "recorded_at": INSTANT,
}  # fmt: skip


def forms_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the forms."""
    return [pl.col(*(name for name in FORM_LIVES if name != "recorded_at"))]


def papers_shown(_: datetime) -> list[pl.Expr]:
    """The exported fields of the papers."""
    return [pl.col(*(name for name in PAPER_LIVES if name not in ("entry", "recorded_at")))]


@cache
def _kinds_of_paper() -> dict[str, dict[str, str]]:
    rows = pl.read_csv(WORLD / "papers.csv").to_dicts()
    return {row["paper"]: row for row in rows}


@cache
def item_papers() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Item → its papers with whether each is always needed."""
    rows = pl.read_csv(WORLD / "item_papers.csv").iter_rows()
    return {
        item: tuple((paper.rstrip("?"), not paper.endswith("?")) for paper in papers.split())
        for item, papers in rows
    }


class Guides:
    """Draws nothing: the guides are there from the hall's first day."""

    def __init__(self, start: date, refs: References) -> None:
        self.first, self.refs = number(start), refs

    def lives(self, days: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Forms, and papers as versions of their entries, whose entry begins on the days."""
        within = set(days)
        forms = list(self._forms()) if self.first in within else []
        papers = [row for day, row in self._papers() if day in within]
        return (
            pl.DataFrame(forms, FORM_LIVES, orient="row"),
            pl.DataFrame(papers, PAPER_LIVES, orient="row"),
        )

    def _forms(self) -> Iterator[tuple]:
        entered = _at(self.first + ENTERED_AFTER, 0)
        for one in documents().values():
            for item in one.form.items:
                if item in self.refs.items:
                    yield (*_about(one, item), entered)

    def _papers(self) -> Iterator[tuple[int, tuple]]:
        """With the day on which the entry belongs into the books."""
        n = 0
        for item, papers in item_papers().items():
            if item not in self.refs.items:
                continue
            for paper, required in papers:
                n += 1
                yield from self._entries(n, item, _kinds_of_paper()[paper], required)

    def _entries(
        self, n: int, item: str, paper: dict[str, str], required: bool
    ) -> Iterator[tuple[int, tuple]]:
        code, titles, source = (
            paper["paper"],
            (paper["title_zh"], paper["title_en"]),
            paper["source"],
        )
        entered, wave = _at(self.first + ENTERED_AFTER, n), WAVES.get(source)
        known = (*titles, "applicant" if wave else source, required)
        wrong = n % WRONG_EVERY == 0 and source == "shared"
        first = (*titles, "applicant", required) if wrong else known
        of_old = (f"{item} {code}", item, code, IN_FORCE_SINCE)
        yield self.first, (*of_old, None, *first, entered)
        if wrong:
            right = _at(self.first + PUT_RIGHT_AFTER, n)
            yield self.first, (*of_old, None, *known, right)
        if wave is None:
            return
        begins, told = self.first + wave, _at(self.first + wave, n)
        yield begins, (*of_old, _day(begins - 1), *known, told)
        of_new = (f"{item} {code} shared", item, code, _day(begins))
        yield begins, (*of_new, None, *titles, "shared", required, told)


def _about(one: Document, item: str) -> tuple:
    form, kind = one.form, "sample" if one.filled else "form"
    mark = "S" if one.filled else "B"
    zh, en = ("（示范文本）", " (filled sample)") if one.filled else ("", "")
    return (
        f"{item}-{form.name}-{mark}", form.version, None, item, kind, form.title.zh + zh,
        form.title.en + en, one.file, one.sha256, "zh", one.pages,
    )  # fmt: skip


def _day(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _at(day: int, n: int) -> datetime:
    return datetime.combine(_day(day), datetime.min.time()) + timedelta(minutes=9 * 60 + n % 400)
