"""A store from before numbers were hashed: what stands in it under a source's own number is hashed now.

A number hashed once is never hashed again: the store says under which key it has been done.
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Connection, Table, bindparam, select

from data.catalog import DATASETS
from data.definitions import Dataset
from data.rules.keyed_hash import keyed_hash
from data.settings import record_key
from data.store.tables import SETTINGS, TABLES, WAITING, WITHDRAWN

SETTING = "record-key"
_AT_ONCE = 50_000


class OtherKey(ValueError):  # noqa: N818 - says what is the case
    """The store's numbers were hashed under another key: corrections would come in as new records."""


def mark_of(key: bytes) -> str:
    """By which a key is known again, in twelve digits; the key does not follow from it."""
    return hashlib.sha256(b"record key:" + key).hexdigest()[:12]


def check_key(connection: Connection) -> None:
    """Raise OtherKey unless the installation's key is the one of the store."""
    stored = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == SETTING)).scalar()
    if stored is not None and stored != mark_of(record_key()):
        raise OtherKey(
            f"this store's numbers were hashed under another key (mark {stored}); put the file "
            "record.key of that installation, or RECORD_KEY, in its place 密钥与数据库不符"
        )


def rekey(connection: Connection) -> list[str]:
    """Hash what is not hashed yet and keep the mark; names of the columns that were changed."""
    if connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == SETTING)).scalar():
        return []
    key = record_key()
    changed = [
        f"{dataset.id}.{field.id}"
        for dataset in DATASETS.values()
        for field in dataset.fields
        if field.keyed and _rekey_everywhere(connection, dataset, field.id, key)
    ]
    connection.execute(SETTINGS.insert().values(name=SETTING, value=mark_of(key)))
    return changed


def _rekey_everywhere(connection: Connection, dataset: Dataset, field: str, key: bytes) -> int:
    tables = [TABLES[dataset.id], *([WAITING[dataset.id]] if dataset.steps else [])]
    changed = sum(_rekey(connection, table, field, key) for table in tables)
    if dataset.key == (field,):
        _rekey_withdrawn(connection, dataset, field, key)
    return changed


def _rekey(connection: Connection, table: Table, field: str, key: bytes) -> int:
    column = table.c[field]
    numbers = [row[0] for row in connection.execute(select(column).where(column.is_not(None)))]
    hashes = [{"from": n, "to": keyed_hash(key, field, n)} for n in numbers]
    statement = table.update().where(column == bindparam("from")).values({field: bindparam("to")})
    for start in range(0, len(hashes), _AT_ONCE):
        connection.execute(statement, hashes[start : start + _AT_ONCE])
    return len(hashes)


def _rekey_withdrawn(connection: Connection, dataset: Dataset, field: str, key: bytes) -> None:
    table = WITHDRAWN.c
    rows = connection.execute(
        select(table.key, table.record).where(table.dataset == dataset.id)
    ).fetchall()
    for number, record in rows:
        hashed = keyed_hash(key, field, number)
        values = {"key": hashed}
        if record:
            values["record"] = json.dumps(json.loads(record) | {field: hashed}, ensure_ascii=False)
        connection.execute(
            WITHDRAWN.update()
            .where(table.dataset == dataset.id, table.key == number)
            .values(**values)
        )
