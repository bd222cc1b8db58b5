"""Signing in: one calm answer for every wrong pair, a lock after five, out means out."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db
from kiosk.domain.staff import StaffMember
from tests.web.a_desk import OURS, PASSPHRASE, Desk, hire, words


def test_the_right_passphrase_opens_the_desk_of_the_one_fair(app: Flask) -> None:
    desk = Desk(app, "")

    answer = desk.sign_in("olga@fair")

    assert (answer.status_code, answer.location) == (303, "/desk")
    assert desk.client.get("/desk").location == "/desk/fair"
    assert "Here now" in desk.get().text


def test_somebody_sent_to_sign_in_comes_back_to_the_page_they_wanted(app: Flask) -> None:
    desk = Desk(app, "")
    asked = desk.get("/people")

    assert asked.status_code == 401
    assert 'name="then" value="/desk/fair/people"' in asked.text
    assert desk.sign_in("olga@fair", then="/desk/fair/people").location == "/desk/fair/people"


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/desk/\\evil", "/me",
                                  "/desk//evil.example", "/desk/\r\nSet-Cookie: a=b"])  # fmt: skip
def test_a_foreign_page_is_never_come_back_to(app: Flask, then: str) -> None:
    desk = Desk(app, "")

    assert desk.sign_in("olga@fair", then=then).location == "/desk"


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("olga@fair", "four loud words here"), ("nobody", PASSPHRASE), ("", ""),
     ("olga@fair", "x" * 9999), ("<script>", "' OR 1=1"), ("olga\x00", "\x00")],
)  # fmt: skip
def test_every_wrong_pair_gets_the_same_answer(app: Flask, name: str, passphrase: str) -> None:
    desk = Desk(app, "")

    answer = desk.sign_in(name, passphrase)

    assert answer.status_code == 401
    assert "That name and passphrase do not belong together." in answer.text
    assert "Set-Cookie" not in answer.headers
    if name:
        assert name not in answer.text


def test_after_five_wrong_ones_even_the_right_one_waits_a_minute(app: Flask) -> None:
    desk = Desk(app, "")
    for _ in range(5):
        desk.sign_in("olga@fair", "wrong passphrase")

    assert desk.sign_in("olga@fair").status_code == 401
    with time_machine.travel(clock.now() + timedelta(seconds=90)):
        assert desk.sign_in("olga@fair").status_code == 303
    with app.app_context():
        olga = db.session.scalars(db.select(StaffMember).filter_by(name="olga@fair")).one()
        assert (olga.failures, olga.locked_until) == (0, None)


def test_guesses_from_elsewhere_lock_nobody_out_of_their_own_browser(app: Flask) -> None:
    mine = Desk(app, "")
    mine.sign_in("olga@fair")
    mine.client.post("/desk/sign-out", headers=OURS)
    guess = {"name": "olga@fair", "passphrase": "wrong passphrase"}
    stranger = app.test_client()
    for _ in range(10):  # the account waits, and so does everybody at this address
        stranger.post("/desk/sign-in", data=guess, headers=OURS)

    assert stranger.post("/desk/sign-in", data=guess, headers=OURS).status_code == 429
    assert mine.sign_in("olga@fair", "wrong passphrase").status_code == 401
    assert mine.sign_in("olga@fair").status_code == 303


def test_a_known_browser_has_ten_guesses_a_minute_too_and_none_at_another_name(app: Flask) -> None:
    desk = Desk(app, "")
    desk.sign_in("olga@fair")
    answers = [desk.sign_in("olga@fair", "wrong passphrase").status_code for _ in range(12)]
    for _ in range(5):
        desk.sign_in("stew@fair", "wrong passphrase")

    assert answers == [401] * 10 + [429] * 2
    assert desk.sign_in("stew@fair").status_code == 401


def test_ten_guesses_a_minute_from_one_place_are_enough(app: Flask) -> None:
    desk = Desk(app, "")
    answers = [desk.sign_in("nobody", "wrong passphrase").status_code for _ in range(12)]

    assert answers[:10] == [401] * 10
    assert answers[10:] == [429] * 2


def test_signing_out_ends_the_session_and_not_only_the_cookie(app: Flask) -> None:
    desk = Desk(app)
    held = desk.client.get_cookie("kiosk-staff")
    assert held is not None

    desk.client.post("/desk/sign-out", headers=OURS)
    desk.client.set_cookie("kiosk-staff", held.value)

    assert desk.get().status_code == 401


def test_the_session_ends_by_itself_after_the_day(app: Flask) -> None:
    desk = Desk(app)

    with time_machine.travel(clock.now() + timedelta(hours=15)):
        assert desk.get().status_code == 401


def test_another_page_cannot_sign_anybody_in_or_out(app: Flask) -> None:
    desk = Desk(app, "")
    sent = {"name": "olga@fair", "passphrase": PASSPHRASE}

    assert desk.client.post("/desk/sign-in", data=sent).status_code == 403
    assert (
        desk.client.post("/desk/sign-out", headers={"Origin": "https://evil.example"}).status_code
        == 403
    )


def test_an_admin_chooses_among_the_fairs(app: Flask) -> None:
    desk, other = Desk(app, ""), Desk(app, "", "other")
    with app.app_context():
        hire(None, "ada", "admin")
    desk.sign_in("ada")

    assert "/desk/fair" in desk.client.get("/desk").text
    assert desk.get().status_code == 200
    assert desk.client.get(f"/desk/{other.slug}").status_code == 200


@pytest.mark.parametrize("path", ["", "/people", "/stations", "/team", "/nowhere"])
def test_the_neighbours_desk_looks_like_one_that_is_not_there(app: Flask, path: str) -> None:
    desk, _other = Desk(app), Desk(app, "", "other")

    neighbour = desk.client.get(f"/desk/other{path}")
    nowhere = desk.client.get(f"/desk/nowhere{path}")

    assert neighbour.status_code == nowhere.status_code == 404
    assert words(neighbour) == words(nowhere)


@pytest.mark.parametrize("path", ["/import", "/packs", "/settings", "/team", "/packs/progress"])
def test_a_steward_does_not_do_an_organisers_work(app: Flask, path: str) -> None:
    assert Desk(app, "stew").get(path).status_code == 403
