"""The fair's questions at the desk: reworded, put away, added, and printed as cards."""

from typing import Any

import pytest
from flask import Flask

from kiosk.db import writing
from kiosk.domain import prompts
from tests.web.a_desk import Desk, words

OURS = "student-employer-story-01"


@pytest.fixture
def desk(app: Flask) -> Desk:
    desk = Desk(app)
    with app.app_context(), writing():
        desk.fair.event.change("languages", ["de"])
    return desk


def question(desk: Desk, prompt_id: str) -> Any:
    with desk.app.app_context():
        return prompts.deck_of(desk.fair.id).get(prompt_id)


def test_the_questions_of_a_pair_stand_by_level(desk: Desk) -> None:
    page = desk.get("/questions?pair=mentor-mentor")

    assert "What made you say yes to mentoring, and what makes you stay?" in words(page)
    assert 'aria-current="page">Two mentors' in page.text
    assert desk.get("/questions?pair=nobody").status_code == 404


def test_a_question_gets_the_organisers_words_in_each_language_of_the_fair(desk: Desk) -> None:
    page = desk.get(f"/questions/{OURS}")
    assert "Deutsch" in page.text and "español" not in page.text

    answer = desk.post(f"/questions/{OURS}", says=["What a bridge?", "Was für eine Brücke?"])

    assert answer.status_code == 303
    assert question(desk, OURS).text == {"en": "What a bridge?", "de": "Was für eine Brücke?"}
    assert "What a bridge? yours" in words(desk.get("/questions"))
    assert desk.said() == ["reword-question"]


def test_saved_as_it_stands_a_question_keeps_all_its_languages(desk: Desk) -> None:
    text = question(desk, OURS).text

    desk.post(f"/questions/{OURS}", says=[text["en"], text["de"]])

    assert question(desk, OURS).text == text
    assert "Back to our words" not in words(desk.get(f"/questions/{OURS}"))


@pytest.mark.parametrize("says", [["", ""], ["x" * 141, ""]])
def test_what_is_no_question_is_told_beside_its_field(desk: Desk, says: list[str]) -> None:
    answers = [
        desk.post(f"/questions/{OURS}", says=says),
        desk.post("/questions", pair="any-any", level="easy", says=says),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all('aria-invalid="true"' in answer.text for answer in answers)
    assert not question(desk, OURS).is_changed


def test_a_question_is_put_away_brought_back_and_given_our_words_again(desk: Desk) -> None:
    place = f"/questions/{OURS}/place"

    desk.post(place, answer="away")
    assert "put away" in words(desk.get("/questions"))
    assert question(desk, OURS).text["en"] not in words(desk.get("/questions/cards"))
    desk.post(place, answer="back")
    assert not question(desk, OURS).is_put_away
    desk.post(f"/questions/{OURS}", says=["What a bridge?", ""])
    desk.post(place, answer="ours")

    assert not question(desk, OURS).is_changed


def test_an_added_question_is_there_once_however_often_the_form_is_sent(desk: Desk) -> None:
    sent = {"pair": "guest-guest", "level": "advice", "says": ["Whom should I meet?", ""]}

    for _twice in range(2):
        assert desk.post("/questions", op_id="4c1f8c0e-8d0a-4a53-9d57-1d3a3e1f0a11", **sent)

    assert words(desk.get("/questions?pair=guest-guest")).count("Whom should I meet?") == 2
    assert desk.said() == ["add-question"]  # once to read, once for whom "Change" is read out


def test_a_question_of_no_deck_is_not_known(desk: Desk) -> None:
    answers = [desk.get("/questions/gone"), desk.post("/questions/gone", says="Why?"),
               desk.post("/questions/gone/place", answer="away")]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 3


def test_a_steward_does_not_change_what_the_fair_asks(app: Flask) -> None:
    steward = Desk(app, "stew")

    assert steward.get("/questions").status_code == 403
    assert steward.post("/questions", pair="any-any", level="easy", says="Why?").status_code == 403


def test_cards_are_printed_in_the_fairs_language(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        desk.fair.event.change("locale", "de-AT")

    page = desk.get("/questions/cards?pair=any-any")

    assert "Wie merkst du dir die Menschen, die du triffst" in words(page)
    assert desk.get("/questions/cards?pair=nobody").status_code == 404
