"""A statement in SQLAlchemy Core as Spark's SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, Select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.compiler import GenericTypeCompiler, IdentifierPreparer, SQLCompiler

# Fractions are added up as decimals and rounded once: a sum of doubles depends on the order in which tasks end,
# and so on which machine failed meanwhile.
_EXACT = "DECIMAL(38, 9)"


class _Names(IdentifierPreparer):
    def __init__(self, dialect: DefaultDialect) -> None:
        super().__init__(dialect, initial_quote="`", escape_quote="`")


class _Types(GenericTypeCompiler):
    def visit_TEXT(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return "STRING"

    def visit_INTEGER(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return "BIGINT"


class _Compiler(SQLCompiler):
    def render_literal_value(self, value: Any, type_: Any) -> str:
        if isinstance(value, str):
            # Of two quotes in a row some releases make none.
            return "'" + value.replace("\\", r"\\").replace("'", r"\'") + "'"
        return super().render_literal_value(value, type_)

    def visit_sum_func(self, function: Any, **kw: Any) -> str:
        (summed,) = function.clauses
        text = self.process(summed, **kw)
        if isinstance(summed.type, Float):
            return f"CAST(sum(CAST({text} AS {_EXACT})) AS DOUBLE)"
        return f"sum({text})"


class _Spark(DefaultDialect):
    name = "spark"
    preparer = _Names
    type_compiler_cls = _Types
    statement_compiler = _Compiler


_SPARK = _Spark()


def spark_sql(statement: Select[*tuple[Any, ...]]) -> str:
    """The statement as one that Spark runs over tables of the same names, values written out."""
    return str(statement.compile(dialect=_SPARK, compile_kwargs={"literal_binds": True}))
