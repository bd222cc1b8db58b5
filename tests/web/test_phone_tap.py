"""One tap, and both have met: what is given, once, and when nothing is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events, meetings
from kiosk.domain.attendees import sharing
from tests.web.a_fair import hidden, hold, let_in, words
from tests.web.a_phone import change, count_meetings, phone, phone_of, shares

STATIC = Path(__file__).parents[2] / "kiosk" / "static"


def test_one_tap_and_both_have_met(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")

    met = hand.met(fair.badges["Ben"], gives="name,email")

    page = words(hand.get(f"/me/met/{met}"))
    assert "You and Ben have met" in page and "Put the phone away." in page and "“" in page
    assert shares(fair, met) == {
        "Asha": (["name", "email"], "given"),
        "Ben": (["name", "email"], "given"),
    }


def test_a_tap_gives_what_the_page_showed_and_no_more_than_the_name_without_it(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Dana")
    hand = phone_of(fair, "Ben")  # who starts at name and email

    shown = hand.met(fair.badges["Asha"], gives="name")
    bare = hand.met(fair.badges["Dana"])

    assert shares(fair, shown)["Ben"] == (["name"], "asked")
    assert shares(fair, bare)["Ben"] == (["name"], "asked")


def test_a_field_that_is_none_of_ours_is_refused(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")

    answer = phone_of(fair, "Asha").tap(fair.badges["Ben"], gives="name,date_of_birth")

    assert answer.status_code == 422
    assert count_meetings(fair) == 0


def test_a_double_tap_is_one_meeting(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand, op_id = phone_of(fair, "Asha"), str(uuid4())

    first, second = (hand.tap(fair.badges["Ben"], op_id=op_id) for _tap in range(2))

    assert first.location == second.location
    with app.app_context():
        met = meetings.ledger_of(fair.person("Asha"))
        assert [(each.person.first_name, each.meeting.times_met) for each in met] == [("Ben", 1)]
        db.session.remove()


def test_the_same_op_id_at_another_badge_is_refused(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Dana")
    hand, op_id = phone_of(fair, "Asha"), str(uuid4())
    hand.tap(fair.badges["Ben"], op_id=op_id)

    assert hand.tap(fair.badges["Dana"], op_id=op_id).status_code == 409
    assert count_meetings(fair) == 1


def test_two_taps_at_once_from_both_sides_are_one_meeting(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hands = [(phone_of(fair, "Asha"), "Ben"), (phone_of(fair, "Ben"), "Asha")] * 4

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda pair: pair[0].tap(fair.badges[pair[1]]), hands))

    assert {answer.status_code for answer in answers} == {303}
    assert count_meetings(fair) == 1


def test_meeting_again_brings_the_next_question(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")
    met = hand.met(fair.badges["Ben"])
    first = words(hand.get(f"/me/met/{met}"))

    page = words(hand.get(f"/b/{fair.badges['Ben']}"))
    again = hand.met(fair.badges["Ben"])

    assert "You met at" in page
    assert again == met
    assert words(hand.get(f"/me/met/{met}")) != first


def test_what_was_taken_back_is_not_promised_by_another_tap(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Ben")
    met = hand.met(fair.badges["Asha"], gives="name,email")
    hand.post(f"/me/contacts/{met}/withdrawal")

    page = hand.get(f"/b/{fair.badges['Asha']}")
    hand.met(fair.badges["Asha"], gives=hidden(page, "gives"))

    assert "Asha gets your name You" in words(page)
    assert shares(fair, met)["Ben"] == (["name"], "withdrawn")


def test_under_18_nothing_is_handed_over_either_way(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Cai", "Ben")
    cai, ben = phone_of(fair, "Cai"), phone_of(fair, "Ben")

    pages = [cai.get(f"/b/{fair.badges['Ben']}"), ben.get(f"/b/{fair.badges['Cai']}")]
    met = ben.met(fair.badges["Cai"], gives="name,email,phone")

    for page in pages:
        assert "people under 18 share nothing" in words(page)
        assert "gets" not in words(page) and 'name="gives"' not in page.text
    assert {fields[0] for fields, _state in shares(fair, met).values()} == {"name"}
    assert all(len(fields) == 1 for fields, _state in shares(fair, met).values())
    assert "example.org" not in cai.get("/me").text


def test_after_the_fair_a_scan_only_asks(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")
    with app.app_context(), writing():
        events.close(events.get(fair.event_id), clock.now())

    page = hand.get(f"/b/{fair.badges['Ben']}")
    met = hand.met(fair.badges["Ben"], gives="name,email")

    assert "The fair is over" in words(page) and "gets" not in words(page)
    assert shares(fair, met) == {"Asha": (["name"], "asked"), "Ben": (["name"], "asked")}


def test_somebody_who_has_not_checked_in_is_told_so(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben")

    answer = phone_of(fair, "Asha").tap(fair.badges["Ben"])

    assert answer.status_code == 409
    assert "not checked in" in words(answer)


def test_an_unlinked_tap_is_asked_to_link_and_meets_nobody(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben")

    answer = phone(fair).tap(fair.badges["Ben"])

    assert answer.status_code == 401
    assert "This phone is not linked" in words(answer)
    assert count_meetings(fair) == 0


def test_a_page_of_another_origin_cannot_tap(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = hand.client.post(
            f"/b/{fair.badges['Ben']}", data={"op_id": str(uuid4())}, headers=headers
        )
        assert answer.status_code == 403
    assert count_meetings(fair) == 0


def test_a_choice_by_class_shows_in_the_row_and_is_given(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    with app.app_context():
        with writing():
            asha = fair.person("Asha")
            sharing.choose(asha, ("email", "links"), audiences=("employers",), through="phone",
                           event=events.facts(events.get(fair.event_id)),
                           at=clock.now())  # fmt: skip
        db.session.remove()
    change(fair, "Asha", links=["https://asha.example"])
    hand = phone_of(fair, "Asha")

    page = hand.get(f"/b/{fair.badges['Ben']}")
    met = hand.met(fair.badges["Ben"], gives=hidden(page, "gives"))

    assert "Ben gets your name, email, links" in words(page)
    assert shares(fair, met)["Asha"] == (["name", "email", "links"], "given")
