"""A simulated hall: it writes source files like a real system's exports, and nothing else.

Everything it says enters through intake under the `hall` profile. The whole life of a case, a
rating or a request is drawn on the day it begins, from (seed, day) alone; an export at some instant
shows as much of that life as had happened by then. So history and the live hall are one story told
at two speeds.
"""

from demo.files import history, write_history
from demo.hall import SimulatedHall
from demo.live import Step, go_on, live_steps

__all__ = ["SimulatedHall", "Step", "go_on", "history", "live_steps", "write_history"]
