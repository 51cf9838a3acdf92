"""The servers that are compared, each in processes of its own on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "deploy" / "nginx.conf"
WORKERS = 2
_PATIENCE_SECONDS = 180.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, path: str, **environment: str) -> Iterator[int]:
    """A server process, once `path` answers with 200; ended afterwards. Gives its pid."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("HALL_NOW", "HALL_SPEED")}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=inherited | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(process, port, path)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not answer {path} within {_PATIENCE_SECONDS:.0f} s")


@contextmanager
def site(
    store: Path, folder: Path, workers: int = WORKERS, **more: str
) -> Iterator[tuple[int, int]]:
    """The site as `serve` starts it, with more settings: port and pid."""
    port = free_port()
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--workers", str(workers)]
    settings = {
        "DATABASE_URL": f"sqlite:///{store}", "HALL_VAR": str(folder), "RATE_LIMIT": "off",
    } | more  # fmt: skip
    with running(command, port, "/healthz", **settings) as pid:
        yield port, pid


@contextmanager
def module(name: str, path: str, workers: int = WORKERS, **environment: str) -> Iterator[int]:
    """A module's `server` under the same WSGI server: its port."""
    port = free_port()
    command = [sys.executable, "-m", "tools.bench.granian", name, str(port), str(workers)]
    with running(command, port, path, **environment):
        yield port


@contextmanager
def datasette(store: Path) -> Iterator[int]:
    """Datasette on the same file: its port. The store is named `hall` in its addresses."""
    port = free_port()
    settings = {"sql_time_limit_ms": 20_000, "max_returned_rows": 20_000, "default_cache_ttl": 5}
    command = [sys.executable, "-m", "datasette", "serve", str(store), "--port", str(port)]
    for name, value in settings.items():
        command += ["--setting", name, str(value)]
    with running(command, port, "/-/versions.json"):
        yield port


def nginx_here() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def nginx(folder: Path, servers: str, port: int, path: str) -> Iterator[None]:
    """nginx with `servers` inside its http block."""
    program = nginx_here()
    if program is None:
        raise RuntimeError("nginx is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} worker_processes {WORKERS}; daemon off;"
        f" pid {folder}/pid; error_log {folder}/error;"
        "events { worker_connections 2048; } http { include /etc/nginx/mime.types; access_log off;"
        " sendfile on; tcp_nopush on; keepalive_requests 10000000; open_file_cache max=100;"
        f" client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n{servers}\n}}"
    )
    with running([program, "-e", f"{folder}/error", "-c", str(config)], port, path):
        yield


@contextmanager
def static(folder: Path, files: Path, path: str) -> Iterator[int]:
    """nginx with files as they are, and ready-made .gz beside them: its port."""
    port = free_port()
    servers = f"server {{ listen 127.0.0.1:{port}; root {files}; gzip_static on; etag on; }}"
    with nginx(folder, servers, port, path):
        yield port


@contextmanager
def behind_recipe(folder: Path, upstream: int, path: str) -> Iterator[int]:
    """Our own recipe before a server; `path` goes where the recipe sends the live numbers."""
    port = free_port()
    text = RECIPE.read_text()
    live = "location ~ ^(/.+)?/api/v1/live$"
    for old, new in (
        ("127.0.0.1:8050", f"127.0.0.1:{upstream}"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("listen [::]:80;", ""),
        ("/var/cache/nginx/open-hall", f"{folder}/cache"),
        (live, live if path.startswith("/api/") else f"location {path.partition('?')[0]}"),
    ):
        if old not in text:
            raise RuntimeError(f"deploy/nginx.conf has no {old!r} any more")
        text = text.replace(old, new)
    with nginx(folder, text, port, path):
        yield port
