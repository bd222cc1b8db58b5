"""The way out of letters: one click from a mail program, one button on a page, and the way back."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import deliveries, erasure
from kiosk.domain.deliveries import Suppression
from tests.people import CY, Fair, count
from tests.web.a_fair import words
from tests.web.a_postroom import Postroom

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ASHA = "asha@example.org"


class Way:
    """A fair whose packs are frozen, and the way out that stands in Asha's letter."""

    def __init__(self, app: Flask) -> None:
        app.extensions["kiosk_letters"] = Postroom()
        self.app = app
        with app.app_context():
            self.fair = Fair()
            self.fair.check_in("Asha", "Ben")
            self.fair.let_meet("Asha", "Ben")
            for name in ("Asha", "Ben"):
                self.freeze(name)
        self.out = f"/unsubscribe/{self.token()}"

    def token(self, name: str = "Asha", kind: str = "pack") -> str:
        with self.app.app_context():
            return deliveries.unsubscribe_token(self.fair.person(name).public_id, kind, 1)

    def freeze(self, name: str) -> str:
        with self.app.app_context(), writing():
            return Postroom().freeze(self.fair.person(name), clock.now())

    def set(self, state: str) -> None:
        with self.app.app_context(), writing():
            self._letter().state = state

    def state(self) -> str:
        with self.app.app_context():
            db.session.rollback()
            return self._letter().state

    def _letter(self) -> deliveries.Delivery:
        found = deliveries.by_unsubscribe_token(self.out.rpartition("/")[2])
        assert found is not None
        return found

    def click(self, **form: str) -> TestResponse:
        """Post as a mail program's server does: no cookie, no Origin, nothing of a browser."""
        return self.app.test_client().post(self.out, data=form or ONE_CLICK)

    def wants_none(self, address: str = ASHA) -> bool:
        with self.app.app_context():
            return deliveries.is_suppressed(address, "pack")


@pytest.fixture
def way(app: Flask) -> Way:
    return Way(app)


def test_one_click_stops_letters_without_cookie_login_op_id_or_redirect(way: Way) -> None:
    answer = way.click()

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert way.wants_none()
    assert not way.wants_none("ben@example.org")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"Origin": "https://mail.example"}],
)
def test_one_click_passes_the_guard_as_mail_programs_send_it(
    way: Way, kind: str, headers: dict[str, str]
) -> None:
    client = way.app.test_client()

    answer = client.post(way.out, data=dict(ONE_CLICK), content_type=kind, headers=headers)

    assert (answer.status_code, way.wants_none()) == (200, True)


def test_the_guard_is_open_at_that_address_alone(way: Way) -> None:
    client = way.app.test_client()

    others = [client.post(path, data=ONE_CLICK) for path in ("/unsubscribe", "/claim", "/ticket",
              f"{way.out}/more")]  # fmt: skip

    assert [answer.status_code for answer in others] == [403, 403, 403, 403]


def test_clicking_twice_changes_nothing_more(way: Way) -> None:
    answers = [way.click() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
    with way.app.app_context():
        assert count(Suppression) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(way: Way, method: str) -> None:
    answer = way.app.test_client().open(way.out, method=method)

    assert answer.status_code == 200
    assert not way.wants_none()


def test_the_page_asks_with_one_button_and_says_what_still_comes(way: Way) -> None:
    page = way.app.test_client().get(way.out)

    assert "No more letters?" in words(page)
    assert "your ticket, and word when a phone is linked to you" in words(page)
    assert page.text.count("<button") == 1
    assert 'name="List-Unsubscribe" value="One-Click"' in page.text


def test_the_page_never_shows_the_whole_address_or_name(way: Way) -> None:
    pages = [way.app.test_client().get(way.out), way.click(), way.click(answer="again")]

    assert not [page for page in pages if "asha" in page.text.lower()]
    assert "a…@example.org" in words(pages[0])


def test_the_way_back_is_the_same_page(way: Way) -> None:
    stopped = way.click()

    back = way.click(answer="again")

    assert "Write to me again" in words(stopped)
    assert "We write to you again." in words(back)
    assert not way.wants_none()


def test_a_pack_that_has_not_left_counts_as_suppressed_at_once_and_comes_back(way: Way) -> None:
    states = [way.state()]
    for answer in ("stop", "again"):
        way.click(answer=answer)
        states.append(way.state())

    assert states == ["frozen", "suppressed", "frozen"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("unknown", "accepted"), ("accepted", "accepted"), ("data_open", "data_open"),
     ("bounced", "bounced")],
)  # fmt: skip
def test_unsubscribing_proves_that_an_unknown_letter_arrived(
    way: Way, before: str, after: str
) -> None:
    way.set(before)

    way.click()

    assert way.state() == after


def test_an_unknown_token_is_not_known_and_tells_nothing(way: Way) -> None:
    client = way.app.test_client()
    wrong = [way.out[:-1] + ("0" if way.out[-1] != "0" else "1"), "/unsubscribe/x",
             f"/unsubscribe/{way.token(kind='nudge')}", "/unsubscribe/" + "a" * 2000]  # fmt: skip

    answers = [ask(path) for path in wrong for ask in (client.get, client.post)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    with way.app.app_context():
        assert count(Suppression) == 0


def test_guessing_tokens_is_slowed_down_and_a_right_one_is_always_answered(way: Way) -> None:
    client = way.app.test_client()

    tries = [client.get(f"/unsubscribe/{number}").status_code for number in range(70)]

    assert tries[-1] == 429
    assert way.click().status_code == 200


def test_a_wish_outlives_the_person_and_holds_at_the_next_fair(way: Way) -> None:
    way.click()
    with way.app.app_context():
        with writing():
            erasure.erase(way.fair.person("Asha"), clock.now(), lambda _person: None)
        later = Fair("later", ({"name": "Asha Patel", "email": "ASHA@example.org"}, CY))
        later.check_in("Asha", "Cy")
        later.let_meet("Asha", "Cy")
        with writing():
            state = Postroom().freeze(later.person("Asha"), clock.now())

    assert state == "suppressed"


def test_after_erasure_the_page_says_that_nobody_writes(way: Way) -> None:
    with way.app.app_context(), writing():
        erasure.erase(way.fair.person("Asha"), clock.now(), lambda _person: None)

    page, clicked = way.app.test_client().get(way.out), way.click()

    assert "Nobody writes to you." in words(page)
    assert clicked.status_code == 200
    with way.app.app_context():
        assert count(Suppression) == 0


def test_the_page_speaks_the_readers_language(way: Way) -> None:
    with way.app.app_context(), writing():
        way.fair.person("Asha").locale = "xx-unheard"

    assert way.app.test_client().get(way.out).status_code == 200
