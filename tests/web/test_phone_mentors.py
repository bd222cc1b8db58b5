"""A student's mentors on the phone: each verb works once, and says refusals beside its field."""

from __future__ import annotations

import io
import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import (
    Feedback,
    MentorRequest,
    Message,
    Paper,
    availability,
    caring,
    finding,
)
from tests.web.a_hall import Hall, open_hall
from tests.web.a_scheme import PDF

OURS = {"Sec-Fetch-Site": "same-origin"}
HOSTILE = "<script>alert(1)</script> https://ok.example/?a=1&b=<b>"


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def asha(hall: Hall) -> FlaskClient:
    return hall.browser("phone")


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={"op_id": str(uuid4()), **fields}, headers=OURS)


def request_of(hall: Hall, name: str) -> str:
    return f"/me/mentors/asked/{hall.ids[name]}"


def rows(hall: Hall, record: type[object]) -> int:
    with hall.app.app_context():
        return db.session.query(record).count()


def test_a_mentor_is_found_by_any_word_and_by_what_they_offer(
    hall: Hall, asha: FlaskClient
) -> None:
    by_word = post(asha, "/me/mentors", words="OSEI bridges")
    by_tag = post(asha, "/me/mentors", sector="Construction", offer="story", free="yes")
    nobody = post(asha, "/me/mentors", words="100%_")

    assert "Mina Osei" in by_word.text
    assert "Mina Osei" in by_tag.text
    assert "Mina Osei" not in nobody.text


def test_no_address_and_no_whole_name_of_anybody_stands_in_a_list(
    hall: Hall, asha: FlaskClient
) -> None:
    pages = [asha.get("/me/mentors"), asha.get(f"/me/mentors/{hall.ids['mentor']}")]

    assert all("mina@fair.example.org" not in page.text for page in pages)


def test_a_request_is_made_once_however_often_it_is_sent(hall: Hall, asha: FlaskClient) -> None:
    path = f"/me/mentors/{hall.ids['mentor']}/{hall.ids['own offer']}"
    form = {"op_id": str(uuid4()), "message": "May I walk with you?"}
    before = rows(hall, MentorRequest)

    answers = [asha.post(path, data=form, headers=OURS) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert rows(hall, MentorRequest) == before + 1


def test_a_missing_message_is_said_beside_it_and_what_was_chosen_stays(
    hall: Hall, asha: FlaskClient
) -> None:
    path = f"/me/mentors/{hall.ids['mentor']}/{hall.ids['own offer']}"

    answer = post(asha, path, message=" ", slot=hall.ids["slot"])

    assert answer.status_code == 422
    assert "Say in two or three sentences what you would like." in answer.text
    assert re.search(rf'value="{re.escape(hall.ids["slot"])}" checked', answer.text)


def test_an_address_shows_once_accepted_and_not_before(hall: Hall, asha: FlaskClient) -> None:
    agreed, waiting = (asha.get(request_of(hall, n)).text for n in ("request", "open request"))

    assert "mina@fair.example.org" in agreed
    assert "mina@fair.example.org" not in waiting


def test_nobody_under_18_sees_or_shows_an_address(hall: Hall, asha: FlaskClient) -> None:
    with hall.app.app_context(), writing():
        attendees.get(hall.people["asha"]).under_18 = True

    theirs = asha.get(request_of(hall, "request")).text
    mentors = hall.browser("mentor").get(f"/mentor/requests/{hall.ids['request']}").text

    assert "mina@fair.example.org" not in theirs
    assert "asha@example.org" not in mentors


def test_words_are_words_and_addresses_are_links(hall: Hall, asha: FlaskClient) -> None:
    post(asha, request_of(hall, "request") + "/words", words=HOSTILE)

    page = asha.get(request_of(hall, "request")).text

    assert "<script>alert" not in page
    assert 'href="https://ok.example/?a=1&amp;b="' in page


def test_a_cv_is_a_pdf_by_what_is_in_it(hall: Hall, asha: FlaskClient) -> None:
    path = request_of(hall, "request") + "/cv"
    refused = post(asha, path, file=(io.BytesIO(b"MZ not a PDF"), "cv.pdf"))
    taken = post(asha, path, file=(io.BytesIO(PDF), "cv.exe"))

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "This is not a PDF." in refused.text


def test_a_cv_is_an_attachment_at_an_address_that_needs_no_cookie(
    app: Flask, hall: Hall, asha: FlaskClient
) -> None:
    page = asha.get(request_of(hall, "request")).text
    address = re.search(r'href="(/papers/[^"]+)"', page)
    assert address is not None

    answer = app.test_client().get(address[1])

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert app.test_client().get(address[1][:-2] + "xx").status_code == 404


def test_a_cv_goes_when_the_request_is_called_off(hall: Hall, asha: FlaskClient) -> None:
    post(asha, request_of(hall, "request") + "/off")

    assert rows(hall, Paper) == 0
    assert "called off" in asha.get(request_of(hall, "request")).text.lower()


def test_how_it_was_is_said_once(hall: Hall, asha: FlaskClient) -> None:
    path = request_of(hall, "done request") + "/how"
    missing = post(asha, path, thanks="Thank you")

    for worth in ("3", "1"):
        post(asha, path, worth=worth, came_of_it="surer", thanks="Thank you")

    assert "Choose one of the three." in missing.text
    assert "Thank you</textarea>" in missing.text
    assert rows(hall, Feedback) == 1


def test_while_a_coordinator_looks_nothing_is_written(hall: Hall, asha: FlaskClient) -> None:
    with hall.app.app_context(), writing():
        caring.suspend_mentee(attendees.get(hall.people["asha"]), clock.now())
    before = rows(hall, Message)

    answer = post(asha, request_of(hall, "request") + "/words", words="Hello")

    assert answer.status_code == 409
    assert "A coordinator is looking at this." in answer.text
    assert rows(hall, Message) == before


def test_a_link_in_a_pack_opens_the_offer_it_names(hall: Hall) -> None:
    fresh = hall.app.test_client()
    link = f"{hall.ids['pack link of asha']}.mentor.{hall.ids['mentor']}.{hall.ids['own offer']}"

    opened = fresh.post("/pack", data={"secret": link}, headers=OURS)

    assert opened.location == f"/me/mentors/{hall.ids['mentor']}/{hall.ids['own offer']}"
    assert "Ask" in fresh.get(opened.location).text


@pytest.mark.parametrize("page", ["asked.javascript:alert", "mentor.x.y.z", "asked.a/../b", "else"])
def test_a_link_that_names_nothing_opens_the_pack(hall: Hall, page: str) -> None:
    link = f"{hall.ids['pack link of asha']}.{page}"

    opened = hall.app.test_client().post("/pack", data={"secret": link}, headers=OURS)

    assert opened.location in ("/me/pack", "/me/deletions")


def test_a_student_without_a_mentor_to_see_is_told_to_come_back(app: Flask, hall: Hall) -> None:
    with app.app_context():
        person = attendees.get(hall.people["asha"])
        with writing():
            availability.suspend(
                mentoring.of_event(hall.event_id, hall.ids["mentor"]), hall.event_id, "staff:x",
                clock.now(),
            )  # fmt: skip
        mentor = mentoring.of_event(hall.event_id, hall.ids["mentor"])
        assert not finding.is_seen(mentor, person)

    answer = hall.browser("phone").get(f"/me/mentors/{hall.ids['mentor']}")

    assert answer.status_code == 404
    assert "Nobody yet." in hall.browser("phone").get("/me/mentors").text
