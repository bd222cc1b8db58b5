"""Walk-ins at the tablet: in with a name and one tick, once, and never twice unasked."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kiosk.db import db, writing
from kiosk.domain import attendees, codes, events
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.attendees import Attendee
from kiosk.domain.phones import PhoneCode
from kiosk.domain.print_jobs import PrintJob
from kiosk.web.identity import forget_devices
from tests.people import count
from tests.web.a_fair import PEOPLE, Fair, Screen, hidden, hold, pair, words

WIM = {"called": "Wim Walker", "kind": "guest", "consent": "yes"}


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app, second_factor=["email", "nod"])


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def come(door: Screen, **fields: str) -> TestResponse:
    return door.post("/tablet/new", **{**WIM, **fields})


def wim(fair: Fair) -> Attendee:
    found = attendees.search(fair.event_id, "wim walker", staff=True)
    assert len(found) == 1
    return found[0]


def written(fair: Fair) -> list[int]:
    """How many of what a walk-in writes there are, beyond the list."""
    with fair.app.app_context():
        rows = [count(record) for record in (Attendee, Arrival, PrintJob, PhoneCode, RefusedScan)]
    return [rows[0] - len(PEOPLE), *rows[1:]]


def test_somebody_new_is_in_with_badge_choices_and_phone_code(fair: Fair, door: Screen) -> None:
    page = come(door, write_to="wim@example.org")

    assert page.status_code == 201
    assert "Hello, Wim" in words(page)
    assert "Your badge is printing." in words(page)
    assert "/tablet/choices" in page.text and 'class="code"' in page.text
    assert written(fair) == [1, 1, 1, 1, 0]
    with fair.app.app_context():
        person = wim(fair)
        assert (person.kind, person.email, person.under_18) == ("guest", "wim@example.org", False)
        assert person.walked_in and person.provenance["name"] == "person"
        assert db.session.scalars(select(Arrival.way)).one() == "walk_in"


def test_their_ticket_and_badge_are_known_at_once(fair: Fair, door: Screen) -> None:
    come(door)
    with fair.app.app_context():
        badge = codes.code_of("badge", wim(fair))

    page = pair(fair, name="Exit", mode="exit").scan(badge)

    assert "Goodbye, Wim" in words(page)


def test_the_same_form_sent_twice_makes_one_person(fair: Fair, door: Screen) -> None:
    op_id = str(uuid4())

    pages = [come(door, op_id=op_id) for _ in range(2)]

    assert ["Hello, Wim" in words(page) for page in pages] == [True, True]
    assert written(fair) == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"called": ""}, "Please type your name."),
        ({"called": "\u200b\u2060"}, "Please type your name."),
        ({"called": "x" * 121}, "120"),
        ({"consent": ""}, "Please read this and tick it."),
        ({"kind": "staff"}, "Please choose one."),
        ({"kind": ""}, "Please choose one."),
        ({"write_to": "not an address"}, "address"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    fair: Fair, door: Screen, fields: dict[str, str], sentence: str
) -> None:
    page = come(door, **fields)

    assert page.status_code == 422
    assert sentence in page.text.split('class="wrong"')[1].split("</span>")[0]
    assert 'aria-invalid="true"' in page.text or "kind" in fields
    assert written(fair) == [0, 0, 0, 0, 0]


def test_somebody_under_18_shares_nothing(fair: Fair, door: Screen) -> None:
    page = come(door, under_18="yes")

    assert "People under 18 share nothing here" in words(page)
    with fair.app.app_context():
        assert wim(fair).under_18 is True


@pytest.mark.parametrize("called", ["Asha Patel", "patel asha", "Asha Pattel"])
def test_who_may_be_on_the_list_is_asked_first_by_masked_names(
    fair: Fair, door: Screen, called: str
) -> None:
    page = come(door, called=called)

    assert page.status_code == 200
    assert "Are you one of these?" in words(page)
    assert "Asha P." in words(page)
    assert "asha@example.org" not in page.text
    assert written(fair) == [0, 0, 0, 0, 0]


def test_one_of_these_proves_it_and_is_in_by_name(fair: Fair, door: Screen) -> None:
    offer = come(door, called="Asha Patel")

    asked = door.post("/tablet/name/picked", who=hidden(offer, "who"))
    page = door.post("/tablet/proofs", who=hidden(asked, "who"), before_at="asha")

    assert "Hello, Asha" in words(page)
    assert written(fair) == [0, 1, 1, 1, 0]


def test_who_says_that_they_are_new_is_let_in_and_stewards_are_told(
    fair: Fair, door: Screen
) -> None:
    page = come(door, called="Asha Patel", new="yes")

    assert page.status_code == 201
    assert written(fair) == [1, 1, 1, 1, 1]
    with fair.app.app_context():
        assert db.session.scalars(select(RefusedScan.reason)).one() == "maybe_twice"


def test_a_known_address_is_told_to_stewards_and_not_to_the_screen(
    fair: Fair, door: Screen
) -> None:
    unknown = come(door, write_to="wim@example.org")
    known = come(door, called="Una Walsh", write_to="asha@example.org")

    assert (unknown.status_code, known.status_code) == (201, 201)
    assert told(unknown) == told(known).replace("Una", "Wim")
    assert written(fair) == [2, 2, 2, 2, 1]


def told(page: TestResponse) -> str:
    return " ".join(words(page).split("Hello, ")[1].split()[:30])


def test_a_minor_of_that_name_is_not_shown_but_stewards_are_told(fair: Fair, door: Screen) -> None:
    page = come(door, called="Cai Evans")

    assert page.status_code == 201
    assert written(fair) == [1, 1, 1, 1, 1]


def test_where_the_desk_registers_the_page_leads_to_the_help_lane(app: Flask) -> None:
    fair = hold(app, walk_ins_at="desk")
    door = pair(fair)

    assert "The help lane is on your left." in words(door.get("/tablet/new"))
    assert 'name="called"' not in door.get("/tablet/new").text
    assert come(door).status_code == 409
    assert written(fair) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("mode", ["exit", "meet"])
def test_only_a_door_registers(fair: Fair, mode: str) -> None:
    assert come(pair(fair, name="Other", mode=mode)).status_code == 404
    assert written(fair) == [0, 0, 0, 0, 0]


def rule(fair: Fair, **rules: Any) -> None:
    with fair.app.app_context(), writing():
        events.shape_list(events.first_list(fair.event_id), **rules)
    forget_devices()


def test_a_door_for_some_kinds_offers_those(fair: Fair, door: Screen) -> None:
    rule(fair, kinds=["employer", "staff"])

    form = door.get("/tablet/new")

    assert 'value="employer" checked' in form.text
    assert 'value="student"' not in form.text
    assert come(door, kind="student").status_code == 422


def test_when_it_is_full_nobody_is_registered(fair: Fair, door: Screen) -> None:
    rule(fair, capacity=1)
    door.scan(fair.tickets["Asha"])

    page = come(door)

    assert page.status_code == 409
    assert "Full just now" in words(page)
    assert written(fair) == [0, 1, 1, 1, 0]


def test_after_the_fair_nobody_is_registered(fair: Fair, door: Screen) -> None:
    with fair.app.app_context(), writing():
        event = events.get(fair.event_id)
        events.close(event, event.starts_at)
    forget_devices()

    assert "We have closed" in words(come(door))
    assert written(fair) == [0, 0, 0, 0, 0]


def test_sixty_an_hour_are_enough(
    fair: Fair, door: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limits import parse

    from kiosk.web.tablet import walk_ins

    monkeypatch.setattr(walk_ins, "_AN_HOUR", parse("2 per hour"))
    pages = [come(door, called=f"Wim {name}") for name in ("Abel", "Bontekoe", "Cruyff")]

    assert [page.status_code for page in pages] == [201, 201, 429]
    assert "Many people registered here just now. Please go to the help lane." in words(pages[2])


def test_a_name_nobody_can_print_is_written_by_hand(fair: Fair, door: Screen) -> None:
    hello = come(door, called="𓀀𓀁 𓂀𓂁")
    with fair.app.app_context(), writing():
        job = db.session.scalars(select(PrintJob)).one()
        job.state, job.why = "failed", "glyph_missing"

    part = door.get(re.findall(r'src="([^"]+/badge)"', hello.text)[0])

    assert hello.status_code == 201
    assert "We write your badge by hand at the help lane" in words(part)
