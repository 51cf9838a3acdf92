"""How to cite a dataset: in words, and as BibTeX."""

from __future__ import annotations

from typing import TypedDict

from api.answer import answers
from api.descriptors.facts import facts
from api.documents import links
from api.documents.json_types import DatasetId
from api.documents.public_address import address
from data.definitions import Dataset
from data.hall import hall, today

# What TeX would take as a command; the backslash first, so that none of ours is escaped again.
_TEX = {"\\": r"\textbackslash{}", **{c: f"\\{c}" for c in "{}&%$#_"}}
_TEX |= {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Citation(TypedDict):
    """`text`: after GB/T 7714-2015 in Chinese and APA 7 in English; `bibtex`: an entry."""

    dataset: DatasetId
    text: str
    bibtex: str


def citation(dataset: Dataset, lang: str) -> Citation:
    version, at = answers.data_version(), f"{address()}{links.dataset(dataset.id)}"
    of_dataset = facts()[dataset.id]
    changed, day = (of_dataset.modified.date() if of_dataset.modified else today()), today()
    publisher, title = hall().publisher[lang], dataset.title[lang]
    if lang == "zh":
        text = (
            f"{publisher}. {title}[DS/OL]. 数据版本{version}. ({changed})[{day}]. {at}. "
            f"{hall().licence}."
        )
    else:
        text = (
            f"{publisher}. ({changed.year}). {title} (data version {version}) [Data set]. "
            f"Retrieved {day}, from {at}. {hall().licence}."
        )
    entry = {
        "author": f"{{{escaped(publisher)}}}",
        "title": escaped(title),
        "year": str(changed.year),
        "version": str(version),
        "howpublished": f"\\url{{{at}}}",
        "url": at,
        "urldate": day.isoformat(),
        "note": escaped(f"data version {version}, accessed {day}, {hall().licence}"),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.items())
    bibtex = f"@misc{{{dataset.id}-v{version},\n{lines}\n}}\n"
    return {"dataset": dataset.id, "text": text, "bibtex": bibtex}


def escaped(text: str) -> str:
    """A text as TeX prints it."""
    return "".join(_TEX.get(c, c) for c in text)
