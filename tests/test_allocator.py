"""SQLite counts no memory in a process that begins with us."""

import subprocess
import sys

import pytest

ASKING = """
import ctypes, importlib.util
{first}
import sqlite3
found = importlib.util.find_spec("_sqlite3")
library = ctypes.CDLL(found.origin if found.has_location else None)
library.sqlite3_memory_used.restype = ctypes.c_int64
connection = sqlite3.connect(":memory:")
connection.execute("create table t (a)")
print(library.sqlite3_memory_used())
"""


def counted(first: str) -> int:
    """Bytes that SQLite says are in use, by the statistics if it keeps them."""
    command = [sys.executable, "-c", ASKING.format(first=first)]
    said = subprocess.run(command, capture_output=True, text=True)
    if "undefined symbol" in said.stderr:
        pytest.skip("this Python hides its SQLite, which then cannot be asked for anything")
    return int(said.stdout)


@pytest.mark.parametrize("room", ["app", "commands", "data.store.sqlite.engines"])
def test_no_statistics_are_kept(room):
    assert counted("pass") > 0
    assert counted(f"import {room}") == 0
