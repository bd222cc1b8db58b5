"""The figures of mentoring: told with small numbers hidden, the same in the file."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import MentorRequest
from kiosk.web.desk.mentoring_figures import time_in_words
from tests.web.a_desk import words
from tests.web.a_hall import open_hall
from tests.web.a_mentoring_desk import Office

FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(open_hall(app))


def become(office: Office, state: str, count: int, **more: object) -> None:
    """Put requests of Dana, whose faculty is a formula, that have become something."""
    at = clock.now()
    with office.app.app_context(), writing():
        mentor, dana = office.mentor(), attendees.get(office.hall.people["dana"])
        dana.faculty = FORMULA
        seat = mentoring.seat_at(office.hall.event_id, mentor.id)
        assert seat is not None
        offer = mentoring.live_offers(mentor.id)[0]
        for _n in range(count):
            db.session.add(MentorRequest(
                event_id=dana.event_id, student_id=dana.id, mentor_id=mentor.id, seat_id=seat.id,
                offer_id=offer.id, state=state, message="x", asked_at=at, queued_at=at, **more,
            ))  # fmt: skip


def answered() -> dict[str, object]:
    return {"answered_at": clock.now() + timedelta(hours=3)}


def test_fewer_than_five_are_not_shown(office: Office) -> None:
    page = words(office.get("/figures"))

    assert "Requests not shown" in page
    assert "all: 1" not in page


def test_the_figures_are_shown_with_bars_and_numbers(office: Office) -> None:
    become(office, "done", 20, **answered())
    become(office, "declined", 9, reason="no_time", **answered())

    page = office.get("/figures")

    told = words(page)
    assert "Requests 33" in told
    assert "I have no time in the coming weeks. 9" in told
    assert 'width="100.0"' in page.text
    assert FORMULA not in page.text


def test_the_file_has_the_same_numbers_and_runs_no_formula(office: Office) -> None:
    become(office, "done", 20, **answered())

    answer = office.get("/figures.csv")

    rows = list(csv.reader(answer.data.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Table", "Row", "Number"]
    assert ["By faculty of the student: requests", f"'{FORMULA}", "not shown"] in rows
    assert not [row for row in rows if {"1", "2", "3", "4"} & set(row)]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mentoring.csv"'


def test_an_organiser_reads_the_figures_and_a_steward_does_not(office: Office) -> None:
    for path in ("/figures", "/figures.csv"):
        assert Office(office.hall, "organiser").get(path).status_code == 200
        assert Office(office.hall, "steward").get(path).status_code == 403


@pytest.mark.parametrize(
    ("took", "told"),
    [(None, "not shown: fewer than 5 answers"), (timedelta(minutes=5), "within an hour"),
     (timedelta(hours=1), "one hour"), (timedelta(hours=41), "41 hours"),
     (timedelta(hours=48), "2 days"), (timedelta(days=6, hours=20), "7 days")],
)  # fmt: skip
def test_the_time_to_an_answer_is_told_in_hours_or_days(
    app: Flask, took: timedelta | None, told: str
) -> None:
    with app.test_request_context():
        assert time_in_words(took) == told
