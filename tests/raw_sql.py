"""Finds, in a module's syntax, what only one kind of database understands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

Rooms = tuple[str, ...]
# Drivers, and what else is of one kind.
ROOMS: Rooms = (
    "sqlite3", "_sqlite3", "pysqlite3", "apsw", "aiosqlite", "adbc_driver_sqlite", "duckdb", "psycopg",
    "psycopg2", "asyncpg", "adbc_driver_postgresql", "sqlalchemy.dialects",
)  # fmt: skip
KINDS = {"sqlite", "postgresql", "mysql", "duckdb"}
# SQLAlchemy's ways to SQL as text, and to a store by other ways than the door.
RAW = {
    "text", "TextClause", "TextualSelect", "tstring", "DDL", "create_engine", "read_database",
    "read_database_uri", "*",
}  # fmt: skip
# Past SQLAlchemy to the driver, and operators and clauses as text.
PAST = {
    "exec_driver_sql", "driver_connection", "dbapi_connection", "raw_connection", "executemany",
    "executescript", "cursor", "op", "bool_op", "prefix_with", "suffix_with", "with_hint",
    "with_statement_hint", "write_database", "to_sql",
}  # fmt: skip
PAST_BY_NAME = PAST - {"op", "cursor"}
FUNCTIONS = {"count", "sum", "min", "max", "coalesce", "abs", "lower", "upper", "length", "nullif"}
_LITERAL = re.compile(r"\s*(\d+|\*|'\w*')\s*")

_STATEMENT = re.compile(
    r"""(
      select\s+(.*\bfrom\b|distinct\b|count\s*\(|exists\s*\(|\*|\d|\w+\s*\(|\?|:\w)
    | select\s+$ | insert\s+(or\s+\w+\s+)?into\b | replace\s+into\b | merge\s+into\b
    | update\s+.*\bset\b | update\s+or\b | delete\s+from\b | truncate\s+table\b | copy\s+\S+\s+(from|to)\b
    | create\s+(or\s+replace\s+|temp\w*\s+|unique\s+|virtual\s+|materialized\s+|unlogged\s+)*
      (table|index|view|trigger|schema|extension|function|sequence|type)\b
    | drop\s+(table|index|view|trigger|schema|extension|function|sequence)\b
    | alter\s+(table|index|database|role)\b
    | attach\s+(database\s+)?(\?|:\w|'|x\b|"|\w+\s+as\b) | detach\s+(database\s+)?\w+\s*$
    | pragma\b | vacuum\b | reindex\b | analyze\s*$ | analyze\s+\w+\s*$ | explain\s+(query|select|analyze)\b
    | begin(\s+(immediate|exclusive|deferred|transaction).*)?\s*$ | commit(\s+transaction)?\s*$
    | rollback(\s+to\b.*|\s+transaction)?\s*$ | savepoint\s+\w+ | release\s+savepoint\b
    | with\s+(recursive\s+)?\S+\s*(\([^)]*\)\s*)?as\s*(materialized\s*)?\( | values\s*\(
    | set\s+(local|session)\b | lock\s+table\b | (un)?listen\s+\w+\s*$ | notify\s+\w+ | grant\s.*\bto\b
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_PART = re.compile(
    r"""\b(json_(object|array|extract|each|group_array|group_object)|jsonb?_\w+|julianday|unixepoch
      |strftime|group_concat|string_agg|array_agg|printf|typeof|date_trunc|date_part|to_char)\s*\(
    | 'unixepoch' | \bsqlite_(schema|master|sequence)\b | \bpg_(catalog|class|stat\w*|advisory\w*)\b
    | \bon\s+conflict\s*(\(|do\b) | \b(where|and|set)\b[^.]*[=<>]\s*(\?|:\w+|%s)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS = re.compile(r"\A(\s|\(|;|--[^\n]*\n|/\*.*?\*/)+", re.DOTALL)


def is_sql(words: str) -> bool:
    """Whether a text is a statement, or a part of one that only one kind of database understands."""
    return bool(_STATEMENT.match(_COMMENTS.sub("", words)) or _PART.search(words))


def _of_one_kind(module: str, rooms: Rooms) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def signs(tree: ast.Module, module: str, rooms: Rooms = ROOMS) -> set[str]:
    """The signs of one kind of database in a module of that dotted name."""
    names = _imported(tree, module)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = {name for name in names.values() if _of_one_kind(name, rooms) or _is_raw(name)}
    for node in ast.walk(tree):
        if id(node) not in docstrings:
            found |= {sign for sign in _signs_of(node, names, rooms) if sign}
    return found


def _imported(tree: ast.Module, module: str) -> dict[str, str]:
    """What a name in the module stands for, by its imports; `*` and plain imports stand for themselves."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                names[name.asname or name.name] = name.name
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for name in node.names:
                names[name.asname or f"{source}.{name.name}"] = f"{source}.{name.name}"
                names.setdefault(name.asname or name.name, f"{source}.{name.name}")
    return names


def _is_raw(name: str) -> bool:
    room, _, last = name.rpartition(".")
    return room.split(".")[0] in ("sqlalchemy", "polars") and last in RAW


def _signs_of(node: ast.AST, names: dict[str, str], rooms: Rooms) -> Iterator[str | None]:
    match node:
        case ast.Attribute(attr=attr):
            yield attr if attr in PAST else None
            yield _of_name(_dotted(node, names), rooms)
            yield "connection.connection" if _ends_twice(node) else None
        case ast.Call(func=func, args=args):
            called = _dotted(func, names)
            if called.endswith("literal_column") and args and not _is_literal(args[0]):
                yield f"literal_column({ast.unparse(args[0])})"
            if called.endswith(".execute") and args and _folded(args[0]) is not None:
                yield f"execute({ast.unparse(args[0])})"
            if called == "getattr" and _is_functions(_dotted(args[0], names)):
                yield ast.unparse(node)
        case ast.Compare(comparators=others) if any(_folded(o) in KINDS for o in others):
            yield ast.unparse(node)
        case ast.keyword(arg=str(arg)) if arg.split("_")[0] in KINDS and "_" in arg:
            yield arg
    words = _folded(node)
    if words is not None and (words in PAST_BY_NAME or _of_one_kind(words, rooms) or is_sql(words)):
        yield words


def _of_name(name: str, rooms: Rooms) -> str | None:
    if _of_one_kind(name, rooms) or _is_raw(name):
        return name
    room, _, last = name.rpartition(".")
    return name if _is_functions(room) and last not in FUNCTIONS else None


def _is_functions(name: str) -> bool:
    return name.startswith("sqlalchemy.") and name.endswith(".func")


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    """`sa.func.count` with what its first name was imported as; of other expressions the end."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return ""


def _ends_twice(node: ast.Attribute) -> bool:
    inner = node.value
    named = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", None)
    return node.attr == named == "connection"


def _is_literal(node: ast.AST) -> bool:
    """A number, a quoted word, or a number made of one that is computed."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        return True
    words = _folded(node)
    return words is not None and bool(_LITERAL.fullmatch(words))


def _folded(node: ast.AST | None) -> str | None:
    """A text as far as it is written out; `x` where something is put in. None for what is no text."""
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.Constant(value=bytes(words)):
            return words.decode("latin-1")
        case ast.JoinedStr(values=values):
            return "".join(_folded(value) or "x" for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _folded(left), _folded(right)
            return None if one is None and other is None else (one or "x") + (other or "x")
        case ast.BinOp(left=left, op=ast.Mod()):
            return _folded(left)
        case ast.Call(func=ast.Attribute(value=template, attr="format")):
            return _folded(template)
        case ast.Call(
            func=ast.Attribute(value=between, attr="join"), args=[ast.List() | ast.Tuple() as parts]
        ):
            joint = _folded(between)
            return None if joint is None else joint.join(_folded(e) or "x" for e in parts.elts)
    return None
