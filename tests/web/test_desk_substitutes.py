"""Substitutes: Dana comes for Ben, once, with codes of her own; the list brings back neither."""

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown
from tests.people import ASHA, BEN, CAI, CAROL, op_id
from tests.web.a_desk import Desk, words

DANA = {"name": "Dana Ruiz", "email": "dana@example.org", "role": "Manager", "consent": "yes"}


def people(desk: Desk) -> dict[str, Attendee]:
    return {person.first_name: person for person in attendees.of_event(desk.fair.id)}


def replace_ben(desk: Desk, **changes: str) -> int:
    return desk.post(desk.person("Ben") + "/substitute", **{**DANA, **changes}).status_code


def test_the_substitute_takes_the_place_and_the_other_ends(app: Flask) -> None:
    desk, op = Desk(app, "stew"), op_id()
    with app.app_context():
        ticket, badge = desk.fair.code("ticket", "Ben"), desk.fair.code("badge", "Ben")
    path = desk.person("Ben") + "/substitute"

    first, second = (desk.post(path, op_id=op, **DANA) for _ in range(2))

    assert first.status_code == 303
    assert first.location == second.location
    with app.app_context():
        ben, dana = people(desk)["Ben"], people(desk)["Dana"]
        assert (ben.status, dana.status, dana.stands_in_for_id) == ("cancelled", "expected", ben.id)
        assert (dana.kind, dana.organisation, dana.role) == (
            "employer", "Nova Engineering", "Manager")  # fmt: skip
        assert dana.employer_id == ben.employer_id is not None
        assert codes.code_of("ticket", dana) not in {ticket, badge}
        for dead in (ticket, badge):
            with pytest.raises(NotKnown):
                codes.whose(desk.fair.id, dead, "ticket", "badge")
    assert "In their place comes Dana Ruiz" in words(desk.get(desk.person("Ben")))
    assert "Comes in the place of Ben Okafor" in words(desk.client.get(first.location))
    assert desk.said() == ["substitute"]


def test_the_same_list_again_brings_nobody_back_and_changes_nobody(app: Flask) -> None:
    desk = Desk(app)
    replace_ben(desk)

    with app.app_context(), writing():
        rows = [(n, dict(row)) for n, row in enumerate((ASHA, BEN, CAROL, CAI), 2)]
        result = attendees.register(desk.fair.event, rows, clock.now())

    assert (result.added, result.updated) == (0, 0)
    with app.app_context():
        assert people(desk)["Ben"].status == "cancelled"
        dana = people(desk)["Dana"]
        assert (dana.name, dana.status, dana.organisation) == (
            "Dana Ruiz", "expected", "Nova Engineering")  # fmt: skip


def test_a_list_that_names_the_substitute_makes_no_second_one(app: Flask) -> None:
    desk = Desk(app)
    replace_ben(desk)

    with app.app_context(), writing():
        row = {"name": "Dana Ruiz", "email": "dana@example.org", "kind": "guest"}
        result = attendees.register(desk.fair.event, [(2, row)], clock.now())

    assert result.added == 0
    with app.app_context():
        assert people(desk)["Dana"].kind == "employer"


def test_nobody_takes_the_place_of_somebody_who_came(app: Flask) -> None:
    desk = Desk(app, "stew")
    desk.post(desk.person("Ben") + "/check-in")
    desk.post(desk.person("Ben") + "/check-in", direction="exit")

    assert replace_ben(desk) == 409
    assert desk.get(desk.person("Ben") + "/substitute").status_code == 409
    with app.app_context():
        assert "Dana" not in people(desk)


def test_a_place_is_taken_once(app: Flask) -> None:
    desk = Desk(app, "stew")

    answers = [replace_ben(desk), replace_ben(desk, name="Eve Moss", email="eve@example.org")]

    assert answers == [303, 409]
    assert desk.post(desk.person("Ben") + "/expected").status_code == 409
    with app.app_context():
        assert "Eve" not in people(desk)


def test_an_unpaid_place_stays_unpaid(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        desk.fair.person("Ben").status = "unpaid"

    replace_ben(desk)

    with app.app_context():
        assert people(desk)["Dana"].status == "unpaid"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"consent": ""}, {"email": "nope"},
                                   {"name": "a\nb"}])  # fmt: skip
def test_a_substitute_without_name_or_consent_replaces_nobody(
    app: Flask, wrong: dict[str, str]
) -> None:
    desk = Desk(app, "stew")

    assert replace_ben(desk, **wrong) == 422
    with app.app_context():
        assert people(desk)["Ben"].status == "expected"
    assert desk.said() == []


def test_a_person_of_the_neighbours_fair_is_replaced_by_nobody(app: Flask) -> None:
    desk, other = Desk(app, "stew"), Desk(app, "", "other")

    assert desk.post(other.person("Ben") + "/substitute", **DANA).status_code == 404
    with app.app_context():
        assert db.session.scalars(db.select(Attendee).filter_by(name="Dana Ruiz")).all() == []
