"""The processes that answer, and who starts them again."""

from __future__ import annotations

import time
from typing import Any

from granian.server.mp import MPServer

# A worker that does not start, or is killed again and again, is tried at this distance.
RESTART_SECONDS = 2.0
_LOOK_SECONDS = 0.2


class Supervisor(MPServer):
    """Granian's server without its rule that two ends of a worker within 5.5 s end them all.

    What keeps one worker from starting need not concern the others, which go on answering meanwhile.
    Granian has a setting neither for that rule nor for the distance; a test fails if an update of it
    no longer runs this loop.
    """

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait(_LOOK_SECONDS)
            self.main_loop_interrupt.clear()
            # Who has ended is looked at below; left here it would be an exit code of ours.
            self.interrupt_children.clear()
            if self.interrupt_signal:
                return
            if self.reload_signal:
                self._reload(spawn_target, target_loader)
            self._respawn_workers(self._due(), spawn_target, target_loader)

    def _due(self) -> list[int]:
        """The workers that have ended and were started long enough ago."""
        now = time.monotonic()
        return [
            worker.idx
            for worker in self.wrks
            if not worker.is_alive() and now - worker.birth >= RESTART_SECONDS
        ]
