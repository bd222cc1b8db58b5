"""Walk-ins at the desk: registered and let in once; whoever may be on the list is offered first."""

from datetime import timedelta

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import codes, events
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from tests.people import op_id
from tests.web.a_desk import Desk, words

DAI = {"name": "Dai Lloyd", "kind": "guest", "email": "dai@example.org", "consent": "yes"}


def test_a_walk_in_is_registered_once_with_a_ticket_and_found(app: Flask) -> None:
    desk = Desk(app, "stew")
    sent = {"name": "Dai Lloyd", "kind": "guest", "email": "dai@example.org", "consent": "yes"}
    op = op_id()

    first, second = (desk.post("/walk-in", op_id=op, **sent) for _ in range(2))

    assert first.status_code == 303
    assert first.location == second.location
    with app.app_context():
        dai = db.session.scalars(db.select(Attendee).filter_by(name="Dai Lloyd")).one()
        assert (dai.kind, dai.email, dai.provenance["name"]) == ("guest", "dai@example.org", "desk")
        assert codes.code_of("ticket", dai)
    assert desk.said() == ["walk-in"]


@pytest.mark.parametrize(
    "sent", [{"name": "Dai Lloyd", "kind": "guest"}, {"kind": "guest", "consent": "yes"},
             {"name": "Dai", "kind": "", "consent": "yes"},
             {"name": "Dai", "kind": "guest", "consent": "yes", "email": "nope"}],
)  # fmt: skip
def test_a_walk_in_without_a_name_or_consent_is_not_registered(
    app: Flask, sent: dict[str, str]
) -> None:
    desk = Desk(app, "stew")

    answer = desk.post("/walk-in", **sent)

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert desk.said() == []


def test_a_walk_in_who_is_here_is_in_with_the_same_form_and_once(app: Flask) -> None:
    desk, op = Desk(app, "stew"), op_id()

    first, second = (desk.post("/walk-in", op_id=op, here="yes", **DAI) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert "In since" in words(desk.client.get(first.location))
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).one().way == "walk_in"
        assert db.session.scalars(db.select(Attendee).filter_by(name="Dai Lloyd")).one().walked_in


@pytest.mark.parametrize(
    "like", [{"name": "Asha Patle"}, {"name": "patel asha"}, {"email": "ASHA@example.org"}],
    ids=["a slip", "the other way round", "the same address"],
)  # fmt: skip
def test_who_may_be_on_the_list_is_offered_and_made_only_on_the_stewards_word(
    app: Flask, like: dict[str, str]
) -> None:
    desk = Desk(app, "stew")

    offered = desk.post("/walk-in", **{**DAI, **like})
    made = desk.post("/walk-in", new="yes", **{**DAI, **like})

    assert offered.status_code == 422
    assert desk.person("Asha") in offered.text and 'name="new" value="yes"' in offered.text
    assert made.status_code == 303
    assert desk.said() == ["walk-in"]


def test_somebody_the_door_keeps_out_is_registered_and_not_in(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        (door,) = events.lists_of(desk.fair.id)
        tomorrow = clock.now() + timedelta(days=1)
        events.shape_list(door, opens_at=tomorrow)

    answer = desk.post("/walk-in", here="yes", **DAI)

    page = words(desk.client.get(answer.location))
    assert "Registered, but not checked in: The doors are not open to them yet." in page
    assert "Not here yet." in page
