"""Whom I met, on my own page: open requests first, then the newest; searched and marked."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events, meetings, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.notes import Jotting
from tests.web.a_fair import Fair, hold, let_in, words
from tests.web.a_phone import PhoneInHand, a_meeting, phone_of


def names(page: TestResponse) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+"><bdi>([^<]+)', page.text)


def meet_many(fair: Fair, number: int) -> PhoneInHand:
    """Let Asha meet so many people called Friend 1, Friend 2…"""
    with fair.app.app_context():
        with writing():
            event, at = events.get(fair.event_id), clock.now()
            asha = fair.person("Asha")
            asha_met = [
                attendees.walk_in(event, {"name": f"Friend {n}", "organisation": f"Org {n}"}, at)
                for n in range(number)
            ]
            for friend in asha_met:
                _meet(fair, asha, friend)
        db.session.remove()
    return phone_of(fair, "Asha")


def _meet(fair: Fair, one: Attendee, other: Attendee) -> None:
    meeting = meetings.Meeting(
        event_id=fair.event_id, low_id=min(one.id, other.id), high_id=max(one.id, other.id),
        way="phone", op_id=str(uuid4()), asker=one.asker, prompt_id="x",
        happened_at=clock.now(), recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    for giver, receiver in ((one, other), (other, one)):
        db.session.add(meetings.Share(
            event_id=fair.event_id, meeting_id=meeting.id, giver_id=giver.id,
            receiver_id=receiver.id, fields=["name"], state="declined", act="scan",
            consent_version=1, asked_at=clock.now(),
        ))  # fmt: skip


def test_open_requests_stand_first_then_the_newest(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Dana", "Eve")
    asha, start = phone_of(fair, "Asha"), clock.now()
    for minutes, (who, gives) in enumerate(
        [("Ben", "name"), ("Dana", "name,email"), ("Eve", "name,email")]
    ):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            asha.met(fair.badges[who], gives=gives)

    page = asha.get("/me")

    assert names(page) == ["Ben Okafor", "Eve Moss", "Dana Ruiz"]
    assert "3 people you met" in words(page)


def test_a_request_is_declined_from_the_list(app: Flask) -> None:
    _fair, asha, _ben, met = a_meeting(app, gives="name")

    asha.post(f"/me/contacts/{met}/answer", answer="no")

    assert "You gave your name." in words(asha.get("/me"))


def test_the_list_tells_through_what_they_met_and_what_they_talked_about(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    with app.app_context(), writing():
        meeting = meetings.by_public_id(fair.event_id, met)
        jotting = Jotting(words="secret", topics=("Placement", "Bridges"), rating=3)
        notes.jot(meeting, fair.person("Ben"), jotting, clock.now())

    page = words(asha.get("/me"))

    assert "a badge scanned" in page
    assert "You talked about: Placement , Bridges" in page and "secret" not in page


@pytest.mark.parametrize(("number", "searched"), [(10, False), (11, True)])
def test_a_list_of_more_than_ten_can_be_searched(app: Flask, number: int, searched: bool) -> None:
    asha = meet_many(hold(app), number)

    page = asha.get("/me")

    assert ('action="/me/found"' in page.text) is searched


@pytest.mark.parametrize(
    ("typed", "found"),
    [("friend 7", ["Friend 7"]), ("ORG 3", ["Friend 3"]), ("7 frïend", ["Friend 7"]),
     ("ben", []), ("Friend 99", [])],
)  # fmt: skip
def test_a_part_of_a_name_or_organisation_finds_them(
    app: Flask, typed: str, found: list[str]
) -> None:
    asha = meet_many(hold(app), 11)

    page = asha.post("/me/found", q=typed)

    assert page.status_code == 200 and names(page) == found


def test_a_mark_to_write_to_somebody_filters_the_list_and_goes_again(app: Flask) -> None:
    fair, asha, ben, met = a_meeting(app)
    let_in(fair, "Eve")
    asha.met(fair.badges["Eve"])
    op_id = str(uuid4())

    answers = [
        asha.post(f"/me/contacts/{met}/follow-up", op_id=op_id, wanted="yes") for _press in "ab"
    ]
    marked = names(asha.get("/me?show=marked"))
    theirs = words(ben.get("/me"))
    asha.post(f"/me/contacts/{met}/follow-up", wanted="no")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert marked == ["Ben Okafor"]
    assert "To write to" not in theirs
    assert "To write to" not in words(asha.get("/me"))
    assert asha.post(f"/me/contacts/{met}/follow-up", wanted="perhaps").status_code == 422
