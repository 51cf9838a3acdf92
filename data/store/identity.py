"""Which store this is, which past it has, and which of its states: what a kept answer is of.

A data version alone names no state: two stores count alike, and after a restore the same numbers are
given out again. So a store has a random name, its timeline another that `restore` renews, and every
commit a third: a copy of the file that goes on by itself, however it was made, is told apart from
the first commit on.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.store.tables import CHANGED_MONTHS, SETTINGS, setting_of

STORE, TIMELINE, STATE = "store", "timeline", "state"
_VERSION = "data_version"
_NAMES = (STORE, TIMELINE, STATE, _VERSION)
# What the state was named in which rows of a dataset last changed, by dataset; by ANYTHING, in which anything may have.
CHANGED, ANYTHING = "changed", ""
_STORED = select(SETTINGS.c.name, SETTINGS.c.value).where(SETTINGS.c.name.in_(_NAMES))


class Mark(NamedTuple):
    """One state of one store: `past` is store and timeline, `state` what its newest commit named it."""

    past: str
    version: int
    state: str


def mark_of(settings: Mapping[str, str]) -> Mark | None:
    """The mark that a store's settings give; None for one that has no identity (an older release's)."""
    if STORE not in settings or TIMELINE not in settings:
        return None
    past = f"{settings[STORE]}.{settings[TIMELINE]}"
    return Mark(past, int(settings.get(_VERSION, 0)), settings.get(STATE, ""))


def stored_mark(connection: Connection) -> Mark | None:
    """The mark, read from the store."""
    return mark_of({row.name: row.value for row in connection.execute(_STORED)})


def stored_version(connection: Connection) -> int:
    """The data version, of a store of any release."""
    return int(connection.scalar(select(SETTINGS.c.value).where(SETTINGS.c.name == _VERSION)) or 0)


def begin(connection: Connection) -> None:
    """Give a store without an identity one. In a transaction, as all below."""
    stored = set(connection.scalars(select(SETTINGS.c.name).where(SETTINGS.c.name.in_(_NAMES))))
    for name in (STORE, TIMELINE):
        if name not in stored:
            _renew(connection, name)
    anything = setting_of(CHANGED, ANYTHING)
    if connection.scalar(select(SETTINGS.c.name).where(SETTINGS.c.name == anything)) is None:
        _renew(connection, anything)


def renew_state(connection: Connection) -> None:
    """Name the state that this transaction leaves behind."""
    _renew(connection, STATE)


def keep_changed(connection: Connection, noted: bool) -> None:
    """Keep which datasets the state differs in from the one before: those whose rows are noted as changed (see
    `data.intake.write.changed_months`), or, where it is not only they, all."""
    c, name = CHANGED_MONTHS.c, SETTINGS.c.name
    state = connection.scalar(select(SETTINGS.c.value).where(name == STATE))
    now = (c.version == stored_version(connection), c.field == "", c.month == "")
    changed = list(connection.scalars(select(c.dataset).where(*now))) if noted else []
    names = [setting_of(CHANGED, dataset) for dataset in changed or [ANYTHING]]
    connection.execute(SETTINGS.delete().where(name.in_(names)))
    connection.execute(SETTINGS.insert(), [{"name": name, "value": state} for name in names])


def renew_timeline(connection: Connection) -> None:
    """Part with what came after this state: its version numbers will be given out again."""
    _renew(connection, TIMELINE)


def _renew(connection: Connection, name: str) -> None:
    connection.execute(SETTINGS.delete().where(SETTINGS.c.name == name))
    connection.execute(SETTINGS.insert().values(name=name, value=secrets.token_hex(16)))
