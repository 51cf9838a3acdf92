"""Atom feeds (RFC 4287): what data came in, by dataset and day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as Xml

from sqlalchemy import Connection, Integer, func, select, type_coerce

from api.documents import links
from api.documents.public_address import address
from data.catalog import DATASETS, PUBLISHED, WITH_RECORDS
from data.definitions import Text
from data.hall import hall, now, today
from data.publish import folder
from data.publish.folder import Published
from data.store.tables import BATCHES

MEDIA_TYPE = "application/atom+xml"
ENTRIES = 50
# Of the entries, how many snapshots at most.
SNAPSHOTS = 10
# A feed looks at the newest batches only, so that it costs the same after years.
BATCHES_READ = 50_000
# Batches are added up in SQL by quarter hours, of which every time zone's day is made.
_QUARTER_SECONDS = 900
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One entry: `id` is unique in its feed; `address` is a path of this site."""

    id: str
    title: str
    updated: datetime
    summary: str
    address: str


@dataclass
class _Day:
    """What came in for one dataset on one day of the hall."""

    dataset: str
    day: date
    rows: int
    version: int
    committed: datetime


def feed(
    path: str, title: str, entries: Iterable[Entry], lang: str, subtitle: str | None = None
) -> bytes:
    """The document of a feed at `path`, newest entry first; its `updated` is that of the newest.

    `subtitle`: what is to be said of all of it.
    """
    newest_first = sorted(entries, key=lambda e: e.updated, reverse=True)[:ENTRIES]
    # Written as attributes rather than through a prefix: some readers know no prefixed feeds.
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN" if lang == "zh" else "en"})
    at = f"{address()}{path}"
    _texts(root, id=at, title=title, **({"subtitle": subtitle} if subtitle else {}))
    _texts(
        root,
        updated=(newest_first[0].updated if newest_first else now()).isoformat(timespec="seconds"),
    )
    _texts(Xml.SubElement(root, "author"), name=hall().publisher[lang])
    Xml.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": at})
    Xml.SubElement(root, "link", {"rel": "alternate", "href": f"{address()}/"})
    _texts(root, rights=f"{hall().licence_title[lang]} {hall().licence_url}")
    for entry in newest_first:
        node = Xml.SubElement(root, "entry")
        _texts(node, id=f"{at}#{entry.id}", title=entry.title)
        _texts(node, updated=entry.updated.isoformat(timespec="seconds"), summary=entry.summary)
        Xml.SubElement(node, "link", {"rel": "alternate", "href": f"{address()}{entry.address}"})
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _texts(parent: Xml.Element, **texts: str) -> None:
    for name, text in texts.items():
        Xml.SubElement(parent, name).text = text


def data_feed(connection: Connection, lang: str) -> bytes:
    """New data: one entry per dataset and day, and one per snapshot."""
    title = Text(f"{hall().name.zh}：新数据", f"{hall().name.en}: new data")[lang]
    entries = [_entry(day, lang) for day in _days(connection)]
    entries += [_snapshot(day, lang) for day in folder.published()[-SNAPSHOTS:]]
    return feed(links.DATA_FEED, title, entries, lang)


def _snapshot(day: Published, lang: str) -> Entry:
    title = Text(f"{day.date} 每日快照", f"Snapshot of {day.date}")[lang]
    summary = Text(f"清单 SHA-256：{day.sha256}", f"SHA-256 of its manifest: {day.sha256}")[lang]
    at = datetime.fromisoformat(day.manifest.published_at)
    return Entry(f"snapshot-{day.date}", title, at, summary, links.snapshot(day.date))


def _entry(batch_day: _Day, lang: str) -> Entry:
    name, rows, version = (
        PUBLISHED[batch_day.dataset].title[lang],
        f"{batch_day.rows:,}",
        batch_day.version,
    )
    title = Text(
        f"{name}：{batch_day.day} 新增或更新{rows}行",
        f"{name}: {rows} {'row' if batch_day.rows == 1 else 'rows'} new or changed on {batch_day.day}",
    )[lang]
    summary = Text(f"数据版本{version}", f"Data version {version}")[lang]
    at = links.dataset(batch_day.dataset)
    return Entry(f"{batch_day.dataset}-{batch_day.day}", title, batch_day.committed, summary, at)


def _days(connection: Connection) -> list[_Day]:
    """The newest days on which batches with accepted rows were committed, per dataset."""
    c = BATCHES.c
    seconds = type_coerce(c.committed_at, Integer)
    quarter = seconds - seconds % _QUARTER_SECONDS
    newest = connection.execute(select(func.max(c.id))).scalar() or 0
    parts = (
        select(c.dataset, func.max(c.committed_at), func.sum(c.accepted), func.max(c.data_version))
        .where(c.id > newest - BATCHES_READ, c.accepted > 0)
        .group_by(c.dataset, quarter)
    )
    days: dict[tuple[str, date], _Day] = {}
    for dataset, committed, rows, version in connection.execute(parts):
        if dataset not in WITH_RECORDS:  # how many rows came tells of single ones
            continue
        at = committed.astimezone(hall().zone)
        if DATASETS[dataset].steps and at.date() >= today():  # its count would move with each
            continue
        batch_day = days.setdefault((dataset, at.date()), _Day(dataset, at.date(), 0, 0, at))
        batch_day.rows += rows
        batch_day.version, batch_day.committed = (
            max(batch_day.version, version),
            max(batch_day.committed, at),
        )
    if newest > BATCHES_READ and days:
        # The oldest day may have begun before the first batch looked at.
        oldest = min(day for _, day in days)
        days = {key: batch_day for key, batch_day in days.items() if key[1] > oldest}
    return sorted(days.values(), key=lambda d: d.committed, reverse=True)[:ENTRIES]
