"""The files under a figure or a list: in which formats, what the numbers mean, how to check them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dash import html

from api.documents import links
from api.formats import FORMATS, Format, suffixes_for
from dashboard.asking import address
from dashboard.parts import blocks
from dashboard.words import Lang
from data.catalog import INDICATORS, owner
from data.definitions import Text


def of_answer(document: Mapping[str, Any], indicator: str, lang: Lang) -> list[html.A]:
    """CSV · XLSX · … · JSON · definition · proof: the addresses of exactly what an answer holds."""
    return [*with_json(document["links"]), *explained(indicator, question_of(document), lang)]


def rows_of(document: Mapping[str, Any]) -> str | None:
    """Where the records behind an answer are: its own, or those of the whole months; None: not published."""
    at = document["links"]
    return at.get("rows") or at.get("rows_by_month")


def question_of(document: Mapping[str, Any]) -> str | None:
    """The address that tells the days and conditions of an answer; None where no rows behind it are published.

    The answer's own days, even where its rows are only those of whole months: who verifies a number wants
    to see that number.
    """
    return document["links"]["self"] if rows_of(document) else None


def of_day(indicator: str, shown: date | None, lang: Lang, by: str) -> list[html.A]:
    """The same of what a figure of the live answer shows, which is one day by one dimension."""
    day = shown.isoformat() if shown else None
    said_in = None if lang == "zh" else lang
    path = f"/indicators/{indicator}"
    values = {"from": day, "to": day, "lang": said_in, "grain": "day", "by": by}
    proof = {"from": day, "to": day, "lang": said_in}
    return [
        *files({s: address.api(f"{path}/values.{s}", **values) for s in suffixes_for("values")}),
        html.A("JSON", href=address.api(f"{path}/values", **values)),
        *explained(indicator, address.api(f"{path}/rows", **proof), lang),
    ]


def of_hours(shown: date | None, lang: Lang) -> list[html.A]:
    """A day hour by hour beside a usual one, and what its completed cases are."""
    at = links.of_hours(shown, lang)
    day = shown.isoformat() if shown else None
    proof = {"from": day, "to": day, "lang": None if lang == "zh" else lang}
    rows = address.api("/indicators/cases-completed/rows", **proof)
    return [*with_json(at), *explained("cases-completed", rows, lang)]


def of_totals(document: Mapping[str, Any], indicators: Sequence[str], lang: Lang) -> list[Any]:
    """Files of several indicators, each a row: over the time and conditions of an answer to one of them."""
    query = dict(parse_qsl(urlsplit(document["links"]["self"]).query))
    query = {name: text for name, text in query.items() if name not in ("by", "shape", "limit")}
    first, *also = indicators
    asked = query | {"grain": "total", "also": ",".join(also)}
    return files(
        {s: address.api(f"/indicators/{first}/values.{s}", **asked) for s in suffixes_for("values")}
    )


def titled(title: Text, linked: Sequence[Any], lang: Lang) -> list[Any]:
    """Links of one of several tables, under its name."""
    return [html.Span(f"{title[lang]}{Text('：', ':')[lang]}"), *linked]


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
    """What people open has heads and names in the page's language; the other formats are for machines."""
    if not form.titled:
        return href
    lang = "en" if "lang=en" in href else "zh"
    return f"{href}{'&' if '?' in href else '?'}labels={lang}"


def explained(indicator: str, asked: str | None, lang: Lang) -> list[html.A]:
    """What a number means, and where it is verified: over the days and conditions of the address `asked`.

    Without rows, which are not published of every number, the indicator as a whole is verified.
    """
    meaning = html.A(blocks.DEFINITION[lang], href=blocks.definition(indicator, lang))
    return [meaning, html.A(blocks.PROOF[lang], href=verification(indicator, asked, lang))]


def verification(indicator: str, question: str | None, lang: Lang) -> str:
    """The page that takes a number apart, with the days and conditions of an address of it or of its rows."""
    definition = INDICATORS[indicator]
    dataset = owner(definition)
    known = {d for d in definition.dimensions if not dataset.dimension(d).hall_wide}
    asked = [("indicator", indicator)]
    asked += [
        (name, text)
        for name, text in parse_qsl(urlsplit(question or "").query)
        if name in known or name in ("from", "to")
    ]
    return address.Place(address.VERIFY, lang, tuple(asked)).url
