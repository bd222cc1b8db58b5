"""The demo fair: made once, never closes, already lively; its links are printed at each start."""

import secrets
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID, uuid5

from kiosk import clock, demo
from kiosk.adapters import attendee_file
from kiosk.cli import demo_mentors, demo_stands
from kiosk.db import writing
from kiosk.domain import arrivals, attendees, codes, devices, employers, events, meetings, staff
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee, registration
from kiosk.domain.events import Event
from kiosk.domain.meetings import Handshake
from kiosk.errors import NotKnown, Refused
from kiosk.settings import Settings

SLUG = "demo"
ORGANISER, COORDINATOR = "Olive Organiser", "Cora Coordinator"
_SEED = UUID("6f3f1a1e-0d2c-4c57-9a55-2f6a7c1e1b00")
HERE_ALREADY = 48
"""How many are in before anybody touches the tablet; Asha is not."""


def prepare(settings: Settings, origin: str) -> str:
    """Make the fair where it is missing, pair its screens anew, and return the links to print."""
    at = clock.now()
    try:
        events.by_slug(SLUG)
    except NotKnown:
        _make(at)
    passphrase = "-".join(secrets.token_hex(2) for _ in range(3))
    hashed = staff.hash_passphrase(passphrase)
    with writing():
        fair = events.by_slug(SLUG)
        screens = _pair_screens(fair, at)
        _staff(fair, hashed, at)
        guest = _guest(fair)
        own = {kind: codes.code_of(kind, guest) for kind in ("ticket", "claim")}
        own |= demo_stands.secrets_of_nova(fair)
        own["mentor"] = demo_mentors.link_of(fair, settings.public_url)
        name = guest.first_name
    return _links(settings, origin, screens, own | {"name": name}, passphrase)


def _guest(fair: Event) -> Attendee:
    """Return Asha, or the first student there is, should somebody have erased her."""
    asha = attendees.with_address(fair.id, "asha.patel@students.millbrook.example")
    students = (a for a in attendees.of_event(fair.id, "student") if a.status == "expected")
    try:
        return next(chain((a for a in asha if a.status == "expected"), students))
    except StopIteration:
        why = "Everybody left the demo fair. Remove its data dir to begin afresh."
        raise Refused("demo_empty", why) from None


def _make(at: datetime) -> None:
    organisations = attendee_file.read_employers(demo.employers_file(), filename="employers.csv")
    people = attendee_file.read_attendees(demo.attendees_file(), filename="attendees.csv")
    with writing():
        fair = events.create(
            SLUG, "Employer Fair", at - timedelta(hours=1), at + timedelta(hours=5),
            timezone="Europe/London", at=at,
        )  # fmt: skip
        fair.place, fair.never_closes = "Sports Hall", True
        fair.help_lane = "on your left"
        fair.contact_name, fair.contact_email = "Careers Service", "careers@millbrook.example"
        employers.register(fair.id, [dict(row.values) for row in organisations.rows], at)
        attendees.register(fair, [(row.number, dict(row.values)) for row in people.rows], at)
        registration.seat_recruiters(fair.id)
        codes.issue_missing(fair.id, at)
        demo_stands.prepare(fair, at)
    with writing():
        _fill(events.by_slug(SLUG), at)
        demo_mentors.prepare(events.by_slug(SLUG), at)


def _fill(fair: Event, at: datetime) -> None:
    """Let some be in and have met already, so that the desk has something to show."""
    devices.pair(fair, kind="station", name="Door 1", mode="door", at=at)
    devices.pair(fair, kind="station", name="Door 2", mode="door", at=at)
    doors = [devices.facts_of(device.id) for device in devices.of_event(fair.id)]
    everyone = [a for a in attendees.of_event(fair.id) if a.status == "expected"]
    hosts = [a for a in everyone if a.kind in {"employer", "mentor", "staff"}]
    guests = [a for a in everyone if a.kind == "student" and a.first_name != "Asha"]
    here = (hosts + guests)[:HERE_ALREADY]
    facts, entrance = events.facts(fair), events.list_facts(events.first_list(fair.id))
    for number, person in enumerate(here):
        op_id = str(uuid5(_SEED, f"arrival-{number}"))
        came = at - timedelta(minutes=58 * (1 - number / len(here)) ** 2)
        admission = Admission(
            facts, entrance, "desk", op_id, device=doors[number % 3 // 2], happened_at=came
        )
        arrivals.check_in(admission, person, at)
    _let_meet(fair, here, at)


def _let_meet(fair: Event, here: list[Attendee], at: datetime) -> None:
    students = [person for person in here if person.kind == "student"]
    hosts = [person for person in here if person.kind in {"employer", "mentor"}]
    facts = events.facts(fair)
    for number, (student, host) in enumerate(demo_stands.visitors(fair, students)):
        op_id = str(uuid5(_SEED, f"stand-{number}"))
        shake = Handshake(facts, "stand", op_id, "command:kiosk",
                          happened_at=at - timedelta(minutes=40 - number))  # fmt: skip
        made = meetings.meet(shake, host, student, at)
        demo_stands.jot(made.meeting, host, number, at)
    for number, student in enumerate(students[:-3]):
        for step in range(1 + number % 3):
            host = hosts[(number * 5 + step * 7) % len(hosts)]
            op_id = str(uuid5(_SEED, f"meeting-{number}-{step}"))
            shake = Handshake(
                facts, "tablet", op_id, "command:kiosk",
                happened_at=at - timedelta(minutes=20 - number % 18),
            )  # fmt: skip
            made = meetings.meet(shake, student, host, at)
            demo_stands.jot(made.meeting, host, number, at)


def _pair_screens(fair: Event, at: datetime) -> dict[str, str]:
    found = {}
    for name, kind, mode in (
        ("Door 1", "station", "door"),
        ("Door 2", "station", "door"),
        ("Meeting point", "station", "meet"),
        ("Nova stand", "stand", "stand"),
    ):
        device, code = devices.pair(fair, kind=kind, name=name, mode=mode, at=at)
        found[name] = code
        if kind == "stand":
            nova = [e.id for e in employers.of_event(fair.id) if e.name.startswith("Nova")]
            device.employer_id = nova[0] if nova else device.employer_id
    return found


def _staff(fair: Event, hashed: str, at: datetime) -> None:
    known = {member.name: member for member in staff.of_event(fair.id)}
    for name, role in ((ORGANISER, "organiser"), (COORDINATOR, "coordinator")):
        if name in known:
            staff.change_passphrase(known[name], hashed, at)
        else:
            staff.add(name, role, hashed, event_id=fair.id, at=at)


def _links(
    settings: Settings,
    origin: str,
    screens: dict[str, str],
    guest: dict[str, str],
    passphrase: str,
) -> str:
    phone = f"{guest['name']}'s phone"
    return f"""
Face to Face: the demo fair is open.

  The tablet at the door   {origin}/tablet#{screens["Door 1"]}
      then type or hold up {guest["name"]}'s ticket: {guest["ticket"]}
  A meeting point          {origin}/tablet#{screens["Meeting point"]}   (another browser profile)
  {phone:<24} {settings.public_url}/claim#{guest["claim"]}
  Nova's stand             {origin}/stand#{screens["Nova stand"]}   (another browser profile)
      prepared by Nova at  {settings.public_url}/stand/own#{guest["link"]}
  {guest["recruiter"] + "'s phone":<24} {settings.public_url}/claim#{guest["recruiter claim"]}
      then everyone Nova met: {settings.public_url}/stand/team   (another browser profile)
  The desk                 {origin}/desk
      sign in as: {ORGANISER}    passphrase: {passphrase}
      for mentoring, as: {COORDINATOR}    with the same passphrase
  A mentor's page          {guest["mentor"]}
  The fair's front page    {settings.public_url}/

  Badges are printed into {settings.data_dir / "badges"}, letters into {settings.data_dir / "mail"}.
  Stop with Ctrl-C. Start again with the same command; nothing is lost.
"""
