"""An employer prepares its stand through a private link, and reaches nobody else's."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.adapters.code_picture import png
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, employers
from kiosk.domain.attendees import Attendee
from kiosk.domain.codes import codes_of_event
from kiosk.domain.employers import Employer, EmployerLogo, Vacancy
from tests.web.a_fair import OURS, Fair, Screen, hold, let_in, words
from tests.web.a_hall import changed, everything
from tests.web.a_stand import capture, count, open_stand, phone_of, public_id


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


def link_of(fair: Fair, name: str = "Nova Engineering") -> str:
    with fair.app.app_context():
        return employers.secret_of(_employer(fair, name))


def _employer(fair: Fair, name: str) -> Employer:
    return next(e for e in employers.of_event(fair.event_id) if e.name == name)


def open_link(fair: Fair, name: str = "Nova Engineering") -> Screen:
    browser = Screen(fair.app.test_client(), name)
    answer = browser.client.post("/stand/own", data={"secret": link_of(fair, name)}, headers=OURS)
    assert answer.status_code == 303
    return browser


@pytest.fixture
def nova(fair: Fair) -> Screen:
    return open_link(fair)


def upload(browser: Screen, content: bytes) -> TestResponse:
    sent = {"op_id": str(uuid4()), "file": (BytesIO(content), "logo.png")}
    return browser.client.post("/stand/ours/logo", data=sent, headers=OURS)


def test_the_link_opens_the_employers_own_page_in_any_writing(fair: Fair) -> None:
    secret = link_of(fair)
    for text in (secret, secret.lower(), f"http://localhost/stand/own#{secret}", f" {secret} "):
        browser = fair.app.test_client()
        browser.post("/stand/own", data={"secret": text}, headers=OURS)
        assert "Nova Engineering" in words(browser.get("/stand/ours"))


def test_the_page_of_the_link_is_the_same_for_everybody(fair: Fair, nova: Screen) -> None:
    assert nova.get("/stand/own").data == fair.app.test_client().get("/stand/own").data


def test_another_serial_kills_the_link_and_what_was_opened_with_it(
    fair: Fair, nova: Screen
) -> None:
    old = link_of(fair)
    with fair.app.app_context(), writing():
        employers.replace_link(_employer(fair, "Nova Engineering"))

    assert nova.get("/stand/ours").status_code == 401
    assert nova.post("/stand/ours", text="Too late").status_code == 401
    assert nova.post("/stand/own", secret=old).status_code == 404
    assert nova.post("/stand/own", secret=link_of(fair)).status_code == 303


@pytest.mark.parametrize("text", ["nothing", "0" * 42, "#", "\x00", "é" * 42])
def test_a_wrong_link_opens_nothing_and_says_so_alike(fair: Fair, text: str) -> None:
    half_right = link_of(fair)[:16] + "0" * 26
    browser = Screen(fair.app.test_client(), "")

    answers = [browser.post("/stand/own", secret=each) for each in (text, half_right)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert not answers[0].headers.getlist("Set-Cookie")


def test_a_session_ends_after_two_weeks_and_a_made_up_one_is_none(fair: Fair, nova: Screen) -> None:
    forged = fair.app.test_client()
    for key in ("x", link_of(fair)[:16].lower() + ".6924.0", "..", "a.zz.b"):
        forged.set_cookie("kiosk-employer", key)
        assert forged.get("/stand/ours").status_code == 401

    with time_machine.travel(clock.now() + employers.OPEN_FOR):
        assert nova.get("/stand/ours").status_code == 401


def test_card_topics_and_vacancies_are_kept_and_shown_again(fair: Fair, nova: Screen) -> None:
    nova.post("/stand/ours", text="We build bridges.", vacancies_url="nova.example/jobs")
    nova.post("/stand/ours/topics", topics="Bridges\n\n Site  visits \r\nBridges")
    for _twice in range(2):
        nova.post("/stand/ours/vacancies", title="Engineer", url="https://nova.example/1")
    page = nova.get("/stand/ours")

    with fair.app.app_context():
        kept = _employer(fair, "Nova Engineering")
        assert (kept.text, kept.topics) == ("We build bridges.", ["Bridges", "Site visits"])
        assert kept.vacancies_url == "https://nova.example/jobs"
        vacancy = employers.vacancies_of(kept.id)[0].public_id
    assert count(fair, Vacancy) == 1 and "Engineer" in words(page)
    nova.post(f"/stand/ours/vacancies/{vacancy}/remove")
    assert count(fair, Vacancy) == 0


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("", {"text": "x" * 601}, "At most 600 letters"),
        ("", {"vacancies_url": "javascript:alert(1)"}, "Write a web address"),
        ("", {"vacancies_url": "https://a@evil.example"}, "Write a web address"),
        ("/topics", {"topics": "x" * 41}, "A topic has at most 40 letters"),
        ("/topics", {"topics": "\n".join(map(str, range(13)))}, "At most twelve topics"),
        ("/vacancies", {"title": "", "url": "https://x.example"}, "Write the job"),
        ("/vacancies", {"title": "Job", "url": "data:text/html,x"}, "Write a web address"),
        ("/vacancies", {"title": "Job\u202e", "url": "https://x.example"}, "Write the job"),
        ("/team", {"name": "", "email": "x"}, "Please fill this in."),
    ],
)
def test_what_cannot_be_shown_is_refused_beside_its_field(
    app: Flask, nova: Screen, path: str, sent: dict[str, str], said: str
) -> None:
    before = everything(app)

    page = nova.post(f"/stand/ours{path}", **sent)

    assert page.status_code == 422
    assert said in words(page)
    assert not changed(before, everything(app))


def test_a_logo_is_written_anew_shown_at_the_stand_and_removed(fair: Fair, nova: Screen) -> None:
    let_in(fair, "Ben")
    stand = open_stand(fair)
    assert upload(nova, png("ABC")).status_code == 303

    logo = nova.get("/stand/ours/logo.png")
    assert logo.data.startswith(b"\x89PNG") and len(logo.data) < 60_000
    assert stand.get("/stand/logo.png").data == logo.data
    assert 'src="/stand/logo.png"' in stand.get("/stand").text

    assert upload(nova, b"<script>").status_code == 422
    nova.post("/stand/ours/logo/remove")
    assert count(fair, EmployerLogo) == 0
    assert nova.get("/stand/ours/logo.png").status_code == 404


def test_a_recruiter_is_added_once_with_codes_and_taken_off_until_they_arrive(
    fair: Fair, nova: Screen
) -> None:
    for _twice in range(2):
        nova.post("/stand/ours/team", name="Nia <b>Nash</b>", email="NIA@example.org")
    with fair.app.app_context():
        nia = db.session.scalars(select(Attendee).where(Attendee.name.like("Nia%"))).one()
        assert (nia.kind, nia.organisation) == ("employer", "Nova Engineering")
        secrets = dict((p.public_id, s) for p, s in codes_of_event(fair.event_id))[nia.public_id]
        who = nia.public_id
    assert set(secrets) == {"ticket", "badge", "claim"}
    assert "<b>Nash" not in nova.get("/stand/ours").text

    nova.post(f"/stand/ours/team/{who}/leave")
    assert "Nia" not in words(nova.get("/stand/ours"))
    nova.post("/stand/ours/team", name="Nia <b>Nash</b>", email="nia@example.org")
    assert count(fair, Attendee, Attendee.name.like("Nia%"), Attendee.status == "expected") == 1

    let_in(fair, "Ben")
    page = nova.post(f"/stand/ours/team/{public_id(fair, 'Ben')}/leave")
    assert "they stay in the team" in words(nova.client.get(page.location))


def test_no_employer_reaches_what_is_anothers(app: Flask, fair: Fair, nova: Screen) -> None:
    nova.post("/stand/ours/vacancies", title="Engineer", url="https://nova.example/1")
    with app.app_context():
        vacancy = db.session.scalars(select(Vacancy)).one().public_id
    other, before = open_link(fair, "Other Works"), everything(app)

    paths = [f"vacancies/{vacancy}/remove"]
    paths += [f"team/{public_id(fair, name)}/leave" for name in ("Ben", "Asha")]
    assert [other.post(f"/stand/ours/{path}").status_code for path in paths] == [404] * 3
    assert "Engineer" not in words(other.get("/stand/ours"))
    assert not changed(before, everything(app))


def test_the_link_shows_no_contact_of_the_team(fair: Fair, nova: Screen) -> None:
    let_in(fair, "Asha", "Ben")
    paths = ("/stand/team", "/stand/met", "/stand/logo.png", "/me")

    assert [nova.get(path).status_code for path in paths] == [401] * 4
    assert "Asha" not in nova.get("/stand/ours").text


def test_who_was_met_is_given_card_vacancies_logo_and_topics(fair: Fair, nova: Screen) -> None:
    let_in(fair, "Asha", "Ben")
    nova.post("/stand/ours", text="We build <bridges>.")
    nova.post("/stand/ours/topics", topics="Bridges, 50% off")
    nova.post("/stand/ours/vacancies", title="Engineer", url="https://nova.example/1")
    upload(nova, png("ABC"))
    capture(phone_of(fair, "Ben"), fair.badges["Asha"], topics="Bridges, 50% off", note="Hush")
    asha = phone_of(fair, "Asha")
    met = asha.get("/me").text.split("/me/contacts/")[1].split('"')[0]

    mine, page = words(asha.get("/me")), asha.get(f"/me/contacts/{met}")
    with fair.app.app_context(), writing():
        fair.app.extensions["kiosk_letters"].freeze(fair.person("Asha"), clock.now())
        letter = deliveries.of_attendee(fair.ids["Asha"], "pack")
        mail = message_from_bytes(letter.message, policy=default)
        parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]

    for text in (mine, words(page), words(asha.get("/me/pack")), *parts):
        assert "Bridges, 50% off" in text and "Engineer" in text and "Hush" not in text
    assert "We build &lt;bridges&gt;." in page.text
    assert asha.get(f"/me/contacts/{met}/logo.png").data.startswith(b"\x89PNG")
    assert phone_of(fair, "Ben").get("/me/contacts/nobody/logo.png").status_code == 404


def test_a_recruiters_phone_or_a_screen_prepares_nothing(fair: Fair) -> None:
    let_in(fair, "Ben")
    for screen in (phone_of(fair, "Ben"), open_stand(fair)):
        page = screen.get("/stand/ours")
        assert page.status_code == 401
        assert "Please open your private link first." in words(page)


def test_a_hostile_link_is_no_load_and_misses_are_counted(fair: Fair) -> None:
    browser = Screen(fair.app.test_client(), "")

    answers = [browser.post("/stand/own", secret=f"{n:042d}").status_code for n in range(70)]

    assert answers[:60] == [404] * 60 and set(answers[60:]) == {429}


def test_people_of_the_neighbours_fair_are_in_no_team_here(app: Flask, nova: Screen) -> None:
    neighbour = hold(app, "neighbour")
    with app.app_context():
        ben = attendees.of_event(neighbour.event_id, "employer")[0].public_id

    assert nova.post(f"/stand/ours/team/{ben}/leave").status_code == 404
