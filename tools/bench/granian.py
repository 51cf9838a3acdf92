"""`python -m tools.bench.granian MODULE PORT WORKERS`: a `server` run as `serve` runs ours."""

from __future__ import annotations

import sys

from granian.constants import Interfaces
from granian.server import Server


def main(module: str, port: str, workers: str) -> None:
    Server(
        f"{module}:server",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=16,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
