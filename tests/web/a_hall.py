"""Two fairs side by side with a row of everything, for the tests that try every door.

`Hall` is one of them: its ids and secrets by name, and a browser or program of each kind of asker.
The neighbour's hall is built the same way, so whatever works here must be unknown there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from kiosk import clock
from kiosk.adapters.code_picture import png
from kiosk.db import db, writing
from kiosk.domain import (
    arrivals,
    attendees,
    codes,
    deliveries,
    devices,
    employers,
    events,
    meetings,
    packs,
    phones,
    print_jobs,
    prompts,
    staff,
)
from kiosk.domain.arrivals import Admission, RefusedScan
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.events import CheckInList
from kiosk.domain.meetings import Block, Handshake, RememberedMeeting, Report
from kiosk.domain.packs import DeletionNotice
from tests.web.a_desk import hire
from tests.web.a_scheme import start_mentoring

ASKERS = (
    *("nobody", "station", "stand", "api", "phone", "reader", "employer", "mentor"),
    *("steward", "coordinator", "organiser"),
)
_STAFF = ("steward", "coordinator", "organiser")
_STATIONS = {"station": "door", "stand": "stand", "api": "door"}
_ROWS: tuple[dict[str, Any], ...] = (
    {"name": "Asha Patel", "email": "asha@example.org", "phone": "+447700900101"},
    {"name": "Ben Okafor", "email": "ben@example.org", "kind": "employer",
     "organisation": "Nova Engineering"},
    {"name": "Carol Reed", "email": "carol@example.org", "kind": "mentor"},
    {"name": "Dana Ruiz", "email": "dana@example.org"},
    {"name": "Eve Moss", "email": "eve@example.org"},
)  # fmt: skip


@dataclass
class Hall:
    """One fair: Asha (whose phone is linked) has met Ben; Dana waits for a nod; Eve is out."""

    app: Flask
    slug: str
    ids: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    event_id: int = 0
    people: dict[str, int] = field(default_factory=dict)

    def browser(self, asker: str) -> FlaskClient:
        """Return a fresh browser that holds this asker's key, and no other."""
        client = self.app.test_client()
        cookie = "staff" if asker in _STAFF else asker
        own = ("phone", "reader", "employer", "mentor", "staff")
        cookie = cookie if cookie in own else "device"
        if asker not in ("nobody", "api"):
            client.set_cookie(f"kiosk-{cookie}", self.keys[asker])
        return client

    def headers(self, asker: str) -> dict[str, str]:
        """Return what this asker sends with every request."""
        if asker == "api":
            return {"Authorization": f"Bearer {self.keys['api']}"}
        return {"Sec-Fetch-Site": "same-origin"}


def open_hall(app: Flask, slug: str = "fair", people: tuple[dict[str, Any], ...] = _ROWS) -> Hall:
    """Build a fair that never closes, with a row of everything."""
    hall, at = Hall(app, slug), clock.now()
    with app.app_context():
        with writing():
            _register(hall, people, at)
        with writing():
            _pair(hall, at)
        hire(hall.event_id, f"stew@{slug}", "steward")
        hire(hall.event_id, f"olga@{slug}", "organiser")
        hire(hall.event_id, f"cora@{slug}", "coordinator")
        hire(hall.event_id, f"spare@{slug}", "steward")
        with writing():
            _sign_in(hall, at)
        with writing():
            _live_a_day(hall, at)
        with writing():
            start_mentoring(hall, at)
        db.session.remove()
    return hall


def _register(hall: Hall, people: tuple[dict[str, Any], ...], at: datetime) -> None:
    starts_at, ends_at = at - timedelta(hours=1), at + timedelta(hours=4)
    event = events.create(
        hall.slug, f"The {hall.slug}", starts_at, ends_at, timezone="Europe/London", at=at
    )
    event.change("never_closes", True)
    event.change("second_factor", ["phone", "email", "nod"])
    hall.event_id = event.id
    employers.register(event.id, [{"name": "Nova Engineering", "stand": "12"}], at)
    attendees.register(event, [(n, dict(row)) for n, row in enumerate(people, 2)], at)
    codes.issue_missing(event.id, at)
    hall.ids |= {"event": hall.slug, "fair name": event.name}
    _prepare_stand(hall, at)
    names = ("asha", "ben", "carol", "dana", "eve")
    by_row = sorted(attendees.of_event(event.id), key=lambda person: person.id)
    for name, person in zip(names, by_row, strict=True):
        hall.people[name] = person.id
        hall.ids[name] = person.public_id
        for kind in codes.LENGTHS:
            hall.ids[f"{kind} of {name}"] = codes.code_of(kind, person)


def _prepare_stand(hall: Hall, at: datetime) -> None:
    nova = employers.of_event(hall.event_id)[0]
    hall.ids |= {"employer": nova.public_id, "link of employer": employers.secret_of(nova)}
    hall.keys["employer"] = employers.open_session(nova, at)
    employers.put_logo(nova, png("ABC"), at)
    job = employers.add_vacancy(nova, "Bridge engineer", "https://nova.example/bridges", at)
    hall.ids["vacancy"] = job.public_id


def _pair(hall: Hall, at: datetime) -> None:
    event = events.get(hall.event_id)
    team = employers.of_event(event.id)[0]
    for kind, mode in _STATIONS.items():
        device, code = devices.pair(event, kind=kind, name=f"The {kind}", mode=mode, at=at)
        device.employer_id = team.id if kind == "stand" else None
        device.on_duty_id = hall.people["ben"] if kind == "stand" else None
        key = code if kind == "api" else devices.claim_pairing(code, at)[1]
        hall.keys[kind], hall.ids[kind] = key, device.public_id
    values = {"name": "Rae Recruiter", "kind": "employer", "organisation": team.name}
    hall.ids["recruiter"] = attendees.walk_in(event, values, at).public_id
    spare, _code = devices.pair(event, kind="station", name="Spare", mode="door", at=at)
    hall.ids["spare station"] = spare.public_id
    talk = CheckInList(event_id=event.id, kind="session", kinds=[])
    events.shape_list(talk, name="A talk")
    hall.ids["list"] = talk.public_id
    for name in ("printer", "spare printer"):
        url = f"ipp://{name.replace(' ', '-')}.example"
        hall.ids[name] = print_jobs.add_printer(event.id, at, name=name, url=url).public_id
    hall.ids["question"] = prompts.add(event.id, "any-any", "easy", {"en": "Why?"}, at)
    hall.ids["batch"] = print_jobs.print_ahead(event.id, [], at=at).public_id
    spare_badge = arrivals.make_spares(event.id, 1, at)[0]
    hall.ids["spare badge"] = codes.spare_code(spare_badge.public_id, spare_badge.key_id)


def _sign_in(hall: Hall, at: datetime) -> None:
    for member in staff.of_event(hall.event_id):
        called = {"stew": "steward", "olga": "organiser", "cora": "coordinator"}
        name = called.get(member.name.split("@")[0], "spare")
        hall.ids[name] = member.public_id
        hall.keys[name] = staff.start_session(member, at)


def _live_a_day(hall: Hall, at: datetime) -> None:
    person = {name: attendees.get(row_id) for name, row_id in hall.people.items()}
    station = devices.by_key(hall.keys["station"])
    assert station is not None
    for name in ("asha", "ben", "carol"):
        hall.ids[f"entry op of {name}"] = str(uuid4())
        admission = _admission(station, hall.ids[f"entry op of {name}"])
        hall.ids[f"entry of {name}"] = arrivals.check_in(admission, person[name], at).public_id
    arrivals.scan(_admission(station, str(uuid4())), "0" * 26, at)
    hall.ids["nod"] = arrivals.ask_nod(person["dana"], station.id, str(uuid4()), at).public_id
    leaving = replace(_admission(station, str(uuid4())), kind="exit")
    hall.ids["exit of carol"] = arrivals.check_in(leaving, person["carol"], at).public_id
    arrivals.check_in(_admission(station, str(uuid4())), person["carol"], at)
    phone, hall.keys["phone"] = phones.link(person["asha"], through="letter", label="x", at=at)
    other, _key = phones.link(person["carol"], through="letter", label="x", at=at)
    hall.ids |= {"phone": phone.public_id, "phone of carol": other.public_id}
    hall.keys["reader"] = packs.open_pack(person["ben"], at)
    hall.ids["pack link of asha"] = packs.pack_secret(person["asha"], 1)
    _meet(hall, station, at)
    for name in ("asha", "ben"):
        wish = meetings.ask_introduction(person[name], "Somebody kind", station.event, at)
        hall.ids[f"introduction of {name}"] = wish
    _keep_away(hall, at)
    _take_back(hall, at)
    refused = db.session.scalars(db.select(RefusedScan).filter_by(event_id=hall.event_id)).one()
    hall.ids["refused scan"] = refused.public_id
    job = print_jobs.latest_of(person["ben"].id)
    assert job is not None
    job.state, hall.ids["print job"] = "unknown", job.public_id
    outside = print_jobs.printed_outside(hall.event_id, [], at=at)
    hall.ids["batch from outside"] = outside.public_id
    letter = packs.PackLetter(b"letter", "<letter@kiosk.example>")
    for name in ("asha", "ben"):
        packs.freeze(person[name], lambda _contents: letter, at=at)
    delivery = deliveries.of_attendee(person["ben"].id, "pack")
    assert delivery is not None
    delivery.state, hall.ids["letter"] = "unknown", delivery.public_id
    way_out = deliveries.unsubscribe_token(person["ben"].public_id, "pack", 1)
    hall.ids["way out of ben"] = way_out


def _admission(station: DeviceFacts, op_id: str) -> Admission:
    return Admission(station.event, station.door, "ticket", op_id, device=station)


def _meet(hall: Hall, station: DeviceFacts, at: datetime) -> None:
    for pair in (("asha", "ben"), ("ben", "carol")):
        op_id = str(uuid4())
        shake = Handshake(station.event, "tablet", op_id, station.asker, station.id)
        one, other = (attendees.get(hall.people[name]) for name in pair)
        made = meetings.meet(shake, one, other, at)
        hall.ids[f"meeting of {pair[0]}"] = made.meeting.public_id
        hall.ids[f"meeting op of {pair[0]}"] = op_id


def _keep_away(hall: Hall, at: datetime) -> None:
    """Asha and Ben keep Dana away, and told the stewards; Eve says that she met Asha, and Ben."""
    for name in ("asha", "ben"):
        pair = {"event_id": hall.event_id, "asked_id": hall.people[name]}
        away = {"event_id": hall.event_id, "blocked_id": hall.people["dana"]}
        told = {"event_id": hall.event_id, "reported_id": hall.people["dana"], "reported_at": at}
        block = Block(**away, blocker_id=hall.people[name], since=at)
        question = RememberedMeeting(
            **pair, asker_id=hall.people["eve"], gives=["name"], said_at=at
        )
        db.session.add_all([block, question, Report(**told, reporter_id=hall.people[name])])
        db.session.flush()
        hall.ids |= {f"block of {name}": block.public_id, f"question to {name}": question.public_id}


def _take_back(hall: Hall, at: datetime) -> None:
    """Asha has taken back what she gave Nova, and Ben is to delete it."""
    met = meetings.by_public_id(hall.event_id, hall.ids["meeting of asha"])
    asha, ben = (hall.people[name] for name in ("asha", "ben"))
    notice = DeletionNotice(
        event_id=hall.event_id, meeting_id=met.id, giver_id=asha, receiver_id=ben,
        employer_id=attendees.get(ben).employer_id, why="withdrawn", fields=["email"], asked_at=at,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    hall.ids["notice to nova"] = notice.public_id


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, so that two moments can be compared."""
    with app.app_context(), db.engine.connect() as connection:
        tables = db.metadata.sorted_tables
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in tables
        }


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """Return the names of the tables that differ."""
    return [name for name in before if before[name] != after[name]]


_addresses = itertools.count(1)


def elsewhere() -> dict[str, Any]:
    """Return the environment of a request that comes from an address of its own."""
    number = next(_addresses)
    return {"REMOTE_ADDR": f"198.18.{number // 250 % 250}.{number % 250 + 1}"}
