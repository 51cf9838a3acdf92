"""Opaque cursors of lists: where the next page begins, signed so that a made-up one is refused."""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
from datetime import date
from pathlib import Path

from itsdangerous import BadSignature, Signer, URLSafeSerializer

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
_KEY_BYTES = 32

log = logging.getLogger(__name__)


def use_key(folder: Path) -> None:
    """Sign with `key_of(folder)`."""
    _keys["cursor"] = key_of(folder)


def key_of(folder: Path) -> str:
    """`CURSOR_KEY`, else a key made once and kept in `folder` for all worker processes.

    Where it cannot be kept, one that holds as long as the process.
    """
    key = os.environ.get("CURSOR_KEY")
    if key:
        return key
    made = secrets.token_hex(_KEY_BYTES)
    try:
        return _key_in(folder / "cursor.key", made)
    except OSError as error:
        log.warning("the key of cursors cannot be kept, they end with this process: %s", error)
        return made


def _key_in(path: Path, made: str) -> str:
    """The key in a file, or `made` put there: an empty or cut one (a full disk) signs nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        key = file.read().strip()
        if len(key) >= len(made):
            return key
        file.truncate(0)
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(_keys["cursor"], salt="list")


def signature(purpose: str, *parts: str) -> str:
    """What nobody but this site can write beside `parts`: of what its addresses claim it has said."""
    key = _keys.setdefault("cursor", secrets.token_hex(_KEY_BYTES))
    return Signer(key, salt=purpose).get_signature("\0".join(parts)).decode()


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
