"""Opaque cursors of lists: where the next page begins, signed so that a made-up one is refused."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from data.definitions import Text
from data.questions import Page, Unanswerable

_FOREIGN = Text(
    "不是本接口给出的位置；请取自 links.next",
    "this cursor was not given out here; take it from links.next",
)
_ELSEWHERE = Text(
    "属于另一份列表或另一种排序；请取自 links.next",
    "this cursor belongs to another list or order; take it from links.next",
)
_keys: dict[str, str] = {}


def use_key(folder: Path) -> None:
    """Sign with `CURSOR_KEY`, else with a key made once and kept in `folder` for all worker processes."""
    key = os.environ.get("CURSOR_KEY")
    if not key:
        path = folder / "cursor.key"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        key = path.read_text().strip()
    _keys["cursor"] = key


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(_keys["cursor"], salt="list")


def seal(address: str, page: Page, after: tuple[object, int | str]) -> str:
    """A cursor that holds for this address and order only."""
    value, row = after
    value = value.isoformat() if isinstance(value, date) else value
    return str(_serializer().dumps([address, page.sort, page.descending, value, row]))


def unseal(
    address: str, sort: str | None, descending: bool, cursor: str
) -> tuple[object, int | str]:
    """Where the page begins: value of the sort field (ISO text for dates) and row."""
    try:
        place = _serializer().loads(cursor)
    except BadSignature:
        raise Unanswerable("cursor", _FOREIGN) from None
    if place[:3] != [address, sort, descending]:
        raise Unanswerable("cursor", _ELSEWHERE)
    return place[3], place[4]
