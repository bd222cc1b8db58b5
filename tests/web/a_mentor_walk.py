"""A walk past every page of the mentor's door: signed out, answered, refused, and closed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events, mentoring
from tests.web.a_fair import OURS, Fair
from tests.web.a_hall import Hall, open_hall
from tests.web.a_scheme import WORDS

GONE = "2020-01-01"
SAID = (WORDS, "Room 4", "Gladly.", "Thank you.", "The scheme", "Mina", "Mina Osei", "A walk",
        "Bridges Ltd", "Construction", "Civil Engineering")  # fmt: skip
"""What people wrote who are on these pages."""


@dataclass
class MentorsBrowser:
    """A browser of a hall's mentor, which posts as ours does."""

    hall: Hall
    client: FlaskClient

    def get(self, path: str = "") -> TestResponse:
        """Open a page of the door."""
        return self.client.get(f"/mentor{path}")

    def post(self, path: str, *, op_id: str = "", **sent: str) -> TestResponse:
        """Send a form; an op_id is made unless one is given."""
        data = {"op_id": op_id or str(uuid4()), **sent}
        return self.client.post(f"/mentor{path}", data=data, headers=OURS)

    def request(self, name: str = "request", more: str = "") -> str:
        """Return the path of one of the hall's requests."""
        return f"/requests/{self.hall.ids[name]}{more}"


def mina(hall: Hall) -> MentorsBrowser:
    """The browser of Mina, who mentors at a hall."""
    return MentorsBrowser(hall, hall.browser("mentor"))


def nobody(hall: Hall) -> MentorsBrowser:
    """A browser that holds no key."""
    return MentorsBrowser(hall, hall.browser("nobody"))


def mentor_pages(fair: Fair) -> dict[str, TestResponse]:
    """Return every page of the mentor's door, by what it shows; its mentoring is next door."""
    hall = _next_door(fair)
    browser, stranger, ids = mina(hall), nobody(hall), hall.ids
    pages = {
        "signed out": stranger.get(),
        "a link": stranger.get("/open"),
        "a wrong link": stranger.post("/open", secret="x"),
        "sign up": stranger.get("/scheme/new"),
        "nobody signed up": stranger.post("/scheme/new", name="", email="x"),
        "no such request": browser.get("/requests/nobody"),
        "home": browser.get(),
        "never back": browser.post("/pause", pause="until", back_on=GONE),
        "profile": browser.get("/profile"),
        "no name": browser.post("/profile", name="", timezone="x", sector="α" * 81),
        "leave": browser.get("/profile/delete"),
        "offers": browser.get("/offers"),
        "an offer": browser.get(f"/offers/{ids['offer']}"),
        "an offer of the menu": browser.get("/offers/mock_interview"),
        "a wrong offer": browser.post("/offers/cv", capacity="x", lead_days="99", link="x"),
        "slots": browser.get("/slots"),
        "a wrong slot": browser.post("/slots", day="x", starts="x", lasts="x", buffer="x"),
        "an old slot": browser.post("/slots", day=GONE, starts="10:00", lasts="9", buffer="500"),
        **_request_pages(browser),
    }
    browser.post(f"/offers/{ids['offer']}/pause", pause="now")
    browser.post("/pause", pause="now")
    pages |= {"a paused offer": browser.get(f"/offers/{ids['offer']}"), "paused": browser.get()}
    with fair.app.app_context():
        with writing():
            mentor = mentoring.of_event(hall.event_id, ids["mentor"])
            mentor.agreed_at, mentor.suspended_at = None, clock.now()
        db.session.remove()
    pages["code of conduct"] = browser.get()
    browser.post("/conduct")
    return pages | {"suspended": browser.get(), "on hold": browser.get(browser.request())}


def _next_door(fair: Fair) -> Hall:
    hall = open_hall(fair.app, "scheme")
    with fair.app.app_context():
        with writing():
            locale = events.get(fair.event_id).locale
            events.get(hall.event_id).change("locale", locale)
        db.session.remove()
    return hall


def _request_pages(browser: MentorsBrowser) -> dict[str, TestResponse]:
    """What is asked, agreed and over."""
    asked, agreed, done = (browser.request(n) for n in ("open request", "request", "done request"))
    return {
        "asked": browser.get(asked),
        "no time": browser.post(f"{asked}/yes", when="other", day="x", starts="x", lasts="x"),
        "no other time": browser.post(f"{asked}/another-time"),
        "no reason": browser.post(f"{asked}/no", reason="x"),
        "agreed": browser.get(agreed),
        "answered meanwhile": browser.post(f"{agreed}/no", reason="no_time"),
        "no words": browser.post(f"{agreed}/words", words=" "),
        "moved nowhere": browser.post(f"{agreed}/move", when="other", day=GONE, starts="10:00"),
        "a concern": browser.get(f"{agreed}/concern"),
        "an empty concern": browser.post(f"{agreed}/concern", words=""),
        "over": browser.get(done),
        "no answers": browser.post(f"{done}/how"),
        "thanked": (
            browser.post(f"{done}/how", worth="3", came_of_it="surer"),
            browser.get(done),
        )[1],
        "suggested": (
            browser.post(f"{asked}/another-time", when=browser.hall.ids["slot"]),
            browser.get(asked),
        )[1],
        "declined": (browser.post(f"{asked}/no", reason="no_time"), browser.get(asked))[1],
    }
