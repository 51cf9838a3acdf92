"""A PostgreSQL of the tests' own: a cluster in a scratch folder, on a free port of this machine.

A server refuses to run as root; there it runs as the package's user. Whoever starts it and is killed takes it
with him: the system ends it when its parent ends.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL

from data.rollups.writer import writer
from tests.hall_data import Store
from tools.bench.servers import free_port
from tools.postgres import program

OWNER = "postgres"
ROOT = Path(__file__).parents[1]
# What `deploy/postgresql.sql` makes, and the database that stores of tests are begun from.
WRITER, SITE, TEMPLATE = "open_hall_ingest", "open_hall_web", "empty_hall"
_OPTIONS = {
    "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
    "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200",
    "autovacuum": "off", "lc_messages": "C", "log_min_messages": "warning",
}  # fmt: skip


def _account() -> tuple[str, ...]:
    """What makes a command run as a user that a server lets run it, and end with this process."""
    setpriv = ("setpriv", "--pdeathsig", "QUIT")
    if os.geteuid():
        return setpriv
    return (*setpriv, f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups")


def _program(name: str) -> str:
    path = program(name)
    assert path, f"{name} is not installed (apt install postgresql)"
    return path


class OwnPostgres:
    """A cluster, running from the start until `close`; `stop` and `start` in between."""

    def __init__(self) -> None:
        """Needs the package's programs (`tools.postgres.program`)."""
        scratch = Path(tempfile.gettempdir())
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=scratch))
        self.password = secrets.token_hex(8)
        self.port = free_port()
        self._made = 0
        self._process: Any = None
        self._make(scratch)
        self.start()

    def prepare(self) -> None:
        """Make roles and database as documented, and a store without records."""
        self.run_file(ROOT / "deploy" / "postgresql.sql", database=TEMPLATE)
        for role in (WRITER, SITE):
            self.admin(f"alter role {role} password '{self.password}'")
        writer(self.url(TEMPLATE, WRITER)).dispose()

    def _make(self, scratch: Path) -> None:
        word = self.folder / "password"
        word.write_text(self.password)
        if not os.geteuid():
            owner = pwd.getpwnam(OWNER)
            for path in (self.folder, word):
                os.chown(path, owner.pw_uid, owner.pw_gid)
            # The run's folder is its own; its user may pass through.
            scratch.chmod(scratch.stat().st_mode | 0o011)
        command = [
            *_account(), _program("initdb"), "--no-sync", "--no-instructions", "--encoding=UTF8",
            "--locale=C", f"--username={OWNER}", "--auth=scram-sha-256", f"--pwfile={word}",
            f"--pgdata={self.folder / 'data'}",
        ]  # fmt: skip
        made = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")

    def start(self) -> None:
        """Until it answers. Raises `RuntimeError` with what it printed if it does not."""
        settings = [f"--{name}={value}" for name, value in _OPTIONS.items()]
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [*_account(), _program("postgres"), "-D", str(self.folder / "data"),
             f"--port={self.port}", *settings],
            stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
        log.close()
        until = time.monotonic() + 60
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.admin("select 1")
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        """As its administrator would who does not wait for those who are connected."""
        self._process.send_signal(2)  # SIGINT: "fast"
        self._process.wait(30)

    def close(self) -> None:
        """End the server, whatever state it is in, and remove its files."""
        self._process.send_signal(3)  # SIGQUIT: at once
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = OWNER, password: str | None = None) -> str:
        return URL.create(
            "postgresql+psycopg", user, password or self.password, "127.0.0.1", self.port, database
        ).render_as_string(hide_password=False)

    def admin(self, *statements: str, database: str = OWNER) -> list[tuple[Any, ...]]:
        """Run statements as the administrator; the rows of the last one, if it has any."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=OWNER, password=self.password,
            dbname=database, autocommit=True,
        ) as connection:  # fmt: skip
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def database(self, template: str, owner: str) -> str:
        """The URL of a new database of `owner`'s; like `template`, to which nobody may be connected."""
        self._made += 1
        name = f"hall_{self._made}"
        self.admin(f"create database {name} template {template} owner {owner}")
        return self.url(name, owner)

    def run_file(self, file: Path, **variables: str) -> None:
        """Run a file of statements as the administrator, by the client that documents name."""
        command = ["psql", "-v", "ON_ERROR_STOP=1", *(f"-v{k}={v}" for k, v in variables.items())]
        address = self.plain(self.url(OWNER))
        subprocess.run([*command, "-d", address, "-f", str(file)], check=True, capture_output=True)

    @staticmethod
    def plain(url: str) -> str:
        """The address as the server's own tools take it."""
        return url.replace("postgresql+psycopg:", "postgresql:")


class PostgresStore(Store):
    """A store in a database of such a server; `folder` is for the files that it takes in."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.name, self.files, self._url = folder, "hall", 0, url
        self.engine = writer(url)

    @property
    def url(self) -> str:
        return self._url

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            result = connection.exec_driver_sql(statement.replace("?", "%s"), values)
            return [tuple(row) for row in result] if result.returns_rows else []


def new_store(server: OwnPostgres, folder: Path) -> PostgresStore:
    """An empty store in a database of that server."""
    return PostgresStore(folder, server.database(TEMPLATE, WRITER))
