"""One door for databases: what only one kind understands stays behind it."""

import ast
from pathlib import Path

import pytest

from data.rollups.writer import writer
from data.store.engines import reader
from tests.raw_sql import ROOMS, signs

ROOT = Path(__file__).parents[1]
HOUSE = ("app.py", "data", "api", "dashboard", "demo", "scale", "commands")
STORE = ROOT / "data/store"
BACKENDS = tuple(path.parent for path in STORE.glob("*/__init__.py"))
DRIVERS = (*ROOMS, *(f"data.store.{folder.name}" for folder in BACKENDS))
# What is meant to be there, and nothing else in these files.
MEANT = {
    # The door itself.
    "data/store/backend.py": {
        "data.store.postgres.backend.POSTGRES",
        "data.store.sqlite.backend.SQLITE",
    },
    # Before anything else, or it has no effect.
    "data/__init__.py": {"data.store.sqlite.allocator.forget_statistics"},
    # An option of a table that other databases pass over.
    "data/rollups/plan.py": {"sqlite_with_rowid"},
    "data/rollups/day_blocks.py": {"sqlite_with_rowid"},
    # The sum of a column, which every database spells so: as an expression it takes long to compile.
    "data/rollups/sum_statements.py": {
        "literal_column(f'sum({column.table.name}.\"{column.name}\")')"
    },
    # The text of a recount, which is hashed and which no database is asked.
    "data/rollups/renewal/upgrade.py": {"SELECT ", "SELECT x \nFROM x \nWHERE x GROUP BY x"},
    # SQL-92 has it not; SQLite, PostgreSQL and MySQL have it alike.
    "data/answers/records/of_dataset.py": {"sqlalchemy.func.replace"},
    # A source's own database, asked by the query that an operator wrote for it.
    "data/intake/read/database_reader.py": {
        "sqlalchemy.create_engine",
        "sqlalchemy.text",
        "sqlalchemy.TextClause",
        "engine.dialect.name != 'sqlite'",
        "SELECT * FROM (",
        "SELECT * FROM (x\n) AS source",
        "SELECT * FROM (x\n) AS source WHERE 1 = 0",
        "SELECT count(*) FROM (",
        "SELECT count(*) FROM (x\n) AS source WHERE x < :watermark",
        "x WHERE x >= :watermark OR x IS NULL ORDER BY x",
    },
}


def outside() -> dict[str, set[str]]:
    """Module → signs, of all outside the backends' folders."""
    found = {}
    for file in (
        f for room in HOUSE for f in ([ROOT / room] if "." in room else (ROOT / room).rglob("*.py"))
    ):
        if not any(file.is_relative_to(folder) for folder in BACKENDS):
            path = file.relative_to(ROOT)
            module = ".".join(path.with_suffix("").parts)
            if seen := signs(ast.parse(file.read_text("utf-8")), module, DRIVERS):
                found[path.as_posix()] = seen
    return found


def test_what_one_kind_of_database_understands_stays_behind_its_door():
    assert outside() == MEANT


@pytest.mark.parametrize(
    "line",
    [
        # The driver, by any name.
        "import sqlite3",
        "import sqlite3 as db",
        "from sqlite3 import connect",
        'importlib.import_module("sqlite3")',
        '__import__("sqlite3")',
        "import psycopg",
        "from sqlalchemy.dialects import sqlite",
        "from sqlalchemy.dialects.sqlite import insert",
        "from sqlalchemy import dialects",
        "import sqlalchemy as sa\nsa.dialects.sqlite.dialect()",
        "raw = connection.connection.driver_connection",
        'connection.connection.execute("x")',
        "engine.raw_connection()",
        # Behind the door, not by the door.
        "from data.store.sqlite.fetch import fetch",
        "from data.store import sqlite",
        "from .sqlite.fetch import fetch",
        "from . import sqlite as kind",
        "import data.store\ndata.store.sqlite.engines.writer(url)",
        # Past SQLAlchemy.
        'connection.exec_driver_sql("x")',
        "run = connection.exec_driver_sql",
        'getattr(connection, "exec_driver_sql")(words)',
        'getattr(connection, "exec_" + "driver_sql")(words)',
        "cursor.executemany(words, rows)",
        'connection.execute("x")',
        # Text in SQLAlchemy.
        "from sqlalchemy import select, text",
        "from sqlalchemy import text as words",
        "from sqlalchemy.sql import text",
        "from sqlalchemy.sql.expression import TextClause",
        "from sqlalchemy import *",
        "import sqlalchemy\nsqlalchemy.text(words)",
        "import sqlalchemy as db\ndb.text(words)",
        "import sqlalchemy.sql.expression as e\ne.text(words)",
        "from sqlalchemy import DDL",
        "from sqlalchemy import literal_column as c\nc(f'date({day} * 86400)')",
        "from sqlalchemy import literal_column\nliteral_column(words)",
        "from sqlalchemy import func\nfunc.json_group_object(a, b)",
        "from sqlalchemy import func as f\nf.julianday(a)",
        "import sqlalchemy as sa\nsa.func.strftime('%Y', a)",
        'from sqlalchemy import func\ngetattr(func, "julianday")(a)',
        'column.op("glob")(pattern)',
        'insert(table).prefix_with("or replace")',
        "import sqlalchemy as sa\nsa.create_engine(url)",
        'if engine.dialect.name == "sqlite": pass',
        "Table(name, metadata, sqlite_autoincrement=True)",
        # Statements.
        'SQL = "select day from days"',
        'SQL = "SELECT 1"',
        'SQL = "Select day From days"',
        'SQL = "select exists(select 1)"',
        'SQL = """\n  -- the days\n  select *\n  from days"""',
        'SQL = "(select day from days)"',
        'SQL = b"select day from days"',
        'SQL = f"select {columns} from {table}"',
        'SQL = f"insert into {table} values (?)"',
        'SQL = "insert or replace into x values (?)"',
        'SQL = "select " + columns + " from " + table',
        'SQL = "select %s from %s" % (columns, table)',
        'SQL = "select {} from {}".format(columns, table)',
        'SQL = " ".join(["select", columns, "from", table])',
        'SQL = f"update {table} set n = 1"',
        'SQL = f"delete from {table}"',
        'SQL = f"create temp table {name} (n)"',
        'SQL = "create unique index i on t (n)"',
        'SQL = "drop table t"',
        'SQL = f"alter table {table} add column n"',
        'SQL = "with t as (select 1) select * from t"',
        'SQL = "values (1), (2)"',
        'SQL = "pragma data_version"',
        'SQL = "PRAGMA foreign_keys"',
        'SQL = "Pragma optimize"',
        'SQL = f"pragma cache_size={pages}"',
        'SQL = "vacuum"',
        'SQL = "VACUUM"',
        "SQL = f\"Vacuum into '{path}'\"",
        'SQL = "attach ? as x"',
        "SQL = f\"ATTACH DATABASE '{path}' AS x\"",
        'SQL = f"detach {name}"',
        'SQL = "analyze"',
        'SQL = "reindex"',
        'SQL = "explain query plan select 1"',
        'SQL = "begin immediate"',
        'SQL = "commit"',
        'SQL = "rollback"',
        'SQL = "savepoint a"',
        # Parts of statements.
        "SQL = f\"date({day} * 86400, 'unixepoch')\"",
        'SQL = f"{head} where day = ?"',
        'SQL = f"{insert} on conflict (day) do nothing"',
        'SQL = "name from sqlite_schema"',
    ],
)  # fmt: skip
def test_the_signs_are_seen(line):
    assert signs(ast.parse(line), "data.store.module", DRIVERS)


@pytest.mark.parametrize(
    "line",
    [
        '"""select day from days: what a docstring says."""',
        "from sqlalchemy import func, select\nselect(func.count())",
        "from sqlalchemy import literal_column\nliteral_column('0')",
        'path = "sqlite:///var/hall.sqlite"',
        'word = "Select"',
        'told = "committed"',
        'told = f"{n} rows of {table} updated; set the clock"',
        'told = "no such file: give one with --database"',
        "connection.execute(statement, values)",
        "self.connection.execute(statement)",
    ],
)
def test_other_words_are_left_alone(line):
    assert signs(ast.parse(line), "data.store.module", DRIVERS) == set()


@pytest.mark.parametrize(
    "url", ["mysql://user:secret@localhost/hall", "oracle://x/y", "hall.sqlite", "sqlite://"]
)
def test_a_database_that_is_not_supported_is_named_without_its_password(url):
    for opened in (reader, writer):
        with pytest.raises(ValueError, match="is not supported: give an SQLite file") as refusal:
            opened(url)
        assert "secret" not in str(refusal.value)
