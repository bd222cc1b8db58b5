"""A clock that jumps erases nobody: what cannot be taken back waits for a day of steady time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from kiosk.workers.steady import SteadyClock, uptime_s

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = 3600.0


class Hall:
    """A server whose uptime goes on while somebody sets its wall clock."""

    def __init__(self) -> None:
        self.up, self.wrong_by = 0.0, timedelta()
        self.clock = SteadyClock(lambda: self.up)

    def after(self, hours: float, *, jump: timedelta = timedelta()) -> bool:
        self.up += hours * HOUR
        self.wrong_by += jump
        with time_machine.travel(NOON + timedelta(seconds=self.up) + self.wrong_by, tick=False):
            return self.clock.is_steady()


def test_a_clock_that_goes_as_time_does_is_steady() -> None:
    hall = Hall()

    assert [hall.after(hours) for hours in (0, 1, 24, 2400)] == [True] * 4


@pytest.mark.parametrize("jump", [timedelta(days=365), -timedelta(days=365), timedelta(hours=1)])
def test_after_a_jump_a_day_has_to_pass(jump: timedelta) -> None:
    hall = Hall()
    hall.after(0)

    assert not hall.after(1, jump=jump)
    assert not hall.after(23)
    assert hall.after(1)


def test_a_clock_that_is_set_right_again_waits_too() -> None:
    hall = Hall()
    hall.after(0)
    hall.after(1, jump=timedelta(days=365))

    assert not hall.after(2, jump=-timedelta(days=365))
    assert hall.after(24)


def test_a_network_that_corrects_by_seconds_is_no_jump() -> None:
    hall = Hall()
    hall.after(0)

    assert hall.after(1, jump=timedelta(seconds=20))


def test_uptime_only_grows() -> None:
    assert uptime_s() <= uptime_s()
