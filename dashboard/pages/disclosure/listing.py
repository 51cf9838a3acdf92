"""The list of open requests, as strips, with the same records as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api.formats import suffixes_for
from dashboard import words
from dashboard.asking import address
from dashboard.asking.address import Place
from dashboard.parts import blocks, downloads, inputs
from dashboard.parts.blocks import View
from dashboard.parts.two_languages import marked
from dashboard.parts.working_days import strips
from dashboard.parts.working_days.vocabulary import STOPPED, UNKNOWN, Request, standing
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text

FEED = Text("逾期申请订阅（Atom）", "Feed of overdue requests (Atom)")
ALL_LINK = Text("全部列出", "List them all")
NONE_OPEN = Text("目前没有在办的申请。", "No request is open.")
NO_TITLE = Text("（未公布题名）", "(no public title)")
NO_DEPARTMENT = Text("部门未注明", "Department not stated")
COLUMNS = (
    Text("申请编号", "Request"),
    Text("部门与题名", "Department and title"),
    Text("办理进度", "Working days"),
    Text("期限", "Due"),
)
STRIPS = Text("每一件在办申请的进度，先到期的在前", "Every open request, what is due first on top")
SHOWN = 40
"""Requests in the list; the others come on asking."""
NEAR = 10
"""Working days left up to which a request stands in the list; those with more are folded under it."""


def view(document: Mapping[str, Any], today: date, whole: bool, as_of: str, lang: Lang) -> View:
    """The list, and folded under it what has more than `NEAR` working days left; of a long list, unless
    the `whole` is asked for, those due first and those that wait."""
    meta, place = document["meta"], Place("disclosure", lang)
    near, later = _parted(document["data"]["requests"])
    near, rest = (near, later) if whole else (near[:SHOWN], later[: max(0, SHOWN - len(near))])
    more = (meta["total"] or 0) - len(near) - len(rest)
    shared = strips.board([*near, *rest], today)
    every = Place("disclosure", lang, (("list", "all"),))
    unlisted = Text(
        f"另有{words.number(more)}件没有列出。",
        f"{words.number(more)} more {words.plural(more, 'is', 'are')} not listed. ",
    )[lang]
    # The same records as files: what `disclosure-open` counts today.
    tongue = None if lang == "zh" else lang
    rows = address.api("/indicators/disclosure-open/rows", to=today.isoformat(), lang=tongue)
    path, _, query = rows.partition("?")
    shown = {
        "strips": {"tree": [_row(place, one, shared, today) for one in near]},
        "strips-axis": {"children": strips.axis(shared, lang)},
        "strips-none": {"children": NONE_OPEN[lang], "hidden": bool(near or rest)},
        "strips-table": {"hidden": not near and not rest},
        "strips-later": {"tree": [_row(place, one, shared, today) for one in rest]},
        "strips-fold": {"hidden": not rest},
        "strips-summary": {"children": others(later, lang)},
        "strips-more": {
            "children": [unlisted, html.A(ALL_LINK[lang], href=every.url)],
            "hidden": not more,
        },
        **blocks.origin_view(
            "strips",
            downloads=[
                *downloads.files({s: f"{path}.{s}?{query}" for s in suffixes_for("rows")}),
                html.A("JSON", href=document["links"]["self"]),
                *downloads.explained("disclosure-open", rows, lang),
                html.A(FEED[lang], href=document["links"]["feed"]),
            ],
            as_of=as_of,
            value=words.number(meta["total"]) + Text("件在办", " open")[lang],
        ),
    }
    return blocks.with_n(shown, meta["total"], "strips")


def _parted(requests: Sequence[Request]) -> tuple[list[Request], list[Request]]:
    """What is overdue, due within `NEAR` working days or waits, and what has more left."""
    later = [one for one in requests if one["standing"] == "on_track" and one["left"] > NEAR]
    return [one for one in requests if one not in later], later


def others(later: Sequence[Request], lang: Lang) -> str:
    """另有15件，剩余11个工作日以上."""
    if not later:
        return ""
    n = words.number(len(later))
    least = words.counted(min(one["left"] for one in later), WORKING_DAYS, lang)
    return Text(f"另有{n}件，剩余{least}以上", f"{n} more with {least} or more left")[lang]


def due(one: Request, lang: Lang, today: date) -> str:
    """The due date in short; of one that has none, nothing."""
    if one["due_on"] is None:
        return ""
    on = date.fromisoformat(one["due_on"])
    return (words.brief_day if on.year == today.year else words.day)(on, lang)


def _until(one: Request, lang: Lang, today: date) -> tuple[str, str]:
    """How a request stands, and beside it its day, or why there is none; nothing is said twice."""
    on, reason = due(one, lang, today), one["reason_text"] or ""
    match one["standing"]:
        case "stopped":
            latest = Text(f"最迟{on}", f"at the latest {on}")[lang]
            return STOPPED[lang], latest if one["due_on"] else UNKNOWN[lang]
        case "awaiting":
            state, _, then = reason.partition(Text("，", "; ")[lang])
            return state, then
        case "to_close" | "unknown":
            return standing(one, lang), ""
    return standing(one, lang), on


def _row(place: Place, one: Request, shared: strips.Board, today: date) -> html.Tr:
    """A row of the list; its number leads to the count of its days."""
    lang, number = place.lang, one["request"]
    there = Place(place.page, lang, (("request", number),))
    department = one["department_label"] or NO_DEPARTMENT[lang]
    title = one["title"] or one["topic"] or NO_TITLE[lang]
    state, beside = _until(one, lang, today)
    cells = [
        html.Th(html.A(number, href=there.url), scope="row", role="rowheader", className="no"),
        html.Td(
            [
                html.Span(marked(department, lang), className="who"),
                " ",
                html.Span(marked(title, lang), className="what"),
            ],
            role="cell",
            # What is asked for is known in Chinese only, and a hint cannot say in which language it is.
            title=f"{department} {title}" if lang == "zh" else department,
        ),
        html.Td(strips.strip(one, shared, lang), role="cell", className="days"),
        html.Td(
            [
                html.Strong(state, className=f"left left--{one['standing']}"),
                " ",
                html.Span(beside, className="due"),
            ],
            role="cell",
            className="until",
            title=one["reason_text"] or "",
        ),
    ]
    return html.Tr(cells, role="row")


def _table_head(v: View, lang: Lang) -> html.Thead:
    """The calendar stands over the strips; the other heads are read by those who hear the page."""
    heads = [html.Th(text[lang], scope="col", role="columnheader") for text in COLUMNS]
    axis = blocks.live(html.Div, "strips-axis", v)
    name = blocks.extra({"aria-label": COLUMNS[2][lang]})
    heads[2] = html.Th(axis, scope="col", role="columnheader", **name)
    return html.Thead(html.Tr(heads, role="row"), role="rowgroup")


def _tbody(id: str, v: View) -> Any:
    return blocks.live(inputs.Part, id, v, element="tbody", role="rowgroup")


def layout(v: View, lang: Lang) -> html.Section:
    """The list with its calendar, and what is folded under it; without scripts it unfolds too."""
    later = html.Table(_tbody("strips-later", v), className="strips", role="table", **_named(lang))
    fold = [blocks.live(html.Summary, "strips-summary", v), later]
    table = blocks.live(
        html.Table,
        "strips-table",
        v,
        children=[_table_head(v, lang), _tbody("strips", v)],
        className="strips",
        role="table",
    )
    figure = html.Figure(
        [
            html.Figcaption(html.H2(STRIPS[lang])),
            html.Div([strips.legend(lang), table], className="drawn"),
            blocks.live(html.Details, "strips-fold", v, children=fold, className="later"),
            blocks.live(html.P, "strips-none", v),
            blocks.live(html.P, "strips-more", v, className="more"),
            html.Div(blocks.origin("strips", v, lang), className="under"),
        ],
        className="chart chart--strips",
        **blocks.figured("strips"),
    )
    return html.Section(figure, className="list")


def _named(lang: Lang) -> dict[str, Any]:
    """The folded table has no heads of its own."""
    return blocks.extra({"aria-label": Text("，", ", ")[lang].join(text[lang] for text in COLUMNS)})
