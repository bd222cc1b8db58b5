"""Signs of life: the newest says it all, and what is silent, late or wrong raises an alarm."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.db import writing
from kiosk.domain import devices
from kiosk.domain.devices import Device, Signs
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
WELL = {"camera": "on", "clock": "0"}


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def door(fair: Fair, mode: str = "door") -> Device:
    with writing():
        device, code = devices.pair(fair.event, kind="station", name="Door 1", mode=mode, at=NOON)
        devices.claim_pairing(code, NOON)
    return device


def says(device: Device, at: datetime = NOON, waiting: int = 0, **said: str) -> None:
    with writing():
        devices.keep_signs(device.id, Signs(waiting, "1.2", {**WELL, **said}), at)


def alarms(fair: Fair, at: datetime) -> list[str]:
    return [alarm.slug for alarm in devices.alarms(fair.facts, devices.of_event(fair.id), at)]


def test_the_newest_sign_replaces_the_one_before() -> None:
    device = door(Fair(people=()))

    says(device, waiting=3, battery="80")
    says(device, later(5))

    assert (device.seen_at, device.waiting, device.version) == (later(5), 0, "1.2")
    assert device.signs == WELL


@pytest.mark.parametrize(
    ("seconds", "life"), [(0, "here"), (20, "here"), (21, "quiet"), (60, "quiet"), (61, "gone")]
)
def test_a_station_is_as_alive_as_its_last_sign(seconds: int, life: str) -> None:
    device = door(Fair(people=()))
    assert devices.life_of(device, NOON) == "unheard"

    says(device)

    assert devices.life_of(device, later(seconds)) == life


def test_a_screen_that_is_not_paired_yet_says_so() -> None:
    fair = Fair(people=())
    with writing():
        device, _code = devices.pair(fair.event, kind="station", name="D", mode="door", at=NOON)

    assert devices.life_of(device, NOON) == "unpaired"


def test_a_door_that_falls_silent_during_the_fair_raises_an_alarm() -> None:
    fair = Fair(people=())
    device = door(fair)
    assert alarms(fair, later(600)) == []  # never heard: it may have no scripts
    says(device)

    assert alarms(fair, later(60)) == []
    assert alarms(fair, later(61)) == ["silent"]
    assert alarms(fair, NOON + timedelta(hours=4)) == []  # the fair is over
    with writing():
        devices.revoke(device, NOON)
    assert alarms(fair, later(61)) == []


def test_a_door_may_sleep_before_the_morning_and_a_meeting_point_always() -> None:
    fair = Fair(people=())
    device = door(fair)
    says(device, NOON - timedelta(hours=4))
    assert alarms(fair, NOON - timedelta(hours=3)) == []
    assert alarms(fair, NOON - timedelta(hours=2, minutes=30)) == ["silent"]

    with writing():
        devices.change_mode(device, "meet")

    assert alarms(fair, NOON) == []


def test_what_waits_for_long_raises_an_alarm_that_says_since_when() -> None:
    fair = Fair(people=())
    device = door(fair)
    says(device, waiting=2)
    says(device, later(100), waiting=37)
    assert alarms(fair, later(120)) == []
    says(device, later(121), waiting=36)

    (alarm,) = devices.alarms(fair.facts, [device], later(121))

    assert (alarm.slug, alarm.since) == ("waiting", NOON)
    says(device, later(125))
    assert alarms(fair, later(125)) == []


@pytest.mark.parametrize(
    ("said", "slugs"),
    [
        ({"clock": "120"}, []),
        ({"clock": "121"}, ["clock"]),
        ({"clock": "-604800"}, ["clock"]),
        ({"clock": "noon"}, []),
        ({"battery": "14"}, ["battery"]),
        ({"battery": "14", "charging": "yes"}, []),
        ({"battery": "15"}, []),
    ],
)
def test_a_wrong_clock_and_a_low_battery_raise_an_alarm(said: Any, slugs: list[str]) -> None:
    fair = Fair(people=())
    says(door(fair), **said)

    assert alarms(fair, NOON) == slugs


def test_a_new_screen_starts_without_what_the_old_one_said() -> None:
    fair = Fair(people=())
    device = door(fair)
    says(device, waiting=5, clock="500")

    door(fair)

    assert (device.seen_at, device.waiting, device.signs) == (None, 0, {})


def test_a_revoked_tablet_gives_no_sign() -> None:
    device = door(Fair(people=()))
    with writing():
        devices.revoke(device, NOON)

    says(device)

    assert device.seen_at is None


def test_a_station_is_renamed_unless_another_has_the_name() -> None:
    fair = Fair(people=())
    device = door(fair)

    with writing():
        devices.rename(device, "Door 1")
        devices.rename(device, "South door")
    with pytest.raises(Exception, match="name_taken"):
        devices.rename(device, f"Door of {fair.slug}")

    assert device.name == "South door"
