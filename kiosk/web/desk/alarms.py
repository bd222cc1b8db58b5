"""Stations that need somebody, in words: silent, keeping scans, a wrong clock, guessed at."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain import devices, events
from kiosk.domain.devices import Alarm, Device
from kiosk.domain.events import Event
from kiosk.web.language import _
from kiosk.web.times import time_of


@dataclass(frozen=True)
class StationAlarm:
    """One alarm as the desk tells it."""

    station: Device
    sentence: str


def station_alarms(event: Event, at: datetime) -> list[StationAlarm]:
    """Return the stations of an event that need somebody now, and why."""
    facts = events.facts(event)
    found = devices.alarms(facts, devices.of_event(event.id), at)
    return [StationAlarm(alarm.device, _sentence(event, alarm)) for alarm in found]


def _sentence(event: Event, alarm: Alarm) -> str:
    device = alarm.device
    since = time_of(event, alarm.since) if alarm.since else ""
    if alarm.slug == "silent":
        return _("has been silent since %(time)s", time=since)
    if alarm.slug == "waiting":
        return _("keeps %(n)s scans that we have not heard, since %(time)s",
                 n=device.waiting, time=since)  # fmt: skip
    if alarm.slug == "clock":
        return clock_words(devices.clock_error(device))
    if alarm.slug == "battery":
        return _("has %(n)s %% of its battery left", n=device.signs["battery"])
    return _("was given wrong PINs, and looks at none for a while")


def clock_words(seconds: int) -> str:
    """Return in words how far a clock is off; ahead of ours is positive."""
    far, minutes = abs(seconds), round(abs(seconds) / 60)
    if far < 120 and seconds > 0:
        return _("clock %(n)s s ahead", n=far)
    if far < 120:
        return _("clock %(n)s s behind", n=far)
    if seconds > 0:
        return _("clock %(n)s min ahead", n=minutes)
    return _("clock %(n)s min behind", n=minutes)
