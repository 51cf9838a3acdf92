"""The list of open requests, as strips, with the same records as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.formats import suffixes_for
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.pages.disclosure import strips
from dashboard.parts import blocks, inputs
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text

FEED = Text("超期订阅（Atom）", "Feed of overdue requests (Atom)")
ALL_LINK = Text("全部列出", "List them all")
NONE_OPEN = Text("目前没有在办的申请。", "No request is open.")
STRIPS = Text("每一件在办申请的进度，先到期的在前", "Every open request, what is due first on top")


def view(document: Mapping[str, Any], today: date, lang: Lang) -> View:
    meta, place = document["meta"], Place("disclosure", lang)
    requests = document["data"]["requests"]
    more = meta["total"] - meta["count"]
    every = Place("disclosure", lang, (("list", "all"),))
    said = Text(f"另有 {more} 件，到期更晚。", f"{more} more are due later. ")[lang]
    # The same records as files: what `disclosure-open` counts today.
    rows = address.api("/indicators/disclosure-open/rows", to=today.isoformat())
    path, _, query = rows.partition("?")
    return {
        "strips": {"tree": strips.rows(place, requests, today)},
        "strips-none": {"children": NONE_OPEN[lang], "hidden": bool(requests)},
        "strips-more": {
            "children": [said, html.A(ALL_LINK[lang], href=every.url)],
            "hidden": not more,
        },
        "strips-links": {
            "children": [
                *blocks.files({s: f"{path}.{s}?{query}" for s in suffixes_for("rows")}),
                html.A("JSON", href=document["links"]["self"]),
                html.A(blocks.DEFINITION[lang], href=blocks.definition("disclosure-open", lang)),
                html.A(blocks.PROOF[lang], href=rows),
                html.A(FEED[lang], href=document["links"]["feed"]),
            ]
        },
    }


def layout(v: View, lang: Lang) -> html.Section:
    return html.Section(
        [
            html.H2(STRIPS[lang]),
            strips.legend(lang),
            html.Table(
                [
                    strips.table_head(lang),
                    blocks.live(inputs.Part, "strips", v, element="tbody", role="rowgroup"),
                ],
                className="strips",
                role="table",
            ),
            blocks.live(html.P, "strips-none", v),
            blocks.live(html.P, "strips-more", v, className="more"),
            html.Div(
                [
                    blocks.live(html.Span, "strips-links", v, className="links"),
                    html.Span(blocks.SOURCE[lang], className="source"),
                ],
                className="under",
            ),
        ],
        className="list",
    )
