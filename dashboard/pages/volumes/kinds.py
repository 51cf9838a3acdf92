"""Approvals and public services told apart on /volumes, and what the law asks of both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking import time_span
from dashboard.asking.ask import Ask
from dashboard.pages.volumes.ask import Caseload
from dashboard.pages.volumes.sentences import before
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.ranking import bar, cells, lowest_mark, marks
from dashboard.parts.two_languages import sentence
from dashboard.words import CASES, Lang
from data.catalog import DATASETS, INDICATORS
from data.catalog.codes import ITEM_KINDS
from data.definitions import Text

KIND = DATASETS["cases"].dimension("item_kind").title
ACCEPTED, ONLINE = "cases-accepted", "online-rate"
# What the law sets a limit to, and how long after what.
BY_LAW = {
    "first-notice-on-time": Text(
        "在收件后5个工作日内受理或一次性告知补正",
        "were accepted or told what is missing within 5 working days",
    ),
    "delivery-on-time": Text(
        "在决定后10个工作日内送达", "were delivered within 10 working days of the decision"
    ),
}
ART = Text("行政许可法第三十二条、第四十四条", "Administrative Licensing Law, Art. 32 and 44")
NOT_RECORDED = Text("未登记收件和送达日期", "No dates of handing in or delivery")
STATED = tuple(code for code in ITEM_KINDS if code.id != "unknown")
UNSTATED = Text("未注明类别", "of no stated kind")
SHARE, COUNT = Text("占比", "Share"), Text("件数", "Cases")
INTERVAL, RATE = Text("95%区间", "95% interval"), Text("比率", "Rate")
IDS = ("volumes-kinds", "volumes-online", "volumes-law")
Rows = list[dict[str, Any]]
Documents = dict[str, Any]


def gather(ask: Ask, caseload: Caseload) -> Documents:
    """By kind of item, over the time of the page: of the department chosen, else of the whole hall."""
    span, department = caseload.choice.span, caseload.choice.filters.get("department")
    where = (("department", (department,)),) if department else ()

    def by_kind(indicator: str) -> Any:
        return ask(Values(indicator, span.first, span.last, "total", ("item_kind",), where))

    return {id: by_kind(id) for id in (ACCEPTED, ONLINE, *BY_LAW)}


def view(ask: Ask, caseload: Caseload, as_of: str, lang: Lang) -> View:
    """The three figures; a figure of what no record says, and so the section, is hidden."""
    documents = gather(ask, caseload)
    counts = _known(documents[ACCEPTED]["data"])
    online = [row for row in _known(documents[ONLINE]["data"]) if row["denominator"]]
    limits = {
        id: [row for row in _known(documents[id]["data"]) if row["denominator"]] for id in BY_LAW
    }
    has_kinds = any(row["value"] for row in counts)
    return {
        "volumes-kinds-part": {"hidden": not has_kinds},
        "volumes-law-part": {"hidden": not any(limits.values())},
        **_kinds(caseload, documents[ACCEPTED], counts, as_of, lang),
        **_online(caseload, documents[ONLINE], online, as_of, lang),
        **_law(caseload, documents, limits, as_of, lang),
    }


def _known(rows: Rows) -> Rows:
    """The rows of approvals and of services, in this order."""
    by_kind = {row["item_kind"]: row for row in rows}
    return [by_kind[code.id] for code in STATED if code.id in by_kind]


def _who(caseload: Caseload, lang: Lang) -> str:
    """The department that the figures are limited to, before what is said of it."""
    department = caseload.choice.filters.get("department")
    return before(caseload.names["department"][department], lang) if department else ""


def _note(caseload: Caseload, lang: Lang) -> str:
    dates = time_span.dates(caseload.named or caseload.choice.span, lang)
    others = set(caseload.choice.filters) - {"department"}
    if not others:
        return dates
    more = Text("不随其他条件变化", "not limited by the other conditions")
    return f"{dates}{Text('；', '; ')[lang]}{more[lang]}"


def _kinds(caseload: Caseload, document: Any, rows: Rows, as_of: str, lang: Lang) -> View:
    whole = sum(row["value"] or 0 for row in document["data"])
    top = max([1, *(row["value"] or 0 for row in rows)])
    note = _note(caseload, lang)
    return bars.view(
        "volumes-kinds",
        finding=(_split(caseload, rows, whole, lang), f"{note}{Text('。', '.')[lang]}"),
        bars=[
            Bar(
                sentence(row["item_kind_label"]),
                words.number(row["value"]),
                (row["value"] or 0) / top,
                note=words.share(row["value"] or 0, whole),
            )
            for row in rows
        ],
        columns=[KIND[lang], INDICATORS[ACCEPTED].title[lang], SHARE[lang]],
        rows=[
            [
                row["item_kind_label"],
                words.number(row["value"]),
                words.share(row["value"] or 0, whole),
            ]
            for row in rows
        ],
        downloads=downloads.of_answer(document, ACCEPTED, lang),
        as_of=as_of,
    )


def _split(caseload: Caseload, rows: Rows, whole: float, lang: Lang) -> str:
    """受理1,234件，行政审批822件，公共服务407件，未注明类别5件: counts, since they add up."""
    parts = [(row["item_kind_label"], row["value"]) for row in rows if row["value"]]
    other = whole - sum(n for _, n in parts)
    if other:
        parts.append((UNSTATED[lang], other))
    zh = "，".join(f"{name}{words.counted(n, CASES, 'zh')}" for name, n in parts)
    en = ", ".join(f"{words.number(n)} {name}" for name, n in parts)
    who, total = _who(caseload, lang), words.counted(whole, CASES, lang)
    return Text(f"{who}受理{total}，{zh}", f"{who}{total} accepted: {en}")[lang]


def _online(caseload: Caseload, document: Any, rows: Rows, as_of: str, lang: Lang) -> View:
    title = INDICATORS[ONLINE].title
    found = [
        (row["item_kind_label"], share)
        for row, share in zip(rows, words.told_apart(rows, CASES), strict=True)
        if words.enough(row["denominator"])
    ]
    zh = "，".join(f"{name}{words.makes_up(share)}" for name, share in found)
    en = ", ".join(f"{name} {share.en}" for name, share in found)
    said = Text(f"网上受理：{zh}", f"Accepted online: {en}") if found else _few(title)
    return bars.view(
        "volumes-online",
        finding=(f"{_who(caseload, lang)}{said[lang]}", _explained(caseload, lang)),
        bars=[bar(row, sentence(row["item_kind_label"]), 0.0, "plain", None, lang) for row in rows],
        columns=[KIND[lang], title[lang], INTERVAL[lang], COUNT[lang]],
        rows=[[row["item_kind_label"], *cells(row, lang)] for row in rows],
        downloads=downloads.of_answer(document, ONLINE, lang),
        as_of=as_of,
        marks=marks(0.0) if rows else (),
    )


def _few(title: Text) -> Text:
    return Text(f"{title.zh}：样本不足，不计算比率", f"{title.en}: too few for a share")


def _explained(caseload: Caseload, lang: Lang) -> str:
    line = Text("横线为95%区间", "line: 95% interval")
    return f"{_note(caseload, lang)}{Text('；', '; ')[lang]}{line[lang]}{Text('。', '.')[lang]}"


def _law(
    caseload: Caseload, documents: Documents, limits: dict[str, Rows], as_of: str, lang: Lang
) -> View:
    rows = [row for of_limit in limits.values() for row in of_limit]
    low = lowest_mark(rows)
    lines = [(id, row) for id, of_limit in limits.items() for row in of_limit]
    names = [_line(id, row, lang) for id, row in lines]
    first, second = BY_LAW
    return bars.view(
        "volumes-law",
        finding=(
            f"{_who(caseload, lang)}{_kept(limits, lang)}",
            f"{ART[lang]}{Text('；', '; ')[lang]}{_explained(caseload, lang)}",
        ),
        bars=[
            _missed(bar(row, name, low, "", None, lang), row, lang)
            for name, (_, row) in zip(names, lines, strict=True)
        ],
        columns=[KIND[lang], RATE[lang], INTERVAL[lang], COUNT[lang]],
        rows=[[name, *cells(row, lang)] for name, (_, row) in zip(names, lines, strict=True)],
        downloads=[
            *downloads.of_answer(documents[first], first, lang),
            *downloads.titled(
                INDICATORS[second].title,
                downloads.of_answer(documents[second], second, lang),
                lang,
            ),
        ],
        as_of=as_of,
        marks=marks(low) if rows else (),
    )


def _line(id: str, row: Any, lang: Lang) -> str:
    """一次性告知及时率 · 行政审批."""
    return f"{INDICATORS[id].title[lang]} · {row['item_kind_label']}"


def _kept(limits: dict[str, Rows], lang: Lang) -> str:
    """超过99%在收件后5个工作日内受理或一次性告知补正; of too few, that."""
    said = []
    for id, rows in limits.items():
        n = {key: sum(row[key] for row in rows) for key in ("numerator", "denominator")}
        if not n["denominator"]:
            continue
        if not words.enough(n["denominator"]):
            said.append(_few(INDICATORS[id].title)[lang])
            continue
        share = words.in_title(n, CASES)
        what = BY_LAW[id]
        said.append(Text(f"{share.zh}{what.zh}", f"{share.en} {what.en}")[lang])
    text = Text("，", "; ")[lang].join(said or [NOT_RECORDED[lang]])
    return text[:1].upper() + text[1:]


def _missed(drawn: Bar, row: Any, lang: Lang) -> Bar:
    """A rate with how many were late, in the colour of lateness."""
    late = row["denominator"] - row["numerator"]
    if not late or not words.enough(row["denominator"]):
        return drawn
    n = words.number(late)
    return replace(drawn, missed=Text(f"{n}件超期", f"{n} late")[lang])
