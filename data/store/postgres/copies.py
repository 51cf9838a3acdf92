"""Copies of a store by the server's own tools: `pg_dump` reads one state, whatever is written meanwhile."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from data.settings import scratch
from data.store.identity import TIMELINE

_VERSION = re.compile(r"^data_version\t(\d+)$", re.MULTILINE)


def back_up(engine: Engine, target: Path) -> None:
    """Dump the store into `target`, which appears when it is whole. Raises `FileExistsError`."""
    if target.exists():
        raise FileExistsError(target)
    address, environment = _address(engine)
    with scratch("backup", target.parent) as folder:
        part = folder / target.name
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"]
        _run(["pg_dump", *options, f"--dbname={address}"], "backup", env=environment)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)


def version(file: Path) -> int:
    """The data version of a dump, all of which is read. Raises `ValueError` for one that is none of ours."""
    try:
        _run(["pg_restore", "--file=/dev/null", str(file)], "backup")
        settings = ["--data-only", "--table=settings", "--file=-"]
        text = _run(["pg_restore", *settings, str(file)], "backup")
    except DatabaseError:
        raise ValueError(f"{file} is damaged, or no copy of a PostgreSQL store") from None
    if "COPY public.settings" not in text:
        raise ValueError(f"{file} is of a database, but of no store of ours")
    stored = _VERSION.search(text)
    return int(stored[1]) if stored else 0


def put_back(engine: Engine, file: Path) -> None:
    """Make the store what a dump is, with another timeline, in one transaction. No intake may be at work.

    Who reads is waited for, and waits.
    """
    address, environment = _address(engine)
    reading = subprocess.Popen(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-", str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={address}"]
    writing = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment,
    )  # fmt: skip
    assert reading.stdout
    assert writing.stdin
    try:
        writing.stdin.write(b"begin;\n")
        shutil.copyfileobj(reading.stdout, writing.stdin)
        if reading.wait() == 0:  # half a dump is rolled back
            writing.stdin.write(_another_timeline().encode())
    except BrokenPipeError:
        reading.kill()
    _, errors = writing.communicate()
    if reading.wait() or writing.returncode:
        reason = errors.decode() or f"pg_restore could not read {file}"
        raise DatabaseError("restore", (), Exception(reason))


def _another_timeline() -> str:
    value = secrets.token_hex(16)
    return (
        f"delete from public.settings where name = '{TIMELINE}';\n"
        f"insert into public.settings (name, value) values ('{TIMELINE}', '{value}');\ncommit;\n"
    )


def _address(engine: Engine) -> tuple[str, dict[str, str]]:
    """The server as its tools take it, with all hosts; the password goes where nobody lists it."""
    options = engine.dialect.create_connect_args(engine.url)[1]
    options.pop("context", None)
    password = options.pop("password", "")
    return make_conninfo(**options), {**os.environ, "PGPASSWORD": password}


def _run(command: list[str], what: str, **options: Any) -> str:
    """What a tool prints. Raises `DatabaseError` with what it complained of."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise DatabaseError(what, (), Exception(done.stderr.strip()))
    return done.stdout
