"""企业服务联系卡: cards given out in each zone over twelve months, and calls answered the same day."""

from __future__ import annotations

from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.definitions import Text

CARDS, CONTACTS = Unit("张", "card", "cards"), Unit("次", "contact", "contacts")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """Of the newest year that has anything, which may be running."""
    del arguments
    issued = ask(Values("cards-issued", grain="year", by=("zone",)))
    year = issued["data"][-1]["period"]
    rows = [row for row in issued["data"] if row["period"] == year and row["zone"] != "none"]
    whole = sum(row["value"] or 0 for row in rows)
    same = next(
        row
        for row in ask(Values("contacts-same-day", grain="year"))["data"]
        if row["period"] == year
    )
    when = words.year(year, lang)
    so_far = bool(rows) and rows[0]["partial"]
    count = Text(words.counted(whole, CARDS, "zh"), words.counted(whole, CARDS, "en"))
    title = Text(
        f"{when}{'已' if so_far else ''}发放联系卡{count.zh}",
        f"{count.en} given out in {when}{' so far' if so_far else ''}",
    )
    said = Text("按园区统计。", "By zone.")[lang]
    if words.enough(same["denominator"]):
        share = words.in_title(same, Text(CONTACTS.zh, CONTACTS.many))
        n = Text(
            words.counted(same["denominator"], CONTACTS, "zh"),
            words.counted(same["denominator"], CONTACTS, "en"),
        )
        said = (
            Text(
                f"企业凭卡联系{n.zh}，当日答复{share.zh}。",
                f"{n.en} on a card, {share.en} answered the same day. ",
            )[lang]
            + said
        )
    most = max((row["value"] or 0 for row in rows), default=0)
    return bars.view(
        "cards-zones",
        finding=(title[lang], said),
        bars=[
            Bar(row["zone_label"], words.number(row["value"]), row["value"] / most if row["value"] else None)
            for row in rows
        ],
        columns=[Text("园区", "Zone")[lang], Text("发放联系卡", "Cards given out")[lang]],
        rows=[[row["zone_label"], words.counted(row["value"], CARDS, lang)] for row in rows],
        downloads=downloads.of_answer(issued, "cards-issued", lang),
        as_of=notes.to_end_of_month(issued["meta"]["as_of"][:7], lang),
    )  # fmt: skip


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure("cards-zones", v, place.lang)]


SECTION = Section(
    "cards", Text("企业服务联系卡", "Contact cards"), ("contact-cards",), view, layout, ("cards-zones",),
    styles=("explore.css",),
)  # fmt: skip
