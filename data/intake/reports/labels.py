"""What the rows and columns of a printed report are called, whatever their numbering and spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from data.catalog.disclosure.figures import FIGURES, STATED, STATED_2019
from data.disclosure.forms import FORM_2019
from data.disclosure.layout import COLUMN_TITLES, REVIEW_TITLES, ROWS

# （一）, 1., 一、, (iv), IV.
_NUMBERING = re.compile(
    r"^(?:[（(](?:[一二三四五六七八九十]+|[ivx]+|\d+)[）)]|(?:[一二三四五六七八九十]+|[IVX]+|\d+)[.．、])"
)
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_SIGNS = re.compile(r"[^\w]|_")


def bare(text: object) -> str:
    """A label without spaces, signs and its own number."""
    joined = re.sub(r"\s+", "", str(text))
    return _SIGNS.sub("", _NUMBERING.sub("", joined)).casefold()


def _named(titles: Mapping[str, object]) -> dict[str, str]:
    """Bare title in either language → id."""
    return {bare(title[lang]): id for id, title in titles.items() for lang in ("zh", "en")}  # type: ignore[index]


APPLICANTS = _named(COLUMN_TITLES)
RESULTS = _named(REVIEW_TITLES)
_ROWS = _named({row.id: row.title for row in (*ROWS, *FORM_2019.rows)})
_FIGURES = _named({code.id: code.title for code in FIGURES})
PROPERTIES = {
    **dict.fromkeys(("年度", "year", "period"), "year"),
    **dict.fromkeys(("机关编码", "部门编码", "department", "departmentcode"), "department"),
    **dict.fromkeys(("机关名称", "部门名称", "organ"), "organ"),
    **dict.fromkeys(("公布网址", "sourceurl", "publishedat"), "source_url"),
}
"""What a sheet says of the report as a whole: the label, with its value in the next cell."""
_ALIKE = 4  # characters that a shortened or lengthened label must share with the official one


def row_of(label: str) -> str | None:
    """The row of table 三 with this label, whole or shortened; None for no such row."""
    name = bare(label)
    if name in _ROWS:
        return _ROWS[name]
    near = {
        id
        for title, id in _ROWS.items()
        if min(len(title), len(name)) >= _ALIKE
        and (name.startswith(title) or title.startswith(name))
    }
    return near.pop() if len(near) == 1 else None


def figure_of(title: object) -> str | None:
    """The figure that is called so in full, as our own files do."""
    return _FIGURES.get(bare(title))


def _head(text: object) -> str:
    """A column's head: without its unit."""
    return bare(_ASIDE.sub("", re.sub(r"\s+", "", str(text))))


def _by_place(codes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(label, head) → figure, from titles `label：head（unit）`; 本年 and 行政 may be left out."""
    places: dict[tuple[str, str], str] = {}
    for id, title in codes:
        label, _, head = title.partition("：")
        for name in {bare(label), bare(label).removeprefix("行政")}:
            places.setdefault((name, _head(head)), id)
            if _head(head).endswith("处理决定数量"):
                places.setdefault((name, "处理决定数量"), id)
                places.setdefault((name, "本年处理决定数量"), id)
    return places


_PLACES = _by_place((code.id, code.title.zh) for code in (*STATED, *STATED_2019))
_LABELS = {label for label, _ in _PLACES}
_HEADS = {head for _, head in _PLACES}


def is_head(text: object) -> bool:
    """Whether a cell is the head of a column of table 二."""
    return _head(text) in _HEADS


def is_label(text: object) -> bool:
    """Whether a cell is the label of a row of table 二."""
    return bare(text) in _LABELS


def stated_figure(label: object, head: object) -> str | None:
    """The figure of table 二 in the row and column of these names."""
    return _PLACES.get((bare(label), _head(head)))
