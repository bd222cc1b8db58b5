"""The part of the walk past what is asked: the fair's questions, and wishes of its people."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import meetings
from tests.web.a_desk import Desk


def question_pages(desk: Desk) -> dict[str, TestResponse]:
    """The fair's questions, and somebody who would like to be introduced."""
    with desk.app.app_context(), writing():
        asha, facts = desk.fair.person("Asha"), desk.fair.facts
        wish = meetings.ask_introduction(asha, "«…»", facts, clock.now())
    desk.post("/questions/any-any-easy-01/place", answer="away")
    return {
        "a wrong question": desk.post("/questions", pair="any-any", level="easy", says=""),
        "a question put away": desk.get("/questions?pair=any-any"),
        "a question": desk.get("/questions/any-any-easy-01"),
        "a wish": desk.get("/introductions"),
        "a wish taken": (
            desk.post(f"/introductions/{wish}", answer="take"),
            desk.get("/introductions"),
        )[1],
        "wishes on today": desk.get(""),
    }
