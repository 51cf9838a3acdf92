"""Feeds of supervision: cards as they are given and withdrawn, and complaints past their limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from api.answer import answers
from api.answer.answers import Page, Records
from api.descriptors.atom import ENTRIES, Entry, feed
from api.documents import links
from data.catalog import DATASETS
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
    departments = _departments({row["department"] for row in cards.values()}, lang)
    title = Text(f"{hall().name.zh}：黄牌和红牌", f"{hall().name.en}: yellow and red cards")
    entries = (_card(row, departments, lang) for row in cards.values())
    return feed(links.CARDS_FEED, title[lang], entries, lang)


def _departments(codes: Iterable[str | None], lang: str) -> dict[str, str]:
    """The names of departments, as the list has them."""
    some = tuple(sorted(code for code in codes if code))
    if not some:
        return {}
    listed = answers.answer(Records("departments", (("department", some),)), lang)["data"]
    return {row["department"]: row[f"title_{lang}"] or row["title_zh"] for row in listed}


def _titled(dataset: str, field: str, code: str, lang: str) -> str:
    return next((c.title[lang] for c in DATASETS[dataset].field(field).codes if c.id == code), code)


def _card(row: Mapping[str, Any], departments: Mapping[str, str], lang: str) -> Entry:
    level, given, due = (
        _titled("alerts", "level", row["level"], lang),
        row["given_on"],
        row["due_on"],
    )
    who = departments.get(row["department"]) or row["department"] or _WHERE_UNKNOWN[lang]
    title = Text(f"{row['subject']} {level}：{given}", f"{row['subject']}: {level} of {given}")[
        lang
    ]
    about = Text(
        f"{who}；截止日期{due}，{given}仍未办结。", f"{who}; due {due}, still open on {given}."
    )[lang]
    at = given
    if row["withdrawn_on"]:
        at = row["withdrawn_on"]
        why = _titled("alerts", "withdrawn_reason", row["withdrawn_reason"], lang)
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
        f"{hall().name.zh}：逾期未答复的效能投诉", f"{hall().name.en}: complaints past their limit"
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
        title = Text(f"投诉{number} 逾期未答复：期限{due}", f"Complaint {number} was due on {due}")
        kind, received = _titled("complaints", "kind", row["kind"], lang), row["received_on"]
        about = Text(
            f"{kind}；收到{received}，答复期限{due}，尚未答复。",
            f"{kind}; received {received}, due {due}, not answered.",
        )
        tail = links.query_string([("complaint_no", number)])
        address = f"{links.dataset('complaints')}/records{tail}"
        late = date.fromisoformat(due) + timedelta(days=1)
        yield Entry(number, title[lang], _morning(late.isoformat()), about[lang], address)


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), hall().zone)
