"""How SQLAlchemy's words are written for PostgreSQL here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler


class _Types(PGTypeCompiler):
    """Whole numbers have 64 bits, and texts are in the order of their code points, as in SQLite."""

    def visit_INTEGER(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return "BIGINT"

    def visit_TEXT(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return 'TEXT COLLATE "C"'


def adapted(dialect: Any) -> Any:
    """The dialect, of which types are written as ours are."""
    dialect.type_compiler_instance = _Types(dialect)
    # The driver gives a whole number the type that it fits into; SQLAlchemy's cast would narrow it.
    dialect.colspecs = {k: v for k, v in dialect.colspecs.items() if k is not Integer}
    return dialect


# One for all statements that are kept as text: it remembers how it spells types and names.
DIALECT = adapted(psycopg.dialect())
