"""Races: real threads, one barrier, both databases; what a person may have once, they have once."""

import pytest
from flask import Flask

from kiosk.db import writing
from kiosk.domain import (
    arrivals,
    attendees,
    devices,
    events,
    meetings,
    notes,
    phones,
)
from kiosk.domain.arrivals import Arrival, Nod
from kiosk.domain.attendees import sharing
from kiosk.domain.attendees.sharing import SharingChoice
from kiosk.domain.meetings import Handshake, Meeting, Share
from kiosk.domain.operations import Asked, Operation, Outcome
from kiosk.domain.phones import NoSuchClaim, Phone
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import Refused
from tests.crowd import CROWD, at_once, performed
from tests.people import NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")


def test_eight_doors_let_one_person_in_once(shared_app: Flask) -> None:
    fair = Fair()
    ticket, door, facts = fair.code("ticket", "Asha"), fair.door, fair.facts
    fair_id = fair.id

    def scan(_number: int) -> Outcome:
        own = op_id()
        admission = arrivals.Admission(facts, door.door, "ticket", own, device=door)
        asked = Asked(fair_id, own, door.asker, "check_in", {"code": ticket})
        return performed(asked, lambda: arrivals.scan(admission, ticket, NOON).outcome)

    slugs = sorted(outcome.slug for outcome in at_once(shared_app, scan))

    assert slugs == ["accepted", *["already_in"] * 7]
    assert count(Arrival, Arrival.is_open) == count(Arrival) == 1
    assert count(PrintJob) == 1
    assert count(Operation) == 8


def test_one_op_id_sent_eight_times_is_one_change_and_one_answer(shared_app: Flask) -> None:
    fair = Fair()
    ticket, door, facts = fair.code("ticket", "Asha"), fair.door, fair.facts
    own, fair_id = op_id(), fair.id
    admission = arrivals.Admission(facts, door.door, "ticket", own, device=door)

    def send(_number: int) -> Outcome:
        asked = Asked(fair_id, own, door.asker, "check_in", {"code": ticket})
        return performed(asked, lambda: arrivals.scan(admission, ticket, NOON).outcome)

    outcomes = at_once(shared_app, send)

    assert {(o.status, o.slug, o.rows["arrival"]) for o in outcomes} == {
        (201, "accepted", arrivals.by_op_id(fair.id, own).public_id)
    }
    assert [o.replayed for o in outcomes].count(False) == 1
    assert count(Arrival) == count(Operation) == count(PrintJob) == 1


def test_eight_handshakes_of_one_pair_are_one_meeting(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    ids = [fair.person("Asha").id, fair.person("Ben").id]
    door, facts = fair.door, fair.facts

    def meet(number: int) -> bool:
        shake = Handshake(facts, "tablet", op_id(), door.asker, door.id)
        with writing():
            one, other = (attendees.get(n) for n in (ids if number % 2 else ids[::-1]))
            return meetings.meet(shake, one, other, NOON).met_before

    met_before = at_once(shared_app, meet)

    assert met_before.count(False) == 1
    assert count(Meeting) == 1
    assert count(Share) == 2
    meeting = meetings.between(fair.id, *ids)
    assert meeting is not None and meeting.times_met == CROWD


def test_a_meeting_undone_while_they_meet_again_is_one_or_none(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    public_id = fair.let_meet("Asha", "Ben").meeting.public_id
    ids = [fair.person("Asha").id, fair.person("Ben").id]
    door, facts, fair_id = fair.door, fair.facts, fair.id

    def act(number: int) -> str:
        try:
            with writing():
                if number % 2:
                    shake = Handshake(facts, "tablet", op_id(), door.asker, door.id)
                    meetings.meet(shake, *(attendees.get(n) for n in ids), NOON)
                else:
                    made = meetings.by_public_id(fair_id, public_id)
                    meetings.undo(made, by="x", device_id=None, at=NOON)
        except Refused as refusal:
            return refusal.slug
        return "done"

    outcomes = set(at_once(shared_app, act))

    assert outcomes <= {"done", "try_again"}
    live = count(Meeting, Meeting.undone_at.is_(None))
    assert live in {0, 1}
    assert count(Share) == 2 * live


def test_the_tablets_code_links_one_of_two_phones(shared_app: Flask) -> None:
    fair = Fair()
    with writing():
        secret, _digits = phones.show_code(fair.person("Asha"), None, NOON)

    def link(_number: int) -> str:
        try:
            with writing():
                person, through = phones.who_may_link(secret, NOON)
                phones.link(person, through=through, label="", at=NOON)
        except NoSuchClaim:
            return "no"
        return "linked"

    assert sorted(at_once(shared_app, link)) == ["linked", *["no"] * 7]
    assert count(Phone) == 1


def test_of_eight_phones_linked_by_letter_at_once_two_are(shared_app: Flask) -> None:
    fair = Fair()
    asha_id = fair.person("Asha").id

    def link(_number: int) -> str:
        try:
            with writing():
                phones.link(attendees.get(asha_id), through="letter", label="", at=NOON)
        except phones.MustConfirm as refusal:
            return refusal.slug
        return "linked"

    assert sorted(at_once(shared_app, link)) == [*["linked"] * 2, *["must_confirm"] * 6]
    assert count(Phone) == 2
    assert len(phones.of_attendee(asha_id, NOON)) == 2


def test_one_pairing_code_pairs_one_of_many_screens(shared_app: Flask) -> None:
    fair = Fair(people=())
    with writing():
        _device, code = devices.pair(fair.event, kind="station", name="A", mode="door", at=NOON)

    def claim(_number: int) -> str | None:
        try:
            with writing():
                return devices.claim_pairing(code, NOON)[1]
        except devices.NoSuchPairingCode:
            return None

    keys = [key for key in at_once(shared_app, claim) if key]

    assert len(keys) == 1
    assert devices.by_key(keys[0]) is not None


def test_a_choice_made_eight_times_at_once_stands_once(shared_app: Flask) -> None:
    fair = Fair()
    asha_id, facts = fair.person("Asha").id, fair.facts

    def choose(number: int) -> None:
        fields = ("email",) if number % 2 else ("email", "phone")
        with writing():
            person = attendees.get(asha_id)
            sharing.choose(person, fields, event=facts, through="phone", at=NOON)

    at_once(shared_app, choose)

    assert count(SharingChoice, SharingChoice.superseded_at.is_(None)) == 3


def test_one_list_imported_twice_at_once_adds_everybody_once(shared_app: Flask) -> None:
    fair = Fair(people=())
    fair_id = fair.id
    rows = [(n, {"name": f"Guest {n}", "email": f"g{n}@example.org"}) for n in range(20)]

    def take_in(_number: int) -> int:
        with writing():
            return attendees.register(events.get(fair_id), rows, NOON).added

    assert sorted(at_once(shared_app, take_in, crowd=3)) == [0, 0, 20]
    assert len(attendees.of_event(fair_id)) == 20


def test_one_person_waits_for_one_nod(shared_app: Flask) -> None:
    fair = Fair()
    asha_id, door_id = fair.person("Asha").id, fair.door.id

    def ask(_number: int) -> int:
        with writing():
            return arrivals.ask_nod(attendees.get(asha_id), door_id, op_id(), NOON).id

    assert len(set(at_once(shared_app, ask))) == 1
    assert count(Nod) == 1


def test_two_stewards_nods_let_one_person_in_once(shared_app: Flask) -> None:
    fair = Fair()
    with writing():
        nod_id = arrivals.ask_nod(fair.person("Asha"), fair.door.id, "op", NOON).public_id
    fair_id, door, facts = fair.id, fair.door, fair.facts

    def answer(_number: int) -> str:
        admission = arrivals.Admission(facts, door.door, "nod", op_id(), device=door)
        try:
            with writing():
                nod = arrivals.nod_by_public_id(fair_id, nod_id)
                arrivals.answer_nod(nod, admission, yes=True, by="staff:x", at=NOON)
        except Refused as refusal:
            return refusal.slug
        return "let in"

    assert "let in" in at_once(shared_app, answer)
    assert count(Arrival) == 1


def test_one_authors_note_written_twice_at_once_is_one_note(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    meeting_id = fair.let_meet("Asha", "Ben").meeting.public_id
    fair_id, asha_id = fair.id, fair.person("Asha").id

    def write(number: int) -> None:
        with writing():
            meeting = meetings.by_public_id(fair_id, meeting_id)
            notes.write(meeting, attendees.get(asha_id), f"Note {number}", NOON)

    at_once(shared_app, write)

    assert count(notes.Note) == 1
