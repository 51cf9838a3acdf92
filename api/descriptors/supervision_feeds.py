"""Feeds of supervision: cards as they are given and withdrawn, and complaints past their limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from api.answer import answers
from api.answer.answers import Page, Records
from api.descriptors.atom import ENTRIES, Entry, feed
from api.documents import links
from data.definitions import Text
from data.hall import hall, today

_CARDS = (("level", ("yellow", "red")),)
# What was withdrawn in so many days is news, however long ago the card was given.
_WITHDRAWN = timedelta(days=30)
_WHERE_UNKNOWN = Text("部门未注明", "Department not stated")


def cards_feed(lang: str) -> bytes:
    """The newest yellow and red cards; one that is withdrawn says so, and counts as news once more.

    Warnings are no cards, and of these there are thousands.
    """
    newest = Records("alerts", _CARDS, page=Page(ENTRIES, sort="given_on", descending=True))
    withdrawn = Records(
        "alerts",
        _CARDS,
        ranges=(("withdrawn_on", today() - _WITHDRAWN, None),),
        page=Page(ENTRIES, sort="given_on", descending=True),
    )
    rows = [row for query in (newest, withdrawn) for row in answers.answer(query, lang)["data"]]
    cards = {(row["subject"], row["rule"], row["given_on"]): row for row in rows}
    title = Text(f"{hall().name.zh}：黄牌和红牌", f"{hall().name.en}: yellow and red cards")
    return feed(links.CARDS_FEED, title[lang], (_card(row, lang) for row in cards.values()), lang)


def _card(row: Mapping[str, Any], lang: str) -> Entry:
    level, given, due = row["level_label"], row["given_on"], row["due_on"]
    who = row["department_label"] or _WHERE_UNKNOWN[lang]
    title = Text(f"{row['subject']} {level}：{given}", f"{row['subject']}: {level} of {given}")[
        lang
    ]
    about = Text(
        f"{who}；截止日期{due}，{given}仍未办结。", f"{who}; due {due}, still open on {given}."
    )[lang]
    at = given
    if row["withdrawn_on"]:
        at, why = row["withdrawn_on"], row["withdrawn_reason_label"]
        title += Text("（已撤销）", " (withdrawn)")[lang]
        about = Text(
            f"{who}；截止日期{due}。{at}撤销：{why}。", f"{who}; due {due}. Withdrawn {at}: {why}."
        )[lang]
    query = links.query_string([("subject", row["subject"]), ("rule", row["rule"])])
    address = f"{links.dataset('alerts')}/records{query}"
    return Entry(f"{row['subject']}/{row['rule']}/{given}", title, _morning(at), about, address)


def complaints_feed(lang: str) -> bytes:
    """Complaints that are not answered although their limit has passed, the newest first."""
    title = Text(
        f"{hall().name.zh}：超期未答复的效能投诉", f"{hall().name.en}: complaints past their limit"
    )
    return feed(links.COMPLAINTS_FEED, title[lang], _overdue(lang), lang)


def _overdue(lang: str) -> Iterator[Entry]:
    query = Records(
        "complaints",
        ranges=(("due_on", None, today() - timedelta(days=1)), ("answered_on", date.max, None)),
        page=Page(ENTRIES, sort="due_on", descending=True),
        or_missing=("answered_on",),
    )
    for row in answers.answer(query, lang)["data"]:
        number, due = row["complaint_no"], row["due_on"]
        title = Text(f"投诉{number} 超期未答复：期限{due}", f"Complaint {number} was due on {due}")
        about = Text(
            f"{row['kind_label']}；收到{row['received_on']}，答复期限{due}，尚未答复。",
            f"{row['kind_label']}; received {row['received_on']}, due {due}, not answered.",
        )
        tail = links.query_string([("complaint_no", number)])
        address = f"{links.dataset('complaints')}/records{tail}"
        late = date.fromisoformat(due) + timedelta(days=1)
        yield Entry(number, title[lang], _morning(late.isoformat()), about[lang], address)


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), hall().zone)
