"""`/service/items`: every item, found by its name in Chinese, pinyin or English, by department and kind.

What a reader types is kept nowhere: the page is drawn for each request (see `Page.typed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Live, Page, Records
from api.search import entries
from dashboard import words
from dashboard.asking import item_pages
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.item_pages import ITEMS
from dashboard.asking.parameters import NO_SUCH_CODE, Arguments, Parameter, Refused, choice, code
from dashboard.pages.guides.facts import coded, title
from dashboard.parts import controls
from dashboard.parts import page as pages
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.words import Lang
from data.catalog.codes import ITEM_KINDS
from data.definitions import Text

TITLE = Text("找事项", "Find an item")
HINT = Text(
    "输入事项名称、拼音全拼或首字母、英文，例如：社保、hz、passport。查询内容不保存。",
    "Type the name in Chinese, pinyin or its initials, or English: 社保, hz, passport. Nothing that you "
    "type is kept.",
)
LABEL, SHOW = Text("事项名称", "Name of the item"), Text("查找", "Find")
DEPARTMENT, KIND = Text("部门", "Department"), Text("类别", "Kind")
EVERY = Text("全部", "All")
NEARLY = Text(
    "没有完全相符的，以下为相近事项。", "Nothing of exactly this name; these are near to it."
)
NONE = Text("没有符合条件的事项。", "No item meets these conditions.")
LONG = Text(f"最多{controls.SEARCH_MOST}个字", f"has more than {controls.SEARCH_MOST} characters")
NO_DATA = Text("暂无事项清单", "There is no list of items yet")
UNSTATED = Text("未注明部门", "Department not stated")
_MOST = 20_000
PARAMETERS = (
    Parameter("q", lambda q: LONG if len(q) > controls.SEARCH_MOST else None),
    code("department"),
    choice("kind", {one.id: one.title for one in ITEM_KINDS}),
)
Row = dict[str, Any]


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    rows = ask(Records("items", page=Page(_MOST)))["data"]
    names = {
        row["department"]: title(row, lang)
        for row in ask(Records("departments", page=Page(_MOST)))["data"]
    }
    if (chosen := arguments["department"]) and chosen not in names:
        raise Refused("department", NO_SUCH_CODE)
    matching, nearly = _typed(rows, arguments["q"])
    shown = [
        row
        for row in matching
        if chosen in ("", row["department"]) and arguments["kind"] in ("", row["kind"])
    ]
    asking = Asking(ITEMS, PARAMETERS, arguments, lang)
    present = {row["department"] for row in rows}
    return {
        "items-form": {"children": _form(asking, {d: n for d, n in names.items() if d in present})},
        "items-kinds": {"children": _kinds(asking)},
        "items-list": {
            "children": [
                html.P(_counted(shown, bool(rows), nearly, lang), role="status"),
                *(_flat(shown, names, lang) if arguments["q"].strip() else _by_department(shown, names, lang)),
            ]
        },
        **pages.frame(ask(Live())["meta"]),
    }  # fmt: skip


def _typed(rows: Sequence[Row], typed: str) -> tuple[list[Row], bool]:
    """The items that are called so, the nearest first, and whether only nearly."""
    if not typed.strip():
        return list(rows), False
    found = [m for m in entries.index().search(typed) if m.entry.kind == entries.ITEM]
    exact = [m for m in found if not m.guessed]
    by_code = {row["item"]: row for row in rows}
    matches = sorted(exact or found, key=lambda match: -match.score)
    return [by_code[m.entry.id] for m in matches if m.entry.id in by_code], not exact


def _counted(shown: Sequence[Row], any_at_all: bool, nearly: bool, lang: Lang) -> str:
    if not any_at_all:
        return NO_DATA[lang]
    if not shown:
        return NONE[lang]
    n = words.number(len(shown))
    count = Text(f"{n}项", f"{n} {words.plural(len(shown), 'item', 'items')}")[lang]
    return f"{NEARLY[lang]}{'' if lang == 'zh' else ' '}{count}" if nearly else count


def _form(asking: Asking, departments: dict[str, str]) -> list[Any]:
    lang, asked = asking.lang, asking.asked
    options: list[Any] = [{"value": code, "label": name} for code, name in departments.items()]
    return [
        *asking.hidden("q", "department"),
        dbc.Label(
            [
                html.Span(LABEL[lang]),
                dbc.Input(
                    id="q-field", name="q", type="search", value=asked["q"],
                    maxlength=controls.SEARCH_MOST,
                ),
            ],
            html_for="q-field",
        ),
        dbc.Label(
            [
                html.Span(DEPARTMENT[lang]),
                dbc.Select(
                    id="department-field", name="department", value=asked["department"],
                    options=[{"value": "", "label": EVERY[lang]}, *options],
                ),
            ],
            html_for="department-field",
        ),
        dbc.Button(SHOW[lang], type="submit"),
    ]  # fmt: skip


def _kinds(asking: Asking) -> html.Nav:
    lang, chosen = asking.lang, asking.asked["kind"]
    ways = [(EVERY[lang], asking.href(kind=""), not chosen)]
    ways += [
        (one.title[lang], asking.href(kind=one.id), chosen == one.id)
        for one in ITEM_KINDS
        if one.id != "unknown"
    ]
    return controls.links(KIND[lang], ways)


def _flat(rows: Iterable[Row], names: dict[str, str], lang: Lang) -> list[html.Ul]:
    lines = [_line(row, lang, names.get(row["department"], "")) for row in rows]
    return [html.Ul(lines, className="items")] if lines else []


def _by_department(rows: Iterable[Row], names: dict[str, str], lang: Lang) -> list[html.Section]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(names.get(row["department"], UNSTATED[lang]), []).append(row)
    return [
        html.Section([html.H2(name), html.Ul([_line(row, lang) for row in of], className="items")])
        for name, of in grouped.items()
    ]


def _line(row: Row, lang: Lang, department: str = "") -> html.Li:
    href = item_pages.of_item(row["item"], lang)
    name = title(row, lang)
    said = [department] if department else []
    said.append(coded("items", "kind", row["kind"], lang))
    if row["forms_n"]:
        forms = Text("有表格", "forms")
        said.append(forms[lang])
    return html.Li(
        [html.A(name, href=href) if href else name, html.Span(" · ".join(said), className="note")]
    )


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    form = html.Form(
        v["items-form"]["children"],
        action=Place(ITEMS, lang).path,
        method="get",
        className="find",
        role="search",
    )
    return html.Main(
        [
            html.H1(TITLE[lang], className="page-title"),
            html.P(HINT[lang], className="note"),
            form,
            v["items-kinds"]["children"],
            html.Div(v["items-list"]["children"]),
        ],
        id="main",
    )


PAGE = pages.Page(
    ITEMS,
    TITLE,
    "service-items",
    view,
    layout,
    parameters=PARAMETERS,
    charts=False,
    menu=False,
    styles=("explore.css", "guides.css"),
    typed=True,
)
