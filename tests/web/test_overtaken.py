"""Two who act at once, and pages that are older than what happened since."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, erasure, events
from kiosk.domain.arrivals import Admission, Nod
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web.forms import Command, once
from kiosk.workers.postroom import Postroom
from tests.crowd import at_once
from tests.people import ASHA, NOON, Fair
from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.web.a_hall import open_hall


@pytest.mark.usefixtures("records")
def test_who_lost_a_race_to_a_constraint_is_asked_again() -> None:
    fair, tries = Fair(), []

    def act(_at: datetime) -> Outcome:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError("INSERT", {}, Exception("taken meanwhile"))
        return Outcome(201, "made")

    outcome = once(Command(op_id=uuid4()), "make", act, event_id=fair.id, asker="device:x")

    assert outcome.slug == "made"
    assert len(tries) == 2


@pytest.mark.usefixtures("records")
def test_a_constraint_that_stays_in_the_way_is_told_as_a_fault() -> None:
    fair = Fair()

    def act(_at: datetime) -> Outcome:
        raise IntegrityError("INSERT", {}, Exception("always taken"))

    with pytest.raises(Exception, match="unavailable"):
        once(Command(op_id=uuid4()), "make", act, event_id=fair.id, asker="device:x")


def test_a_yes_and_a_no_at_once_to_one_nod_are_one_answer(shared_app: Flask, records: None) -> None:
    fair = Fair(settings={"never_closes": True})
    with writing():
        nod = arrivals.ask_nod(fair.person("Asha"), fair.door.id, str(uuid4()), NOON)
        public_id, op_id = nod.public_id, nod.op_id

    def answer(number: int) -> str:
        try:
            with writing():
                admission = Admission(fair.facts, fair.door.door, "nod", op_id, device=fair.door)
                asked = arrivals.nod_by_public_id(fair.id, public_id)
                arrivals.answer_nod(asked, admission, yes=number % 2 == 0, by="staff:x", at=NOON)
        except Refused as refusal:
            return refusal.slug
        return "answered so"

    at_once(shared_app, answer)

    db.session.rollback()
    state = db.session.scalar(db.select(Nod.state))
    assert arrivals.has_arrived(fair.person("Asha").id) == (state == "given")


def test_a_ticket_asked_for_eight_times_at_once_goes_once(
    tmp_path: Path, database_url: str
) -> None:
    with closed_after(build_app(tmp_path, database_url)) as app:
        hall, postroom = open_hall(app), Postroom(app.config["KIOSK"])

        def ask(_number: int) -> bool:
            with writing():
                return postroom.send_ticket(attendees.get(hall.people["asha"]), clock.now())

        with app.app_context():
            assert at_once(app, ask).count(True) == 1


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("typed", ["Asha.Patel@example.org", "asha.patel@EXAMPLE.org"])
def test_an_address_is_found_in_any_case(typed: str) -> None:
    fair = Fair(people=({**ASHA, "email": "Asha.Patel@example.org"},))

    assert [person.name for person in attendees.with_address(fair.id, typed)] == ["Asha Patel"]


@pytest.mark.usefixtures("records")
def test_an_address_written_otherwise_in_the_next_list_is_the_same_person() -> None:
    fair = Fair(people=({**ASHA, "email": "Asha.Patel@example.org"},))

    with writing():
        rows = [(2, {**ASHA, "email": "asha.patel@example.org"})]
        result = attendees.register(events.get(fair.id), rows, NOON)

    assert (result.added, result.updated) == (0, 1)


@pytest.mark.usefixtures("records")
def test_an_older_exit_taken_back_lets_nobody_in_who_left_again() -> None:
    fair = Fair()
    ways = ("entry", "exit", "entry", "exit")
    passed = [
        arrivals.check_in(
            fair.admission(kind=kind), fair.person("Asha"), NOON + timedelta(minutes=n)
        )
        for n, kind in enumerate(ways)
    ]

    later = NOON + timedelta(minutes=5)
    arrivals.undo(passed[1], by="staff:x", why="", device_id=None, at=later)
    still_out = arrivals.inside_now(fair.door.list_id)
    arrivals.undo(passed[3], by="staff:x", why="", device_id=None, at=later)

    assert (still_out, arrivals.inside_now(fair.door.list_id)) == (0, 1)


@pytest.mark.parametrize("answer", ["print_again", "came_out", "leave"])
def test_a_stale_page_prints_no_badge_of_somebody_erased(app: Flask, answer: str) -> None:
    hall = open_hall(app)
    with app.app_context(), writing():
        erasure.erase(attendees.get(hall.people["ben"]), clock.now(), lambda _reader: None)

    said = hall.browser("steward").post(
        f"/desk/fair/prints/{hall.ids['print job']}",
        data={"op_id": str(uuid4()), "answer": answer},
        headers=hall.headers("steward"),
    )

    assert said.status_code == (404 if answer == "print_again" else 303)
    with app.app_context():
        ben = attendees.get(hall.people["ben"])
        for kind in codes.LENGTHS:
            with pytest.raises(NotKnown):
                codes.code_of(kind, ben)
        db.session.remove()
