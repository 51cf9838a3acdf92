"""The papers of an item, its forms with samples, and where its numbers are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import address, item_pages
from dashboard.asking.address import Place
from dashboard.pages.guides.ask import Guide, Row
from dashboard.pages.guides.facts import coded, title
from dashboard.parts import blocks, downloads
from dashboard.words import Lang
from data.definitions import Text
from data.forms import documents

PAPERS, FORMS = Text("申请材料", "Papers"), Text("表格和示范文本", "Forms and filled samples")
NUMBERS = Text("数据", "Data")
PAPER_HEADS = (Text("材料", "Paper"), Text("来源", "Where it comes from"), Text("必要性", "Needed"))
FORM_HEADS = (
    Text("文本", "Form"), Text("类别", "Kind"), Text("版本", "Version of"), Text("下载", "Download"),
    Text("SHA-256", "SHA-256"),
)  # fmt: skip
ALWAYS, SOMETIMES = Text("必须", "always"), Text("部分情形", "in some cases")
NO_FORMS = Text(
    "暂无可下载的表格，请到受理窗口领取。", "No form to download: ask for it at the window."
)
ON_PAPER = Text("窗口领取", "at the window")
READ = Text("在线查看、打印", "Read and print")
INVENTED = Text(
    "示范文本中的姓名、单位、号码均为虚构。表格为中文。",
    "Names, organisations and numbers in the samples are invented. The forms are in Chinese.",
)
VOLUMES, RECORDS = Text("办件量和用时", "Cases and times"), Text("办件记录", "Records of cases")


def papers(guide: Guide, lang: Lang) -> html.Section | None:
    """What to bring, and what the hall gets by itself; nothing while no list was taken in."""
    rows = guide.papers
    if not rows:
        return None
    shared = sum(row["source"] == "shared" for row in rows)
    n, less = words.number(len(rows)), words.number(shared)
    said = Text(
        f"共{n}份，其中{less}份免提交。",
        f"{words.numbered(len(rows), 'paper', 'papers')}, {less} of which you need not bring.",
    )
    order = {"applicant": 0, "promise": 1, "shared": 2}
    ordered = sorted(rows, key=lambda row: (order[row["source"]], row["required"] is False))
    lines = [
        (
            title(row, lang),
            coded("item-papers", "source", row["source"], lang),
            SOMETIMES[lang] if row["required"] is False else ALWAYS[lang],
        )
        for row in ordered
    ]
    return html.Section(
        [
            html.H2(PAPERS[lang]),
            html.P(said[lang]),
            _table(PAPER_HEADS, lines, lang),
            html.P(downloads.with_json(guide.links["item-papers"]), className="links"),
        ]
    )


def forms(guide: Guide, lang: Lang) -> html.Section:
    """What there is to fill in, each with its sample, version and hash."""
    rows = sorted(guide.forms, key=lambda row: (row["file"] or "", row["kind"]))
    if not rows:
        return html.Section([html.H2(FORMS[lang]), html.P(NO_FORMS[lang])])
    lines = [
        (
            title(row, lang),
            coded("item-forms", "kind", row["kind"], lang),
            row["valid_from"],
            _file(row, lang),
            html.Code(row["sha256"] or words.MISSING),
        )
        for row in rows
    ]
    return html.Section(
        [
            html.H2(FORMS[lang]),
            html.P(INVENTED[lang], className="note"),
            _table(FORM_HEADS, lines, lang),
            html.P(downloads.with_json(guide.links["item-forms"]), className="links"),
        ]
    )


def _file(row: Row, lang: Lang) -> Any:
    """A link to a file that is the one that the list names; another one of the same name is not offered."""
    ours = documents().get(row["file"] or "")
    if ours is None or ours.sha256 != row["sha256"]:
        return ON_PAPER[lang]
    size = words.file_size(len(ours.content))
    return [
        html.A(f"DOCX ({size})", href=item_pages.FILES + ours.file),
        " · ",
        html.A(READ[lang], href=item_pages.of_form(ours.form.name, lang)),
    ]


def numbers(guide: Guide, lang: Lang) -> html.Section:
    """Where the item's numbers and its entry are."""
    code = guide.item["item"]
    ways = [
        html.A(VOLUMES[lang], href=Place("volumes", lang, (("item", code),)).url),
        html.A(RECORDS[lang], href=Place("volumes/records", lang, (("item", code),)).url),
        *downloads.with_json(guide.links["items"]),
        html.A("API", href=address.api("/datasets/items/records", item=code)),
    ]
    return html.Section([html.H2(NUMBERS[lang]), html.P(ways, className="links")])


def _table(heads: Sequence[Text], rows: Sequence[Sequence[Any]], lang: Lang) -> html.Div:
    """A table that scrolls by itself where it is wider than the page."""
    head = html.Tr([html.Th(one[lang], scope="col") for one in heads])
    body = [
        html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)])
        for first, *rest in rows
    ]
    table = dbc.Table([html.Thead(head), html.Tbody(body)])
    label = blocks.extra({"aria-label": heads[0][lang]})
    return html.Div(table, className="scrolls", tabIndex="0", role="region", **label)
