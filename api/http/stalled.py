"""Connections whose client takes nothing are ended, so that none holds a thread for ever.

The server has no deadline for writing. The kernel has one (`TCP_USER_TIMEOUT`, RFC 5482): data that
is not taken for so long ends the connection, and with it the writing of the answer.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# As long as a mobile connection may be gone, in a tunnel or a lift.
SECONDS = 30
_LOOK_SECONDS, _LOOKS = 0.1, 600


def end_after(seconds: int = SECONDS) -> None:
    """Give the sockets that this process is going to listen on the deadline; connections inherit it.

    Each worker makes its own socket, some time after the application. A system without the option
    (it is Linux's) goes without the deadline.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        threading.Thread(target=_wait_and_set, args=(seconds,), daemon=True).start()


def _wait_and_set(seconds: int) -> None:
    for _ in range(_LOOKS):
        if set_on_listening(seconds):
            return
        time.sleep(_LOOK_SECONDS)


def set_on_listening(seconds: int) -> int:
    """Set the deadline on every listening TCP socket of this process; how many there are."""
    sockets_set = 0
    for one in _sockets():
        with one, suppress(OSError):
            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, seconds * 1_000)
                sockets_set += 1
    return sockets_set


def _sockets() -> Iterator[socket.socket]:
    """The process's TCP sockets, each as a descriptor of its own."""
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if os.readlink(link).startswith("socket:"):
                one = socket.socket(fileno=os.dup(int(link.name)))
                if one.family in (socket.AF_INET, socket.AF_INET6):
                    yield one
                else:
                    one.close()
