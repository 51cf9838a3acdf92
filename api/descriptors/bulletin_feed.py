"""The feed of published bulletins: an entry for each edition."""

from __future__ import annotations

from datetime import datetime

from api.bulletin import reading
from api.bulletin.publish import folder
from api.descriptors.atom import ENTRIES, Entry, feed
from api.documents import links
from data import bulletin as kept
from data.bulletin import Damaged, Edition
from data.definitions import Text
from data.hall import hall

_WITHOUT = Text("未说明原因", "no reason is given")


def bulletin_feed(lang: str) -> bytes:
    """Editions, the newest first; a file that is not as it was written has no entry."""
    title = Text(f"{hall().name.zh}：月报", f"{hall().name.en}: monthly bulletins")[lang]
    entries: list[Entry] = []
    for month in list(reading.published())[:ENTRIES]:
        try:
            entries += [_entry(one, lang) for one in kept.editions(folder(), month)]
        except Damaged:
            continue
    return feed(links.BULLETIN_FEED, title, entries, lang)


def _entry(edition: Edition, lang: str) -> Entry:
    content, number = edition.content, edition.number
    title = Text(
        f"{edition.month}月报，第{number}版", f"Bulletin of {edition.month}, edition {number}"
    )[lang]
    summary = Text(
        f"数据版本{content['data_version']}，SHA-256 {edition.sha256}",
        f"Data version {content['data_version']}, SHA-256 {edition.sha256}",
    )[lang]
    if number > 1:
        reason, n = content["reason"] or _WITHOUT[lang], len(content["changes"])
        summary = (
            Text(
                f"更正{n}处，原因：{reason}；",
                f"{n} {'number' if n == 1 else 'numbers'} changed, reason: {reason}; ",
            )[lang]
            + summary
        )
    at = links.bulletin(edition.month, number, lang)
    id = f"{edition.month}-{number}"
    return Entry(id, title, datetime.fromisoformat(content["made_on"]), summary, at)
