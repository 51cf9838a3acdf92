"""`serve` as an operator runs it: what one process, a folder or the store lacks does not end the site."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from commands.supervisor import RESTART_SECONDS
from tests.hall_data import TESTS, Store

STARTS_WITHIN, BACK_WITHIN = 120, 60
VALUES = "/api/v1/indicators/cases-accepted/values?grain=total"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def workers(pid):
    """The processes of a server that answer: its children, but for multiprocessing's own."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = {int(c): Path(f"/proc/{c}/cmdline").read_bytes() for c in children}
    return {child for child, line in lines.items() if b"resource_tracker" not in line}


def test_the_site_outlives_killed_workers_a_missing_folder_and_a_missing_store(tmp_path, clock):
    (tmp_path / "file").write_text("in the way of the folder")
    store_path = tmp_path / "later.sqlite"
    environment = os.environ | {
        "HALL_VAR": str(tmp_path / "file" / "var"),
        "DATABASE_URL": f"sqlite:///{store_path}",
        "CURSOR_KEY": "",
    }
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "app.py", "serve", "--port", str(port)],
            cwd=TESTS.parent, env=environment, stderr=log,
        )  # fmt: skip
    try:
        until(lambda: status(f"{site}/healthz") == 200, STARTS_WITHIN)
        assert status(f"{site}{VALUES}") == status(f"{site}/readyz") == 503
        until(lambda: len(workers(server.pid)) == 2, BACK_WITHIN)
        # Three times within the 5.5 s after which granian would give up, and both at once.
        for both in (False, False, True):
            before = workers(server.pid)
            for worker in sorted(before)[: 2 if both else 1]:
                os.kill(worker, signal.SIGKILL)
            until(lambda b=before, n=1 + both: len(workers(server.pid) - b) == n, BACK_WITHIN)
            time.sleep(RESTART_SECONDS / 4)
        until(lambda: status(f"{site}/healthz") == 200, STARTS_WITHIN)
        assert not store_path.exists()
        made = Store(tmp_path, "later")
        made.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
        made.close()
        until(lambda: status(f"{site}/readyz") == status(f"{site}{VALUES}") == 200, 10)
        assert server.poll() is None
    finally:
        server.terminate()
        code = server.wait(30)
    assert code == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
