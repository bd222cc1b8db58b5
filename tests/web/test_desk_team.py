"""The team: added, changed, let go; nobody makes an admin or shuts themselves out."""

import pytest
from flask import Flask

from kiosk.db import db
from kiosk.domain.operations import Operation
from kiosk.domain.staff import StaffMember
from tests.people import op_id
from tests.web.a_desk import PASSPHRASE, Desk, hire, open_session


def member(desk: Desk, name: str) -> StaffMember:
    with desk.app.app_context():
        return db.session.scalars(db.select(StaffMember).filter_by(name=name)).one()


def test_somebody_new_signs_in_with_their_passphrase(app: Flask) -> None:
    desk, op = Desk(app), op_id()
    sent = {"name": "sam", "role": "steward", "passphrase": "correct horse battery"}

    answers = [desk.post("/team", **sent, op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert desk.sign_in("sam", "correct horse battery").status_code == 303
    assert desk.get("/team").status_code == 403
    with app.app_context():
        rows = db.session.scalars(db.select(Operation)).one().rows
        assert "correct" not in str(rows)
    assert desk.said() == ["add-staff"]


@pytest.mark.parametrize(
    "sent", [{"name": "sam", "role": "steward", "passphrase": "short"},
             {"name": "sam", "role": "steward"}, {"name": "", "role": "steward"},
             {"name": "sam", "role": "admin", "passphrase": PASSPHRASE},
             {"name": "sam\x00", "role": "steward", "passphrase": PASSPHRASE},
             {"name": "stew@fair", "role": "steward", "passphrase": PASSPHRASE}],
)  # fmt: skip
def test_somebody_who_cannot_be_added_is_told_why(app: Flask, sent: dict[str, str]) -> None:
    desk = Desk(app)

    answer = desk.post("/team", **sent)

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert PASSPHRASE not in answer.text
    assert desk.said() == []


def test_a_role_is_changed_and_never_to_admin(app: Flask) -> None:
    desk = Desk(app)
    stew = member(desk, "stew@fair").public_id

    assert desk.post(f"/team/{stew}/role", role="organiser").status_code == 303
    assert desk.post(f"/team/{stew}/role", role="admin").status_code == 422
    assert member(desk, "stew@fair").role == "organiser"


def test_a_new_passphrase_signs_out_everywhere(app: Flask) -> None:
    desk = Desk(app)
    stew = member(desk, "stew@fair").public_id
    other = app.test_client()
    with app.app_context():
        other.set_cookie("kiosk-staff", open_session("stew@fair"))
    assert other.get("/desk/fair").status_code == 200

    assert desk.post(f"/team/{stew}/passphrase", passphrase="short").status_code == 422
    assert desk.post(f"/team/{stew}/passphrase", passphrase="another four words").status_code == 303

    assert other.get("/desk/fair").status_code == 401
    assert desk.sign_in("stew@fair").status_code == 401
    assert desk.sign_in("stew@fair", "another four words").status_code == 303


def test_whoever_is_let_go_is_out_and_their_name_is_gone(app: Flask) -> None:
    desk = Desk(app)
    stew = member(desk, "stew@fair").public_id
    other = app.test_client()
    with app.app_context():
        other.set_cookie("kiosk-staff", open_session("stew@fair"))

    assert desk.post(f"/team/{stew}/leave").status_code == 303

    assert other.get("/desk/fair").status_code == 401
    assert "stew@fair" not in desk.get("/team").text
    with app.app_context():
        names = db.session.scalars(db.select(StaffMember.name)).all()
        assert "stew@fair" not in names
    assert desk.post(f"/team/{stew}/leave").status_code == 404


@pytest.mark.parametrize("act", ["role", "leave"])
def test_an_organiser_cannot_shut_themselves_out(app: Flask, act: str) -> None:
    desk = Desk(app)
    olga = member(desk, "olga@fair").public_id

    assert desk.post(f"/team/{olga}/{act}", role="steward").status_code == 409
    assert desk.get("/team").status_code == 200


def test_admins_and_the_neighbours_staff_are_not_this_organisers(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context():
        hire(None, "ada", "admin")
    strangers = [member(desk, "ada").public_id, member(other, "stew@other").public_id]

    for stranger in strangers:
        assert desk.post(f"/team/{stranger}/role", role="steward").status_code == 404
        assert desk.post(f"/team/{stranger}/passphrase", passphrase=PASSPHRASE).status_code == 404
        assert desk.post(f"/team/{stranger}/leave").status_code == 404
