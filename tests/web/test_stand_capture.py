"""The page of a badge: chips, a next step, a rating and a note, kept by one button."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import employers, notes
from kiosk.domain.arrivals import RefusedScan
from kiosk.domain.meetings import Meeting, pace
from kiosk.domain.notes import Jotting, Note
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, words
from tests.web.a_stand import capture, count, look, open_stand, phone_of


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai")
    return fair


@pytest.fixture
def stand(fair: Fair) -> Screen:
    return open_stand(fair)


def jotting(fair: Fair) -> Jotting:
    with fair.app.app_context():
        return notes.read(db.session.scalars(select(Note)).one())


def checked(page: object) -> set[str]:
    return set(re.findall(r'value="([^"]*)" checked', page.text))


def test_a_badge_two_chips_and_keep_are_all_it_takes(fair: Fair, stand: Screen) -> None:
    kept = capture(stand, fair.badges["Asha"], topics="CV", next_step="interview", rating="")

    assert kept.status_code == 201
    assert jotting(fair) == Jotting(topics=("CV",), next_step="interview")
    assert checked(look(stand, fair.badges["Asha"])) == {"CV", "interview", ""}


def test_who_was_met_before_keeps_what_a_page_did_not_show(fair: Fair, stand: Screen) -> None:
    blank, own = look(stand, fair.badges["Asha"]), phone_of(fair, "Ben")
    capture(own, fair.badges["Asha"], topics=["CV", "Visa"], note="Bridges", rating="3")

    again = stand.post("/stand/meetings", person=hidden(blank, "person"), topics="Projects")
    assert "You and Asha meet again." in words(again)
    assert jotting(fair) == Jotting("Bridges", ("CV", "Visa", "Projects"), rating=3)

    capture(stand, fair.badges["Asha"], topics="Visa", note="")
    assert jotting(fair) == Jotting(topics=("Visa",))


def test_a_made_up_topic_or_rating_keeps_nothing(fair: Fair, stand: Screen) -> None:
    for fields in ({"topics": "<b>Hired</b>"}, {"rating": "9"}, {"next_step": "marry"}):
        page = capture(stand, fair.badges["Asha"], note="Kind words", **fields)
        assert page.status_code == 422
        assert "Kind words" in page.text and "<b>Hired" not in page.text

    assert count(fair, Meeting) == count(fair, Note) == 0


def test_an_employer_has_its_own_chips_and_hostile_ones_are_only_words(
    fair: Fair, stand: Screen
) -> None:
    with fair.app.app_context(), writing():
        nova = employers.of_event(fair.event_id)[0]
        employers.choose_topics(nova, ["Bridges", '"><script>x'])

    page = look(stand, fair.badges["Asha"])
    capture(stand, fair.badges["Asha"], topics=["Bridges", '"><script>x'])

    assert "Placement" not in words(page) and "<script>x" not in page.text
    assert jotting(fair).topics == ("Bridges", '"><script>x')


def test_the_same_op_id_keeps_once(fair: Fair, stand: Screen) -> None:
    sent = {"op_id": str(uuid4()), "person": hidden(look(stand, fair.badges["Asha"]), "person")}
    answers = [stand.post("/stand/meetings", topics="CV", **sent) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert stand.post("/stand/meetings", topics="Visa", **sent).status_code == 409
    assert (count(fair, Meeting), jotting(fair).topics) == (1, ("CV",))


def test_two_recruiters_of_one_team_each_keep_their_own(fair: Fair, stand: Screen) -> None:
    let_in(fair, "Dana")
    dana = phone_of(fair, "Dana")
    pages = [hidden(look(screen, fair.badges["Asha"]), "person") for screen in (stand, dana)]

    for screen, page, topic in zip((stand, dana), pages, ("CV", "Visa"), strict=True):
        assert screen.post("/stand/meetings", person=page, topics=topic).status_code == 201

    assert count(fair, Meeting) == count(fair, Note) == 2


def test_who_collects_badges_is_asked_to_slow_down(
    fair: Fair, stand: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 1)
    capture(stand, fair.badges["Cai"])

    page = capture(stand, fair.badges["Asha"])

    assert (page.status_code, page.headers["Retry-After"]) == (429, "20")
    assert "Slow down, please." in words(page)
    assert count(fair, Meeting) == count(fair, RefusedScan) == 1
