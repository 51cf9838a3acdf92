"""The feeds, each of which a reader subscribes to (Atom, RFC 4287)."""

from __future__ import annotations

from api.descriptors import atom
from api.documents import links
from api.openapi.endpoint import Endpoint
from api.routes import data, descriptions, disclosure, snapshots
from api.routes.answering import Handler
from api.routes.endpoints.tags import CATALOGUE, DISCLOSURE
from data.definitions import Text


def _feed(id: str, at: str, entries: Handler, title: Text, tag: str = CATALOGUE) -> Endpoint:
    return Endpoint(id, at, tag, title, entries, media=atom.MEDIA_TYPE)


ENDPOINTS = (
    _feed("data_feed", links.DATA_FEED, descriptions.data_feed,
        Text("新数据订阅（Atom）", "Feed of new data, Atom")),
    _feed("overdue_feed", disclosure.FEED, disclosure.overdue_feed,
        Text("逾期未答复申请订阅（Atom）", "Feed of overdue requests, Atom"), DISCLOSURE),
    _feed("checks_feed", links.CHECKS_FEED, data.checks_feed,
        Text("未通过的核对订阅（Atom）", "Feed of checks that fail, Atom")),
    _feed("corrections_feed", links.CORRECTIONS_FEED, snapshots.corrections_feed,
        Text("数据更正订阅（Atom）", "Feed of corrections, Atom")),
    _feed("bulletin_feed", links.BULLETIN_FEED, descriptions.bulletin_feed,
        Text("月报订阅（Atom）", "Feed of monthly bulletins, Atom")),
    _feed("cards_feed", links.CARDS_FEED, descriptions.cards_feed,
        Text("黄牌和红牌订阅（Atom）", "Feed of yellow and red cards, Atom")),
    _feed("complaints_feed", links.COMPLAINTS_FEED, descriptions.complaints_feed,
        Text("逾期未答复投诉订阅（Atom）", "Feed of complaints past their limit, Atom")),
)  # fmt: skip
