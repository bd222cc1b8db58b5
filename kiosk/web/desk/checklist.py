"""The morning's checklist: what a rehearsal has shown so far, each with a tick or what is open."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import ngettext

from kiosk.adapters.unprintable import by_hand
from kiosk.domain import attendees, deliveries, devices
from kiosk.domain.arrivals import rehearsal
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.events import Event
from kiosk.web.desk.alarms import clock_words
from kiosk.web.desk.words import JOB_STATES, LETTER_STATES
from kiosk.web.language import _
from kiosk.web.release import release
from kiosk.web.times import time_of

CLOCK_TREMBLES_S = 2
ROOM_MIB = 500
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


@dataclass(frozen=True)
class Check:
    """One thing to see: done, or open; `matters` is False for what is only good to have."""

    is_done: bool
    words: str
    matters: bool = True


@dataclass(frozen=True)
class Group:
    """The checks of one thing: a station, the badges, the mail, this server."""

    name: str
    checks: list[Check] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether nothing that matters is open."""
        return all(check.is_done for check in self.checks if check.matters)


def checklist(event: Event, at: datetime) -> list[Group]:
    """Return every group with its checks as they stand."""
    people = rehearsal.people_of(event.id)
    reads = rehearsal.reads(event.id)
    stations = [d for d in devices.of_event(event.id) if d.kind == "station" and d.mode != "stand"]
    groups = [Group(each.name, _station(event, each, reads.get(each.id), at)) for each in stations]
    if not stations:
        groups = [Group(_("Stations"), [Check(False, _("no screen is paired yet"))])]
    badges = [] if event.print_on_arrival == "never" else [Group(_("Badges"), _badges(event))]
    return [
        *groups,
        *badges,
        Group(_("Mail"), _mail(people)),
        Group(_("This server"), _here(event)),
    ]


def _station(event: Event, device: Device, read_at: datetime | None, at: datetime) -> list[Check]:
    heard = devices.life_of(device, at) in {"here", "quiet"}
    read = _("read a practice ticket at %(time)s", time=time_of(event, read_at)) if read_at else ""
    checks = [
        Check(heard, _("gives signs of life") if heard else _("is not heard")),
        Check(bool(read), read or _("has read no practice ticket yet")),
    ]
    return checks + (_signs(device) if heard else [])


def _signs(device: Device) -> list[Check]:
    signs, error = device.signs, devices.clock_error(device)
    right = abs(error) <= CLOCK_TREMBLES_S
    has_list, current = signs.get("list") == "ready", device.version == release()
    at_public = signs.get("address") == "public"
    camera = signs.get("camera") == "on"
    return [
        Check(camera, _("camera on") if camera else _("no camera: has it a hand scanner?"), False),
        Check(right, _("clock right") if right else clock_words(error)),
        Check(has_list, _("ready to go on alone") if has_list else _("has no list of its own yet")),
        Check(current, _("runs this version") if current else _("runs another version: reload it")),
        Check(at_public, _("reaches the public address") if at_public
              else _("uses another address than badges and letters name"), False),
    ]  # fmt: skip


def _badges(event: Event) -> list[Check]:
    jobs = rehearsal.badges(event.id)
    if not jobs:
        none = _("no practice badge yet: hold a practice ticket to a door")
        return [Check(False, none), _pens(event)]
    printed = any(job.state == "printed" for job in jobs)
    newest = _("the newest practice badge: %(state)s", state=JOB_STATES[jobs[0].state])
    return [Check(printed, newest), _pens(event)]


def _pens(event: Event) -> Check:
    count = len(by_hand(event.id))
    words = ngettext(
        "%(num)d badge leaves a line to write the name on: People says whose",
        "%(num)d badges leave a line to write the name on: People says whose",
        count,
    )
    return Check(not count, words if count else _("every name can be printed"), False)


def _mail(people: list[Attendee]) -> list[Check]:
    letter = deliveries.of_attendee(people[0].id, "ticket") if people else None
    if letter is None:
        return [Check(False, _("no test letter yet"))]
    told = _("the test letter: %(state)s", state=LETTER_STATES[letter.state])
    return [Check(letter.state == "accepted", told)]


def _here(event: Event) -> list[Check]:
    settings = current_app.config["KIOSK"]
    free = shutil.disk_usage(settings.data_dir).free // 2**20
    workers = current_app.extensions.get("kiosk_workers")  # none where they run elsewhere
    expected = sum(person.status == "expected" for person in attendees.of_event(event.id))
    in_time = _SYNCHRONISED.exists()
    checks = [
        Check(expected > 0, _("%(n)s people are expected", n=expected)),
        Check(event.pin_hash is not None, _("the stations have a PIN") if event.pin_hash
              else _("the stations have no PIN")),
        Check(bool(event.help_lane), _("the help lane is %(where)s", where=event.help_lane)
              if event.help_lane else _("nobody is told where the help lane is"), False),
        Check(free > ROOM_MIB, _("%(n)s MB of disk are free", n=free)),
        Check(settings.is_https, settings.public_url if settings.is_https
              else _("%(url)s is not HTTPS: phones want it", url=settings.public_url), False),
        Check(in_time, _("the clock is set by the network") if in_time
              else _("nobody knows whether the clock is set by the network"), False),
    ]  # fmt: skip
    if workers is not None:
        words = _("printing and mail run") if workers.alive else _("printing and mail have stopped")
        checks.append(Check(workers.alive, words))
    return checks
