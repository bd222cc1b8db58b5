"""Patience with a mail server that is away: it is asked again after a growing wait.

Without it a worker would try every letter of a run in vain, one by one, and each would then wait
by itself for a server that has long come back.
"""

import random
from datetime import datetime, timedelta

FIRST_S, LONGEST_S = 2.0, 300.0


class Patience:
    """When a server that could not be reached is asked again."""

    def __init__(self) -> None:
        """Begin with none of it needed."""
        self._tries = 0
        self._span: tuple[datetime, datetime] | None = None

    def lose(self, at: datetime) -> None:
        """Note that the server could not be reached."""
        self._tries += 1
        wait_s = min(FIRST_S * 2 ** (self._tries - 1), LONGEST_S) * random.uniform(0.8, 1.2)
        self._span = at, at + timedelta(seconds=wait_s)

    def regain(self) -> None:
        """Note that the server answered."""
        self._tries, self._span = 0, None

    def waits(self, at: datetime) -> bool:
        """Whether it is too early to ask; a clock that was set back ends the wait."""
        return self._span is not None and self._span[0] <= at < self._span[1]
