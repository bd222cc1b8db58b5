"""My own details: corrected by me, kept from a later list, shared only as I chose."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events
from kiosk.domain.attendees import Attendee
from tests.web.a_fair import PEOPLE, Fair, hold, let_in, words
from tests.web.a_phone import a_meeting, phone_of

TYPED = {
    "phone": "07700 900123",
    "links": "asha.example\nhttps://git.example/asha",
    "cv": "https://asha.example/cv.pdf",
    "pronouns": "she/her",
    "ask_me_about": "bridges",
}
KEPT = {
    **TYPED,
    "phone": "+447700900123",
    "links": ["https://asha.example", "https://git.example/asha"],
}


def _kept(fair: Fair, first_name: str = "Asha") -> dict[str, object]:
    with fair.app.app_context():
        person = fair.person(first_name)
        found = {name: getattr(person, name) for name in TYPED}
        db.session.remove()
    return found


def test_what_somebody_adds_about_themselves_is_kept_clean(app: Flask) -> None:
    fair = hold(app)
    asha = phone_of(fair, "Asha")
    op_id = str(uuid4())

    answers = [asha.post("/me/details", op_id=op_id, **TYPED) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert _kept(fair) == KEPT
    assert 'value="+447700900123"' in asha.get("/me/details").text


def test_a_later_list_leaves_it_alone(app: Flask) -> None:
    fair = hold(app)
    phone_of(fair, "Asha").post("/me/details", **TYPED)

    with app.app_context(), writing():
        row = {**PEOPLE[0], "phone": "+447700900999", "pronouns": "they"}
        attendees.register(events.get(fair.event_id), [(2, row)], clock.now())

    assert _kept(fair) == KEPT


@pytest.mark.parametrize("field", ["phone", "links", "cv", "pronouns", "ask_me_about"])
def test_a_wrong_field_is_named_and_nothing_is_half_done(app: Flask, field: str) -> None:
    fair = hold(app)
    before = _kept(fair)
    wrong = {"phone": "12", "links": "a b c", "cv": "javascript:alert(1)"}

    answer = phone_of(fair, "Asha").post(
        "/me/details", **{**TYPED, field: wrong.get(field, "x" * 81)}
    )

    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert answer.text.index(f'id="{field}-says"><span class="wrong"')
    assert _kept(fair) == before


def test_a_name_and_an_address_are_not_changed_here(app: Flask) -> None:
    fair = hold(app)
    asha = phone_of(fair, "Asha")

    asha.post("/me/details", name="Somebody Else", email="else@example.org", kind="staff")

    with app.app_context():
        asha_now: Attendee = fair.person("Asha")
        told = (asha_now.name, asha_now.email, asha_now.kind)
        db.session.remove()
    assert told == ("Asha Patel", "asha@example.org", "student")
    assert "help lane" in words(asha.get("/me/details"))


def test_an_emptied_field_is_nothing_any_more(app: Flask) -> None:
    fair = hold(app)
    asha = phone_of(fair, "Asha")
    asha.post("/me/details", **TYPED)

    asha.post("/me/details", **dict.fromkeys(TYPED, ""))

    assert _kept(fair) == dict.fromkeys(TYPED)


def test_a_cv_reaches_whom_it_is_given_to_and_nobody_else(app: Flask) -> None:
    fair, asha, ben, met = a_meeting(app, gives="name,email")
    asha.post("/me/details", cv="https://asha.example/cv")

    without = ben.get("/me").text
    asha.post(f"/me/contacts/{met}/withdrawal")
    asha.post(f"/me/contacts/{met}/answer", gives="name,email,cv")

    assert "https://asha.example/cv" not in without
    assert 'href="https://asha.example/cv"' in ben.get("/me").text
    with app.app_context(), writing():
        letters = app.extensions["kiosk_letters"]
        letters.freeze(fair.person("Ben"), clock.now())
    assert "item1.URL:https://asha.example/cv" in ben.get("/me/contacts.vcf").text
    assert "https://asha.example/cv" in ben.get("/me/contacts.csv").text
    assert "https://asha.example/cv" in ben.get("/me/pack").text


def test_who_has_a_cv_may_give_it_with_one_tap(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    asha = phone_of(fair, "Asha")
    without = asha.get(f"/b/{fair.badges['Ben']}").text

    asha.post("/me/details", cv="https://asha.example/cv")

    assert "name,email,cv" not in without
    assert 'value="name,email,cv"' in asha.get(f"/b/{fair.badges['Ben']}").text


def test_what_is_not_filled_in_is_said_where_it_could_be_shared(app: Flask) -> None:
    fair = hold(app)
    asha = phone_of(fair, "Asha")

    page = words(asha.get("/me/sharing"))

    assert "No phone number yet" in page and "No CV link yet" in page
    assert "Phone, none yet" in page and "Email, none yet" not in page
    assert "What you give a recruiter, their team has too." in page
    asha.post("/me/details", **TYPED)
    assert "none yet" not in words(asha.get("/me/sharing")).replace("Organisation, none yet", "")
