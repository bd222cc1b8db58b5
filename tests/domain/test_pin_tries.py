"""A PIN is guessed at five times, then it waits, longer each time; a hundred wrong ones are all."""

from datetime import datetime, timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import devices
from kiosk.domain.devices import Device, PinWaits
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def door(fair: Fair) -> Device:
    return devices.of_event(fair.id)[0]


def tries(device: Device, how_many: int, at: datetime = NOON) -> int:
    """How many of so many wrong PINs are looked at."""
    looked_at = 0
    for _try in range(how_many):
        try:
            with writing():
                devices.count_try(device.id, at)
        except PinWaits:
            continue
        looked_at += 1
    return looked_at


def test_five_are_looked_at_and_then_none_for_a_minute() -> None:
    device = door(Fair(people=()))

    assert tries(device, 20) == 5
    assert tries(device, 5, NOON + timedelta(seconds=59)) == 0
    with pytest.raises(PinWaits):
        devices.check_may_try(device.id, NOON)


def test_each_wait_is_twice_the_one_before() -> None:
    device = door(Fair(people=()))
    at = NOON
    tries(device, 5)

    for minutes in (1, 2, 4, 8, 16, 32, 64, 64):
        assert tries(device, 1, at + timedelta(minutes=minutes, seconds=-1)) == 0
        at += timedelta(minutes=minutes)
        assert tries(device, 3, at) == 1


def test_a_hundred_wrong_ones_are_the_last() -> None:
    device = door(Fair(people=()))

    looked_at = sum(tries(device, 5, NOON + timedelta(hours=2 * n)) for n in range(150))

    assert looked_at == 100


def test_the_right_pin_and_a_new_pin_forget_them() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    device, theirs = door(fair), door(neighbour)
    tries(device, 5)
    tries(theirs, 5)

    with writing():
        devices.forgive_tries(device.id)
    assert tries(device, 9) == 5
    with writing():
        devices.forgive_everywhere(fair.id)

    assert tries(device, 9) == 5
    assert tries(theirs, 9) == 0


def test_a_station_where_somebody_guesses_raises_an_alarm() -> None:
    fair = Fair(people=())
    device = door(fair)
    with writing():
        device.kind = "station"
    tries(device, 5)

    (alarm,) = devices.alarms(fair.facts, [device], NOON)

    assert alarm.slug == "pin"
    assert devices.alarms(fair.facts, [device], NOON + timedelta(minutes=1)) == []
