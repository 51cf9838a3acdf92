"""T1 to T3: answers that are known already."""

from __future__ import annotations

import gzip
import http.client
from contextlib import ExitStack
from pathlib import Path

from tools.bench import servers
from tools.bench.load import Target, check, in_turn
from tools.bench.questions import BY_DEPARTMENT, DEFINITION, GRID, OVERVIEW, overview_sql
from tools.bench.table import Report, ratio

SECONDS, ROUNDS = 2.0, 3
LIVE = "/live/today"
GZIP = (("Accept-Encoding", "gzip"),)


def measure(report: Report, store: Path, folder: Path) -> None:
    """Our site against nginx with ready files, Flask with Flask-Caching, and Datasette."""
    with ExitStack() as up:
        port, _ = up.enter_context(servers.site(store, folder))
        files = folder / "files"
        files.mkdir(exist_ok=True)
        overview = check(Target(port, OVERVIEW))
        year = check(Target(port, BY_DEPARTMENT))
        (files / "overview.json").write_bytes(overview)
        (files / "live.json").write_bytes(check(Target(port, LIVE)))
        (files / "year.json").write_bytes(year)
        (files / "year.json.gz").write_bytes(gzip.compress(year, 9, mtime=0))
        body = str(files / "overview.json")
        flask = up.enter_context(
            servers.module("tools.bench.peer_flask", "/body.json", BENCH_BODY=body)
        )
        static = None
        if servers.nginx_here():
            static = up.enter_context(servers.static(folder / "static", files, "/overview.json"))
        _overview(report, port, flask, static)
        _unchanged(report, port, flask, static)
        _year(report, port, static, year)
        _against_datasette(report, store, folder, port)


def _overview(report: Report, port: int, flask: int, static: int | None) -> None:
    targets = [
        Target(port, OVERVIEW), Target(port, LIVE), Target(flask, "/body.json"),
        *([Target(static, "/overview.json"), Target(static, "/live.json")] if static else []),
    ]  # fmt: skip
    ours, live, plain, *rest = in_turn(targets, ROUNDS, SECONDS)
    nginx, nginx_live = rest or (None, None)
    report.add("T1", "hot overview, 64 connections", ours, "answers/s")
    report.add("T1", "  against nginx static", ratio(ours, nginx), "×", "≥0.45")
    report.add("T1", "  against Flask-Caching under granian", ratio(ours, plain), "×", "≥5")
    report.add("T1", "hot live view, against nginx static", ratio(live, nginx_live), "×", "≥0.45")


def _revalidation(port: int, path: str) -> Target:
    """The same question by somebody who has the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return Target(port, path, (("If-None-Match", str(answer.getheader("ETag"))),), 304)


def _unchanged(report: Report, port: int, flask: int, static: int | None) -> None:
    # Not the live numbers, which are others every minute.
    targets = [_revalidation(port, DEFINITION), _revalidation(flask, "/body.json")]
    if static:
        targets.append(_revalidation(static, "/overview.json"))
    ours, plain, *rest = in_turn(targets, ROUNDS, SECONDS)
    nginx = rest[0] if rest else None
    report.add("T2", "304, against nginx", ratio(ours, nginx), "×", "≥0.45")
    report.add("T2", "  against Flask", ratio(ours, plain), "×", "≥6")


def _year(report: Report, port: int, static: int | None, year: bytes) -> None:
    if static:
        targets = [Target(port, BY_DEPARTMENT, GZIP), Target(static, "/year.json", GZIP)]
        ours, nginx = in_turn(targets, ROUNDS, SECONDS)
        what = "a year by day and department, gzip, against nginx ready-made"
        report.add("T3", what, ratio(ours, nginx), "×", "≥0.6", f"{len(year):,} bytes")
    packed = len(check(Target(port, GRID, GZIP)))
    small = len(check(Target(port, GRID, (("Accept-Encoding", "br"),))))
    report.add("T3", "  the same as shape=grid, gzip", packed / 1_000, "kB", "≤100")
    report.add("T3", "  the same as shape=grid, br", small / 1_000, "kB", "≤75")


def _against_datasette(report: Report, store: Path, folder: Path, port: int) -> None:
    with servers.datasette(store) as other:
        path = overview_sql(store)
        ours, theirs = in_turn([Target(port, OVERVIEW), Target(other, path)], ROUNDS, SECONDS)
        report.add("T1", "hot overview, against Datasette", ratio(ours, theirs), "×", "≥400")
        if not servers.nginx_here():
            return
        with (
            servers.behind_recipe(folder / "before-ours", port, OVERVIEW) as near,
            servers.behind_recipe(folder / "before-theirs", other, path) as far,
        ):
            ours, theirs = in_turn([Target(near, OVERVIEW), Target(far, path)], ROUNDS, SECONDS)
        what = "  both behind our nginx recipe"
        report.add("T1", what, ratio(ours, theirs), "×", "≥0.95")
