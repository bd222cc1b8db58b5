"""Signing up to mentor, and a link sent again: neither says whether an address is known."""

from __future__ import annotations

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import events
from kiosk.domain.mentoring import Mentor, News
from tests.web.a_fair import words
from tests.web.a_hall import Hall, changed, everything, open_hall
from tests.web.a_mentor_walk import MentorsBrowser, nobody

OTTO = {"name": "Otto Berg", "email": "otto@example.org", "role": "Engineer"}


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def browser(hall: Hall) -> MentorsBrowser:
    return nobody(hall)


def links(hall: Hall) -> int:
    """Return how many letters with a link were put."""
    with hall.app.app_context():
        return len(db.session.scalars(db.select(News).where(News.what == "link")).all())


def test_somebody_new_gets_a_letter_and_waits_for_their_address_and_a_coordinator(
    hall: Hall, browser: MentorsBrowser
) -> None:
    answer = browser.post("/fair/new", **OTTO, connected="A graduate.")

    assert answer.status_code == 303
    with hall.app.app_context():
        query = db.select(Mentor).where(Mentor.email == OTTO["email"])
        otto = db.session.scalars(query).one()
        assert (otto.state, otto.story, otto.role) == ("unconfirmed", "A graduate.", "Engineer")


def test_somebody_known_is_answered_alike_and_stays_as_they_are(
    hall: Hall, browser: MentorsBrowser
) -> None:
    known = {**OTTO, "email": f"mina@{hall.slug}.example.org"}

    answers = [nobody(hall).post("/fair/new", **sent) for sent in (OTTO, known)]
    pages = [nobody(hall).get("/open").data for _answer in answers]

    assert len({(a.status_code, a.location, a.data) for a in answers}) == 1
    assert pages[0] == pages[1]
    with hall.app.app_context():
        query = db.select(Mentor.name).where(Mentor.email == known["email"])
        assert db.session.scalars(query).one() == "Mina Osei"


def test_the_same_address_twice_is_one_profile(hall: Hall, browser: MentorsBrowser) -> None:
    for _twice in range(2):
        browser.post("/fair/new", **OTTO)

    with hall.app.app_context():
        assert len(db.session.scalars(db.select(Mentor)).all()) == 2  # and Mina


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("name", "", "Please fill this in"),
        ("name", "x" * 200, "Shorten it"),
        ("email", "", "We need an address"),
        ("email", "otto@", "That is not an e-mail address"),
        ("email", "x" * 3000, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(
    hall: Hall, browser: MentorsBrowser, field: str, sent: str, said: str
) -> None:
    before = everything(hall.app)

    answer = browser.post("/fair/new", **{**OTTO, field: sent})

    assert answer.status_code == 422
    assert said in words(answer) and 'aria-invalid="true"' in answer.text
    assert "Engineer" in answer.text
    assert changed(before, everything(hall.app)) == []


def test_where_the_setting_is_off_nobody_signs_up(hall: Hall, browser: MentorsBrowser) -> None:
    assert "Mentor students here" in words(browser.client.get("/fair/fair"))
    with hall.app.app_context(), writing():
        events.get(hall.event_id).change("mentors_sign_up", False)

    assert browser.get("/fair/new").status_code == 404
    assert browser.post("/fair/new", **OTTO).status_code == 404
    assert browser.get("/nowhere/new").status_code == 404
    assert "Mentor students here" not in words(browser.client.get("/fair/fair"))


def test_a_link_is_sent_again_and_nobody_is_told_whether(
    hall: Hall, browser: MentorsBrowser
) -> None:
    with hall.app.app_context(), writing():
        db.session.execute(db.delete(News))  # the one of the sign-up
    known, unknown = f"mina@{hall.slug}.example.org", "nobody@example.org"

    answers = [nobody(hall).post("/link", email=email) for email in (known, unknown)]

    assert answers[0].data == answers[1].data
    assert links(hall) == 1


def test_an_address_is_written_to_three_times_an_hour_at_most(
    hall: Hall, browser: MentorsBrowser
) -> None:
    for path, sent in (("/fair/new", OTTO), ("/link", {"email": "nobody@example.org"})):
        answers = [browser.post(path, **sent).status_code for _time in range(4)]

        assert answers == [303, 303, 303, 429]
