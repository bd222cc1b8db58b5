"""Whether the wall clock has gone as time goes: what cannot be taken back waits while it has not.

A clock that jumps a year ahead must not erase a fair. After a jump, either way, a day of steady
time has to pass: long enough for somebody to see it and set it right.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk import clock

JUMP = timedelta(minutes=5)
WAIT_S = 24 * 3600.0


def uptime_s() -> float:
    """Return seconds that nobody can set, sleep included where the system counts it."""
    ticks = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(ticks)


class SteadyClock:
    """Compares the wall clock with uptime each time it is asked."""

    def __init__(self, ticks: Callable[[], float] = uptime_s) -> None:
        """Trust the clock until it jumps; `ticks` gives seconds of uptime."""
        self._ticks = ticks
        self._last: tuple[datetime, float] | None = None
        self._jumped_at: float | None = None

    def is_steady(self) -> bool:
        """Whether the wall clock has not jumped for a day."""
        wall, ticks = clock.now(), self._ticks()
        if self._last is not None:
            passed = timedelta(seconds=ticks - self._last[1])
            if abs(wall - self._last[0] - passed) > JUMP:
                self._jumped_at = ticks
        self._last = wall, ticks
        return self._jumped_at is None or ticks - self._jumped_at >= WAIT_S
