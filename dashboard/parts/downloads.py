"""The files under a figure or a list: in which formats, what the numbers mean, how to check them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.documents.links import span_of_rows
from api.formats import FORMATS, Format, suffixes_for
from dashboard.asking import address
from dashboard.parts import blocks
from dashboard.words import Lang


def of_answer(document: Mapping[str, Any], indicator: str, lang: Lang) -> list[html.A]:
    """CSV · XLSX · … · JSON · definition · proof: the addresses of exactly what an answer holds."""
    at = document["links"]
    rows = at.get("rows") or at.get("rows_by_month")
    return [*with_json(at), *explained(indicator, rows, lang)]


def of_day(indicator: str, shown: date | None, lang: Lang, by: str) -> list[html.A]:
    """The same of what a figure of the live answer shows, which is one day by one dimension."""
    day = shown.isoformat() if shown else None
    said_in = None if lang == "zh" else lang
    path = f"/indicators/{indicator}"
    values = {"from": day, "to": day, "lang": said_in, "grain": "day", "by": by}
    first, last = (end and end.isoformat() for end in span_of_rows(indicator, shown, shown))
    proof = {"from": first, "to": last, "lang": said_in}
    return [
        *files({s: address.api(f"{path}/values.{s}", **values) for s in suffixes_for("values")}),
        html.A("JSON", href=address.api(f"{path}/values", **values)),
        *explained(indicator, address.api(f"{path}/rows", **proof), lang),
    ]


def with_json(at: Mapping[str, str], every: bool = False) -> list[html.A]:
    """An answer's files and the answer itself, from its links."""
    return [*files(at, every), html.A("JSON", href=at["self"])]


def files(at: Mapping[str, str], every: bool = False) -> list[html.A]:
    """An answer's files: in the formats that stand under figures, or in `every` one it has."""
    return [
        html.A(form.label, href=_headed(at[suffix], form))
        for suffix, form in FORMATS.items()
        if suffix in at and (every or form.beside_figures)
    ]


def _headed(href: str, form: Format) -> str:
    """On a Chinese page the file has Chinese heads."""
    if not form.titled or "lang=en" in href:
        return href
    return f"{href}{'&' if '?' in href else '?'}header=zh"


def explained(indicator: str, rows: str | None, lang: Lang) -> list[html.A]:
    """What a number means, and the records behind it, if they are published, at the address `rows`."""
    meaning = html.A(blocks.DEFINITION[lang], href=blocks.definition(indicator, lang))
    return [meaning, html.A(blocks.PROOF[lang], href=rows)] if rows else [meaning]
