"""A recruiter at the stand: on duty, a badge, Keep, and a note that stays in the team."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain.meetings import Meeting
from kiosk.domain.notes import Note
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, pair, words
from tests.web.a_stand import count, look, open_stand, phone_of, public_id


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai")
    return fair


@pytest.fixture
def stand(fair: Fair) -> Screen:
    return open_stand(fair)


def test_two_taps_keep_a_meeting_and_a_note(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    kept = stand.post("/stand/meetings", person=hidden(person, "person"), note="Bridges. Call.")

    assert "Asha Patel" in words(person)
    assert "MEng Civil Engineering, year 3 · graduates 2027" in words(person)
    assert "Asha sees that you met and what you talked about, not the rest." in words(person)
    assert "asha@example.org" not in person.text
    assert kept.status_code == 201
    assert "You and Asha have met." in words(kept)
    assert "Asha gives name · Ben gives name and email" in words(kept)
    with fair.app.app_context():
        meeting = db.session.scalars(select(Meeting)).one()
        note = db.session.scalars(select(Note)).one()
        assert (meeting.way, note.words) == ("stand", "Bridges. Call.")
        assert {fair.ids["Asha"], fair.ids["Ben"]} == {meeting.low_id, meeting.high_id}


def test_looking_at_a_badge_writes_nothing(fair: Fair, stand: Screen) -> None:
    look(stand, fair.badges["Asha"])

    assert count(fair, Meeting) == count(fair, Note) == 0


def test_keep_pressed_twice_is_one_meeting(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    fields = {"person": hidden(person, "person"), "note": "Once", "op_id": str(uuid4())}

    pages = [stand.post("/stand/meetings", **fields) for _ in range(2)]

    assert [page.status_code for page in pages] == [201, 200]
    assert "You and Asha have met." in words(pages[1])
    assert count(fair, Meeting) == count(fair, Note) == 1


def test_the_six_letters_are_typed_where_no_camera_reads(fair: Fair, stand: Screen) -> None:
    assert "Asha Patel" in words(look(stand, f" {fair.badges['Asha'][-6:].lower()} "))


def test_a_note_is_found_again_and_can_be_rewritten_or_taken_away(
    fair: Fair, stand: Screen
) -> None:
    for words_now in ("First", "Second", ""):
        person = look(stand, fair.badges["Asha"])
        stand.post("/stand/meetings", person=hidden(person, "person"), note=words_now)
        again = look(stand, fair.badges["Asha"])
        assert f">{words_now}</textarea>" in again.text
        assert "You met at" in words(again)

    assert count(fair, Note) == 0
    assert count(fair, Meeting) == 1


def test_a_note_that_is_too_long_stays_on_the_page_and_keeps_nothing(
    fair: Fair, stand: Screen
) -> None:
    person = look(stand, fair.badges["Asha"])

    page = stand.post("/stand/meetings", person=hidden(person, "person"), note="ab" * 300)

    assert page.status_code == 422
    assert "A note has at most 500 characters." in words(page)
    assert "ab" * 300 in page.text
    assert count(fair, Meeting) == 0


def test_a_hostile_note_is_only_words(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    stand.post("/stand/meetings", person=hidden(person, "person"), note="</textarea><script>x")

    assert "<script>x" not in look(stand, fair.badges["Asha"]).text


@pytest.mark.parametrize(
    "read", ["0" * 20, "https://cafe.example/menu", "x" * 3000, "ZZZZZZ", "\x00\u202e", "=cmd|"]
)
def test_what_is_no_badge_is_not_known(stand: Screen, read: str) -> None:
    page = look(stand, read)

    assert page.status_code == 404
    assert "We do not know that badge." in words(page)


def test_a_ticket_opens_nobody_at_a_stand(fair: Fair, stand: Screen) -> None:
    assert look(stand, fair.tickets["Asha"]).status_code == 404


def test_somebody_who_has_not_come_in_looks_like_nobody(fair: Fair, stand: Screen) -> None:
    absent, unknown = look(stand, fair.badges["Eve"]), look(stand, "0" * 20)

    assert (absent.status_code, words(absent)) == (unknown.status_code, words(unknown))


def test_a_neighbours_badge_is_not_known(app: Flask, stand: Screen) -> None:
    neighbour = hold(app, "neighbour")
    let_in(neighbour, "Asha")

    assert look(stand, neighbour.badges["Asha"]).status_code == 404


def test_ones_own_badge_is_told_apart(fair: Fair, stand: Screen) -> None:
    page = look(stand, fair.badges["Ben"])

    assert page.status_code == 409
    assert "That is your own badge." in words(page)


def test_both_badges_in_one_frame_show_the_others(fair: Fair, stand: Screen) -> None:
    assert "Asha Patel" in words(look(stand, fair.badges["Ben"], fair.badges["Asha"]))


def test_two_strangers_in_one_frame_are_asked_for_one_by_one(fair: Fair, stand: Screen) -> None:
    assert look(stand, fair.badges["Cai"], fair.badges["Asha"]).status_code == 409


def test_somebody_under_18_is_only_a_name(fair: Fair, stand: Screen) -> None:
    with fair.app.app_context(), writing():
        fair.person("Cai").course = "Art"

    person = look(stand, fair.badges["Cai"])
    kept = stand.post("/stand/meetings", person=hidden(person, "person"))

    assert "Cai Evans" in words(person)
    assert "Art" not in words(person)
    assert "Nothing is passed on." in words(kept)


def test_a_recruiter_who_is_not_in_yet_is_told_so(fair: Fair, stand: Screen) -> None:
    stand.post("/stand/duty", who=public_id(fair, "Dana"))

    page = look(stand, fair.badges["Asha"])

    assert page.status_code == 409
    assert "You are not checked in yet." in words(page)


def test_nobody_meets_before_somebody_is_on_duty(fair: Fair) -> None:
    stand = pair(fair, kind="stand", name="Stand 1", employer="Nova Engineering")

    assert "Who is on duty?" in words(stand.get("/stand"))
    page = look(stand, fair.badges["Asha"])
    assert page.status_code == 409
    assert "Tap who is on duty first." in words(page)


def test_only_the_employers_own_team_can_be_on_duty(fair: Fair, stand: Screen) -> None:
    page = stand.get("/stand/duty")

    assert "Ben Okafor" in words(page) and "Dana Ruiz" in words(page)
    assert "Eve Moss" not in words(page)
    for name in ("Eve", "Asha"):
        assert stand.post("/stand/duty", who=public_id(fair, name)).status_code == 404


def test_a_stand_without_an_employer_says_so(fair: Fair) -> None:
    stand = pair(fair, kind="stand", name="Stand 1")

    assert "Whose stand is this?" in words(stand.get("/stand"))


def test_an_unpaired_screen_is_told_both_ways_in(fair: Fair) -> None:
    page = fair.app.test_client().get("/stand")

    assert page.status_code == 200
    assert "pairing code from the desk" in words(page)


def test_a_recruiters_own_phone_is_a_stand(fair: Fair) -> None:
    phone = phone_of(fair, "Ben")

    assert "Hold a badge here" in words(phone.get("/stand"))
    person = look(phone, fair.badges["Asha"])
    kept = phone.post("/stand/meetings", person=hidden(person, "person"), note="Own phone")
    assert kept.status_code == 201
    assert count(fair, Note) == 1


def test_a_students_phone_is_no_stand(fair: Fair) -> None:
    phone = phone_of(fair, "Asha")

    answers = [phone.get("/stand"), look(phone, fair.badges["Ben"]), phone.get("/stand/met")]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert "This page is for recruiters" in words(answers[0])


@pytest.mark.parametrize("path", ["/stand/scans", "/stand/meetings", "/stand/undos", "/stand/duty"])
def test_a_door_and_a_stranger_do_nothing_at_a_stand(fair: Fair, path: str) -> None:
    stranger = Screen(fair.app.test_client(), "")

    assert pair(fair).post(path, codes="x").status_code == 403
    assert stranger.post(path, codes="x").status_code == 401


def test_a_page_of_one_stand_keeps_nothing_at_another(fair: Fair, stand: Screen) -> None:
    slip = hidden(look(stand, fair.badges["Asha"]), "person")
    other = phone_of(fair, "Ben")

    assert other.post("/stand/meetings", person=slip).status_code == 404
    assert count(fair, Meeting) == 0


def test_the_team_sees_whom_it_met_and_only_its_own_phones_show_notes(
    fair: Fair, stand: Screen
) -> None:
    person = look(stand, fair.badges["Asha"])
    stand.post("/stand/meetings", person=hidden(person, "person"), note="Bridges")
    dana = phone_of(fair, "Dana")

    shared, own = words(stand.get("/stand/met")), words(dana.get("/stand/met"))

    assert "Asha Patel" in shared and "Bridges" not in shared
    assert "Asha Patel" in own and "Bridges" in own


def test_another_employer_sees_nothing_of_it(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    stand.post("/stand/meetings", person=hidden(person, "person"), note="Bridges")

    assert "Nobody yet." in words(phone_of(fair, "Eve").get("/stand/met"))


def test_undo_takes_meeting_and_note_away_within_ten_minutes(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    kept = stand.post("/stand/meetings", person=hidden(person, "person"), note="Wrong badge")

    page = stand.post("/stand/undos", meeting=hidden(kept, "meeting"))

    assert "Nothing was kept" in words(page)
    assert count(fair, Meeting, Meeting.undone_at.is_(None)) == count(fair, Note) == 0


def test_undo_is_refused_after_ten_minutes(fair: Fair, stand: Screen) -> None:
    person = look(stand, fair.badges["Asha"])
    kept = stand.post("/stand/meetings", person=hidden(person, "person"), note="Kept")

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        page = stand.post("/stand/undos", meeting=hidden(kept, "meeting"))

    assert page.status_code == 404
    assert count(fair, Meeting, Meeting.undone_at.is_(None)) == count(fair, Note) == 1
