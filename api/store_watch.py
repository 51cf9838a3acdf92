"""What this process knows about the store without asking.

One thread looks every quarter of a second: whether the same store still lies there, at a counter that
the database keeps in memory (see `data.store.engines.changes`), and at the few settings only when it
has moved. Another reads every other second, through a new connection, what is really there; that takes
seconds where the machine is busy or the database far, and no look waits for it. Whatever goes wrong, both
go on, and what cannot be read is said to be unreachable until it can be read again.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace

from sqlalchemy import Connection

from api.store_state import State, Unreadable, read
from data.store.engines import changes, is_of_one_state, placed, probe, reader

POLL_SECONDS = 0.25
PROBE_SECONDS = 2.0
# Of the time a probe may take a twentieth: one that takes a second is made every twenty.
_PROBE_PAUSES = 20
# A look that is older is no look: whoever asks looks by himself, and the process is not ready.
LOOK_HOLDS_SECONDS = 5.0

log = logging.getLogger(__name__)


class StoreWatch:
    """Keeps a `State` fresh in the background, and the engine that it is read with."""

    def __init__(self, url: str) -> None:
        """Raises ValueError for a URL that is not supported; a missing store is waited for."""
        self._url = url
        self.engine = reader(url)
        self.state = State(reachable=False)
        self.damage: str | None = None
        self._placed: object = None
        self._connection: Connection | None = None
        self._counter: object = None
        self._looked_at = float("-inf")
        self._is_probed = False
        self._said = ""
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self.refresh()
        self._thread = threading.Thread(target=self._go_on_looking, name="store-watch", daemon=True)
        self._prober = threading.Thread(target=self._go_on_probing, name="store-probe", daemon=True)
        self._thread.start()
        self._prober.start()

    # --- for those who ask ----------------------------------------------------------------------

    def current(self) -> State:
        """The state as of at most `LOOK_HOLDS_SECONDS` ago."""
        return self.refresh() if self._look_is_old() else self.state

    def refresh(self) -> State:
        """Look now. A store that cannot be read keeps its last state, marked unreachable."""
        if not self._lock.acquire(timeout=LOOK_HOLDS_SECONDS):
            self._say("a look at it does not end")
            return replace(self.state, reachable=False)
        try:
            self._look()
            self._said = ""
        except Exception as error:  # whatever it is: the next look may succeed
            self._lose(error)
        finally:
            self._looked_at = time.monotonic()
            self._lock.release()
        return self.state

    def probe(self) -> None:
        """Read what is really there; no look waits meanwhile."""
        if not self.state.reachable:
            return  # a look probes before it says otherwise
        try:
            probe(self._url)
        except Exception as error:
            with self._lock:
                self._lose(error)

    def damaged(self, error: Exception) -> None:
        """Somebody read a page that is not as it was written: not ready until the store is another."""
        if self.damage is None:
            log.error("the store is damaged: %s", error)
        self.damage = str(error)

    @property
    def unready(self) -> str | None:
        """Why numbers asked for now would not be true, or None."""
        if not (self._thread.is_alive() and self._prober.is_alive()) or self._look_is_old():
            return "the store has not been looked at for a while"
        if not self.refresh().reachable:
            return "the store cannot be read"
        return "the store is damaged" if self.damage else None

    def _look_is_old(self) -> bool:
        return time.monotonic() - self._looked_at > LOOK_HOLDS_SECONDS

    def close(self) -> None:
        self._stopped.set()
        self._thread.join(2)
        self._prober.join(2)
        self._drop()
        self.engine.dispose()

    # --- looking --------------------------------------------------------------------------------

    def _go_on_looking(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            try:
                self.refresh()
            except Exception:  # numbers that nobody renews are worse than an error a look
                log.exception("looking at the store failed")

    def _go_on_probing(self) -> None:
        pause = PROBE_SECONDS
        while not self._stopped.wait(pause):
            began = time.monotonic()
            self.probe()
            pause = max(PROBE_SECONDS, _PROBE_PAUSES * (time.monotonic() - began))

    def _look(self) -> None:
        here = placed(self.engine)
        if here is None:
            raise Unreadable(
                "there is no store: `app.py init`, `ingest`, `watch` or `demo` makes one"
            )
        if here != self._placed:
            self._reopen()
            self._placed = here
        if self._connection is not None and not is_of_one_state(self._connection):
            self._drop()
        if self._connection is None:
            self._connection, self._counter = self.engine.connect(), None
        if not self._is_probed:
            probe(self._url)
            self._is_probed = True
        counter = changes(self._connection)
        if counter != self._counter or not self.state.reachable:
            seen = read(self._connection)
            if self.state.mark.past not in ("", seen.mark.past):
                log.warning("the store is another one, or has been restored")
                self._reopen()
            self.state, self._counter = seen, counter
        if self._connection is not None:
            self._connection.rollback()

    def _reopen(self) -> None:
        """Another store: no connection, and nothing kept by engine, is of the one before."""
        self._drop()
        old, self.engine = self.engine, reader(self._url)
        old.dispose()
        self.damage = None
        self._is_probed = False

    def _lose(self, error: Exception) -> None:
        reason = str(getattr(error, "orig", None) or error)
        self._say(reason)
        self._drop()
        self._is_probed = False
        self.state = replace(self.state, reachable=False)

    def _say(self, reason: str) -> None:
        """Once, and not at every look."""
        if reason != self._said:
            self._said = reason
            log.error("the store cannot be read: %s", reason)

    def _drop(self) -> None:
        connection, self._connection, self._counter = self._connection, None, None
        if connection is not None:
            connection.invalidate()
            connection.close()
