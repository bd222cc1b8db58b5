"""The front page: which fair, who is here, a ticket again, a ticket as a picture."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import employers, events
from kiosk.domain.attendees import Attendee
from tests.web.a_fair import OURS, hold, words
from tests.web.a_phone import phone


@dataclass
class Postbox:
    """Takes down who was written to."""

    written: list[str] = field(default_factory=list)

    def send_ticket(self, attendee: Attendee, at: datetime) -> None:
        self.written.append(attendee.name)


def ask_again(app: Flask, email: str) -> tuple[int, str]:
    client = app.test_client()
    answer = client.post("/ticket-letters", data={"email": email}, headers=OURS)
    return answer.status_code, words(client.get("/"))


def test_the_one_open_fair_says_where_and_who_is_here(app: Flask) -> None:
    hold(app, place="Great Hall")

    page = app.test_client().get("/")

    assert page.status_code == 200
    assert "The fair" in words(page) and "Great Hall" in words(page)
    assert "Nova Engineering" in words(page) and "Stand 12" in words(page)


def test_several_fairs_are_a_choice(app: Flask) -> None:
    hold(app, "autumn")
    hold(app, "spring")

    page = app.test_client().get("/")

    assert 'href="/fair/autumn"' in page.text and 'href="/fair/spring"' in page.text
    assert app.test_client().get("/fair/spring").status_code == 200


def test_no_fair_is_a_calm_page_and_an_unknown_one_is_not_found(app: Flask) -> None:
    assert "No fair is open" in words(app.test_client().get("/"))
    assert app.test_client().get("/fair/none").status_code == 404


def test_a_vacancies_link_leads_to_the_web_or_nowhere(app: Flask) -> None:
    fair = hold(app)
    with app.app_context(), writing():
        rows = [{"name": "Nova Engineering", "vacancies_url": "https://nova.example/jobs"},
                {"name": "Other Works", "vacancies_url": "javascript:alert(1)",
                 "text": "<script>alert(1)</script>"}]  # fmt: skip
        employers.register(fair.event_id, rows, clock.now())

    page = app.test_client().get("/").text

    assert 'href="https://nova.example/jobs"' in page
    assert "javascript:" not in page and "<script>alert" not in page


def test_a_ticket_is_sent_again_and_the_answer_never_tells_who_is_known(app: Flask) -> None:
    hold(app)
    box = app.extensions["kiosk_letters"] = Postbox()

    known = ask_again(app, " ASHA@example.org ")
    unknown = ask_again(app, "nobody@example.org")

    assert known == unknown
    assert known[0] == 303
    assert box.written == ["Asha Patel"]


def test_a_ticket_is_not_sent_again_for_a_fair_that_is_over(app: Flask) -> None:
    fair = hold(app)
    box = app.extensions["kiosk_letters"] = Postbox()
    with app.app_context(), writing():
        events.close(events.get(fair.event_id), clock.now())

    ask_again(app, "asha@example.org")

    assert box.written == []


@pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org"])
def test_one_address_is_written_to_three_times_an_hour(app: Flask, email: str) -> None:
    hold(app)
    app.extensions["kiosk_letters"] = Postbox()

    answers = [ask_again(app, email)[0] for _try in range(4)]

    assert answers == [303, 303, 303, 429]


def test_a_ticket_is_a_picture_that_another_decoder_reads(app: Flask) -> None:
    fair = hold(app, place="Great Hall")

    page = phone(fair).post("/ticket", code=f"http://localhost:8000/ticket#{fair.tickets['Asha']}")

    picture = re.search(r'src="data:image/png;base64,([^"]+)"', page.text)
    assert picture
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(b64decode(picture[1]))).convert("L"))
    assert [each.text for each in read] == [fair.tickets["Asha"]]
    assert "Asha" in words(page) and "Hold this to the tablet" in words(page)


@pytest.mark.parametrize("code", ["nonsense", "0" * 26, "\x00", "é" * 2000])
def test_a_code_that_is_no_ticket_is_not_known(app: Flask, code: str) -> None:
    assert phone(hold(app)).post("/ticket", code=code).status_code == 404


def test_a_badge_code_or_a_claim_secret_shows_no_ticket(app: Flask) -> None:
    fair = hold(app)

    assert phone(fair).post("/ticket", code=fair.badges["Asha"]).status_code == 404


def test_the_ticket_page_works_by_pasting(app: Flask) -> None:
    page = app.test_client().get("/ticket")

    assert page.status_code == 200
    assert '<form method="post"' in page.text and 'name="code"' in page.text


def test_a_front_page_in_the_evening_says_that_the_fair_is_over(app: Flask) -> None:
    hold(app, at=clock.now() - timedelta(days=2))

    page = app.test_client().get("/fair/fair")

    assert "This fair is over" in words(page)
    assert "six digits" not in words(page)
    with app.app_context():
        db.session.remove()
