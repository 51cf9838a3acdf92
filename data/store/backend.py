"""The one door for databases: which backend answers for an engine or an address.

What a backend does is said in `data.store.protocol`.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data.store.protocol import Backend, Form, Prepared, unsupported
from data.store.staging import Stage, StagedBatch

__all__ = [
    "Backend", "Form", "Prepared", "Stage", "StagedBatch", "backend_for", "backend_of",
]  # fmt: skip


def _sqlite() -> Backend:
    from data.store.sqlite.backend import SQLITE

    return SQLITE


def _postgres() -> Backend:
    from data.store.postgres.backend import POSTGRES

    return POSTGRES


# By SQLAlchemy's name of the dialect; a backend is imported when first asked for.
_BACKENDS: dict[str, Callable[[], Backend]] = {"sqlite": _sqlite, "postgresql": _postgres}


def backend_of(bind: Engine | Connection) -> Backend:
    """The backend of an engine or a connection."""
    return _BACKENDS[bind.dialect.name]()


def backend_for(url: str) -> Backend:
    """The backend of a database URL. Raises ValueError for one that is not supported."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise unsupported(url) from None
    backend = _BACKENDS.get(parsed.get_backend_name())
    if backend is None:
        raise unsupported(parsed.render_as_string(hide_password=True))
    return backend()
