"""The table of rules: who gets a warning or a card, since when, and until when an old rule held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Page, Records
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.pages.supervision.cards.heat import DIAMOND, diamond, disc
from dashboard.parts import blocks, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.drawings.svg import Rect, Svg, at
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
DATASET, ID, MOST = "alert-rules", "alert-rules-table", 200
RULES = Unit("条", "rule", "rules")
HEADS = (
    Text("等级", "Level"), Text("适用对象", "Applies to"), Text("条件", "Condition"),
    Text("施行期间", "In force"), Text("依据", "Basis"),
)  # fmt: skip
_ORDER = ("warning", "yellow", "red")


def view(ask: Ask, lang: Lang) -> View:
    """The rules in force first, by level; then those that held before or will hold."""
    answer = ask(Records(DATASET, page=Page(MOST)))
    rows = sorted(
        answer["data"],
        key=lambda r: (
            not _holds(r),
            r["applies_to"],
            _ORDER.index(r["level"]),
            r["since"],
            r["rule"],
        ),
    )
    title = _title(rows, lang)
    return {
        f"{ID}-title": {"children": title},
        f"{ID}-said": {
            "children": Text(
                "国家没有统一标准，以下为本厅规则。旧规则继续适用于施行期间，修订不改变已经发出的。",
                "There is no national standard; these are this hall's rules. An old rule goes on holding for "
                "its days: a new one changes nothing that was given.",
            )[lang]
        },
        f"{ID}-rows": {"children": [_line(row, lang) for row in rows]},
        **blocks.origin_view(
            ID,
            downloads=downloads.with_json(answer["links"]),
            as_of=notes.as_of(answer["meta"], today(), lang),
            value=title,
        ),
    }


def _holds(row: Row) -> bool:
    on = today()
    until = row["until"]
    return date.fromisoformat(row["since"]) <= on and (
        until is None or on <= date.fromisoformat(until)
    )


def _title(rows: Sequence[Row], lang: Lang) -> str:
    n, over = sum(map(_holds, rows)), sum(not _holds(row) for row in rows)
    zh, en = f"现行规则{words.number(n)}条", f"{words.counted(n, RULES, 'en')} in force"
    if over:
        zh = f"{zh}，另有{words.number(over)}条不在施行期间"
        en = f"{en}, {words.number(over)} not in force"
    return Text(zh, en)[lang]


def _line(row: Row, lang: Lang) -> html.Tr:
    level = _named("level", row["level"], lang)
    cells: list[Any] = [
        html.Td(_named("applies_to", row["applies_to"], lang)),
        html.Td(condition(row)[lang]),
        html.Td(_when(row, lang)),
        html.Td(row["basis"], lang="zh-Hans"),
    ]
    heading = html.Th([_mark(row["level"]), level], scope="row")
    cells = blocks.under_heads(HEADS[1:], cells, lang)
    return html.Tr([heading, *cells], className=None if _holds(row) else "over")


def _mark(level: str) -> Svg:
    """The mark of a level as the calendar draws it."""
    middle, side = DIAMOND + 1, 2 * DIAMOND + 2
    drawn = {
        "warning": Rect(x="1", y="1", width=at(side - 2), height=at(side - 2), className="day-5"),
        "yellow": diamond(middle, middle),
        "red": disc(middle, middle),
    }[level]
    return Svg(
        [drawn],
        viewBox=f"0 0 {at(side)} {at(side)}",
        className="drawing level",
        **blocks.extra({"aria-hidden": "true"}),
    )


def _named(field: str, code: str, lang: Lang) -> str:
    return next(one.title[lang] for one in DATASETS[DATASET].field(field).codes if one.id == code)


def _when(row: Row, lang: Lang) -> str:
    since = words.day(date.fromisoformat(row["since"]), lang)
    if row["until"] is None:
        return Text(f"{since}起", f"from {since}")[lang]
    until = words.day(date.fromisoformat(row["until"]), lang)
    return Text(f"{since}至{until}", f"{since} to {until}")[lang]


def condition(row: Row) -> Text:
    """A rule in words: 承诺4至5个工作日的，承诺期限届满当日仍未办结."""
    n, of = abs(row["days"]), _limit(row)
    days = words.counted(n, words.WORKING_DAYS, "en")
    if row["days"] < 0:
        when = Text(f"{of.zh}届满前第{n}个工作日", f"{days} before the last day of {of.en}")
    elif row["days"] == 0:
        when = Text(f"{of.zh}届满当日", f"on the last day of {of.en}")
    else:
        when = Text(f"{of.zh}届满后第{n}个工作日", f"on working day {n} after {of.en}")
    zh, en = _promised(row["promised_from"], row["promised_to"])
    return Text(f"{zh}{when.zh}仍未办结", f"{en}still open {when.en}")


def _limit(row: Row) -> Text:
    if row["applies_to"] == "disclosure":
        return Text("答复期限", "the term for an answer")
    if row["counted_from"] == "legal":
        return Text("法定期限", "the legal limit")
    return Text("承诺期限", "the promised limit")


def _promised(least: int | None, most: int | None) -> tuple[str, str]:
    """For which promises, in both languages; nothing where for all."""
    if least is None and most is None:
        return "", ""
    if most is None:
        return f"承诺{least}个工作日以上的，", f"promised in {least} working days or more: "
    if least is None:
        return (
            f"承诺{most}个工作日以内的，",
            f"promised in up to {words.counted(most, words.WORKING_DAYS, 'en')}: ",
        )
    return f"承诺{least}至{most}个工作日的，", f"promised in {least} to {most} working days: "


def figure(v: View, lang: Lang) -> html.Figure:
    """The table with its title, its files and its source."""
    heads = html.Tr([html.Th(text[lang], scope="col") for text in HEADS])
    table = dbc.Table([html.Thead(heads), blocks.live(html.Tbody, f"{ID}-rows", v)])
    name = Text("规则表，可左右滚动", "Table of rules, scrolls sideways")[lang]
    scrolled = blocks.extra({"tabIndex": "0", "role": "group", "aria-label": name})
    return html.Figure(
        [
            html.Figcaption(
                [blocks.live(html.H2, f"{ID}-title", v), blocks.live(html.P, f"{ID}-said", v)]
            ),
            html.Div(table, className="duties alert-rules", **scrolled),
            html.Div(blocks.origin(ID, v, lang), className="under"),
        ],
        className="chart chart--duties",
        **blocks.figured(ID),
    )
