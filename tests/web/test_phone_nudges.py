"""By the way on one's own page: new faces, something to try, a steward's hand, a quieter hour."""

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import erasure, meetings, staff
from tests.web.a_desk import hire
from tests.web.a_fair import Fair, hold, let_in, words
from tests.web.a_phone import PhoneInHand, phone_of

WISH = "Somebody who builds bridges; I am nervous"


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app, missions=True, quiet_hour="Ten to eleven, in the side hall")
    let_in(fair, "Asha", "Ben")
    return fair


@pytest.fixture
def asha(fair: Fair) -> PhoneInHand:
    return phone_of(fair, "Asha")


def waiting(fair: Fair) -> list[tuple[str, str]]:
    with fair.app.app_context():
        found = meetings.waiting_introductions(fair.event_id)
        return [(wish.public_id, wish.wish) for wish, _person in found]


def test_new_faces_are_counted_in_words_and_compared_with_nobodys(
    fair: Fair, asha: PhoneInHand
) -> None:
    assert "No new faces yet. It goes better than you fear." in words(asha.get("/me"))

    met = asha.met(fair.badges["Ben"])

    assert "One new face so far." in words(asha.get("/me"))
    assert "One new face so far." in words(asha.get(f"/me/met/{met}"))


def test_one_thing_to_try_is_offered_and_ticked_by_the_meeting_that_does_it(
    fair: Fair, asha: PhoneInHand
) -> None:
    first, another = asha.get("/me"), asha.get("/me?another=1")
    assert "Say hello to one person you have never met." in words(first)
    assert "Say hello" not in words(another) and "Something to try:" in words(another)

    met = asha.met(fair.badges["Ben"])

    for page in (asha.get("/me"), asha.get(f"/me/met/{met}")):
        assert "Done: Say hello to one person" in words(page)
        assert "Something to try: Say hello" not in words(page)


def test_a_thing_to_try_is_said_in_ones_own_language(fair: Fair, asha: PhoneInHand) -> None:
    with fair.app.app_context(), writing():
        fair.person("Asha").locale = "de"

    assert "Sag Hallo zu einem Menschen" in words(asha.get("/me"))


@pytest.mark.parametrize("another", ["-3", "x", "99999999999999999999"])
def test_whatever_is_asked_for_there_is_a_page(asha: PhoneInHand, another: str) -> None:
    assert asha.get(f"/me?another={another}").status_code == 200


def test_a_fair_that_offers_none_of_it_says_none_of_it(app: Flask) -> None:
    fair = hold(app, introductions=False)
    let_in(fair, "Asha")

    page = words(phone_of(fair, "Asha").get("/me"))

    assert not [each for each in ("Something to try", "introduced", "Quieter") if each in page]


def test_a_wish_to_be_introduced_is_told_who_comes_and_taken_back(
    fair: Fair, asha: PhoneInHand
) -> None:
    assert asha.post("/me/introductions", wish=WISH).status_code == 303
    [(wish, said)] = waiting(fair)
    assert said == WISH
    assert "One of them comes to you." in words(asha.get("/me"))
    with fair.app.app_context():
        hire(fair.event_id, "Olga", "steward")

    with fair.app.app_context(), writing():
        olga = staff.of_event(fair.event_id)[0]
        row = meetings.introduction_by_public_id(fair.event_id, wish)
        meetings.take_introduction(row, f"staff:{olga.public_id}")

    assert "Olga is on the way." in words(asha.get("/me"))
    assert asha.post(f"/me/introductions/{wish}/back").status_code == 303
    assert waiting(fair) == []


def test_one_wish_waits_at_a_time_and_a_form_sent_twice_is_one(
    fair: Fair, asha: PhoneInHand
) -> None:
    op_id = "8a1c5c0e-8d0a-4a53-9d57-1d3a3e1f0a22"
    answers = [asha.post("/me/introductions", wish=WISH, op_id=op_id) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert asha.post("/me/introductions", wish="Somebody else").status_code == 409
    assert len(waiting(fair)) == 1


def test_somebody_elses_wish_is_not_known(fair: Fair, asha: PhoneInHand) -> None:
    asha.post("/me/introductions", wish=WISH)
    [(wish, _said)] = waiting(fair)

    assert phone_of(fair, "Ben").post(f"/me/introductions/{wish}/back").status_code == 404
    assert len(waiting(fair)) == 1


def test_a_quieter_hour_is_ones_own_word_and_is_in_ones_own_export(
    fair: Fair, asha: PhoneInHand
) -> None:
    for quiet, kept in (("yes", True), ("yes", True), ("", None)):
        assert asha.post("/me/quiet", quiet=quiet).status_code == 303
        with fair.app.app_context():
            person = fair.person("Asha")
            assert person.wants_quiet is kept
            assert erasure.export(person)["attendees"][0]["wants_quiet"] is kept
            db.session.remove()
