"""Ask the served API thousands of things, allowed and not, by its own description (schemathesis).

`make fuzz`: no answer may be a server error, each must match its schema, and every error must be a
problem. The seed is fixed, so a red run is red again; `--seed` and `--cases` look elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from data.catalog import DATASETS
from tests.contracts import kind_of
from tests.hall_data import NOW, Store, fill, sample

ROOT = Path(__file__).resolve().parent.parent
CASES_AT_LEAST = 2_000
# What is allowed one by one can be refused together (`from` after `to`), so that a refusal of
# well-formed parameters is no fault.
EXCLUDED = "positive_data_acceptance"
# How what is not allowed may be refused: an address that is too long is refused before it is read.
CONFIGURATION = """
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 414, 422, 429, "5xx"]
"""
# Answers that are had without the suffix as well, from the same function.
TWINS = r"(?<!/openapi)(?<!/datapackage)\.json$"
_START_SECONDS = 60


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--cases", type=int, default=20, help="random cases per operation")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        store = Store(folder)
        fill(store, sample())
        store.close()
        with served(store) as address:
            code = ask(address, folder, chosen.seed, chosen.cases)
        return code or enough(folder / "report.json")


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The site on a store, in a process of its own, without limits per address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"HALL_NOW": NOW, "HALL_VAR": str(store.folder), "RATE_LIMIT": "off"}
    command = [sys.executable, "app.py", "serve", "--workers", "1", "--port", str(port)]
    written = store.folder / "server.log"
    with written.open("w") as log:
        environment = os.environ | settings | {"DATABASE_URL": store.url}
        site = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", site)
            yield f"http://127.0.0.1:{port}"
        except BaseException:
            print(written.read_text(), file=sys.stderr)
            raise
        finally:
            site.terminate()
            site.wait(20)


def _wait(address: str, site: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and site.poll() is None:
        try:
            urlopen(address, timeout=5).close()
            return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError("the site did not start")


def ask(address: str, folder: Path, seed: int, cases: int) -> int:
    """Run schemathesis; its exit code."""
    (folder / "schemathesis.toml").write_text(CONFIGURATION, "utf-8")
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{address}/api/v1/openapi.json",
        *("--phases", "examples,coverage,fuzzing"),
        *("--exclude-checks", EXCLUDED),
        *("--exclude-path-regex", f"{TWINS}|{alike()}"),
        *("--max-examples", str(cases)),
        *("--seed", str(seed)),
        *("--generation-database", "none"),
        *("--request-timeout", "30"),
        *("--report", "json", "--report-json-path", "report.json"),
        "--continue-on-failure",
        "--no-color",
    ]
    settings = {"SCHEMATHESIS_HOOKS": "tools.fuzz_checks", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=os.environ | settings, check=False).returncode


def alike() -> str:
    """A pattern of the addresses of datasets that are declared as one before them was, see `kind_of`: three
    quarters of all addresses, which every contract test goes over anyway."""
    first: dict[object, str] = {}
    for id in DATASETS:
        first.setdefault(kind_of({"dataset": id}), id)
    return rf"/datasets/(?:{'|'.join(sorted(DATASETS.keys() - set(first.values())))})/"


def enough(report: Path) -> int:
    """A run that asked little proves little."""
    outcome = json.loads(report.read_text("utf-8"))
    generated = outcome["test_cases"]["generated"]
    if generated < CASES_AT_LEAST or not outcome["complete"]:
        print(
            f"only {generated} cases were asked; at least {CASES_AT_LEAST} are wanted",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
