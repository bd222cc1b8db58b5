"""Every sentence of ours can be translated, and every page turns round for who reads that way."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.db import writing
from kiosk.domain import deliveries
from kiosk.domain.events import CONSENT
from tests.web import a_fair
from tests.web.a_desk import Desk
from tests.web.a_fair import let_in, pair
from tests.web.a_language import LEFT_TO_RIGHT, RIGHT_TO_LEFT, untranslated
from tests.web.a_mentor_walk import SAID, mentor_pages
from tests.web.a_phone import change, phone_of
from tests.web.a_stand_walk import stand_pages
from tests.web.a_walk import (
    DATA,
    Pages,
    desk_pages,
    hold,
    phone_pages,
    tablet_pages,
)


def speak(app: Flask, locale: str) -> None:
    """Let every browser of this test ask for a language."""

    class Speaking(FlaskClient):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[arg-type]
            self.environ_base["HTTP_ACCEPT_LANGUAGE"] = locale

    app.test_client_class = Speaking


@pytest.mark.parametrize("door", [tablet_pages, phone_pages, stand_pages, mentor_pages])
def test_no_sentence_of_a_door_stands_untranslated(polyglot: Flask, door: object) -> None:
    speak(polyglot, LEFT_TO_RIGHT)
    pages: Pages = door(hold(polyglot, LEFT_TO_RIGHT))  # type: ignore[operator]

    data = (*DATA, *SAID)
    bare = {name: untranslated(page.text, data) for name, page in pages.items()}
    assert {name: words for name, words in bare.items() if words} == {}
    assert all('lang="el" dir="ltr"' in page.text for page in pages.values())


@pytest.mark.parametrize("door", [tablet_pages, phone_pages, stand_pages, mentor_pages])
def test_every_page_turns_round(polyglot: Flask, door: object) -> None:
    speak(polyglot, RIGHT_TO_LEFT)
    pages: Pages = door(hold(polyglot, RIGHT_TO_LEFT))  # type: ignore[operator]
    pages = {name: page for name, page in pages.items() if name != "unpaired"}

    assert {name for name, page in pages.items() if 'lang="he" dir="rtl"' not in page.text} == set()


def test_no_sentence_of_the_desk_stands_untranslated(polyglot: Flask) -> None:
    speak(polyglot, LEFT_TO_RIGHT)
    pages = desk_pages(Desk(polyglot))

    fields = ("name", "email", "phone", "graduation_year", "colour")  # as the contract names them
    data = (*DATA, *fields, CONSENT)  # the last is there to be edited
    bare = {name: untranslated(page.text, data) for name, page in pages.items()}
    assert {name: words for name, words in bare.items() if words} == {}


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("check-ins", {}),
        ("check-ins", {"op_id": "x", "code": "y", "happened_at": "z"}),
        ("meetings", {"op_id": "00000000-0000-4000-8000-000000000000", "badges": ["a"]}),
        ("attendees/search", {"q": "a"}),
    ],
)
def test_programs_are_answered_in_the_language_they_ask_for(
    polyglot: Flask, path: str, sent: dict[str, object]
) -> None:
    speak(polyglot, LEFT_TO_RIGHT)
    door = pair(hold(polyglot, LEFT_TO_RIGHT), kind="station")

    answer = door.client.post(f"/api/v1/events/fair/{path}", json=sent, headers=a_fair.OURS)

    said = [answer.json["message"], *answer.json.get("fields", {}).values()]
    assert said
    assert all(sentence.startswith("«") for sentence in said), said


def test_a_badge_speaks_its_wearers_language(polyglot: Flask) -> None:
    fair = hold(polyglot, "en")
    change(fair, "Asha", locale=LEFT_TO_RIGHT)

    # The steward who prints it reads a third language.
    with polyglot.app_context(), force_locale(RIGHT_TO_LEFT):
        asha, ben = (
            face_of(fair.person(name), "A" * 20, public_url="http://localhost")
            for name in ("Asha", "Ben")
        )

    assert (asha.kind_label, asha.ask_label) == ("«STUDENT»", "«Ask me about»")
    assert (ben.kind_label, ben.scan_label) == ("EMPLOYER", "Scan with any camera")


def test_a_letter_speaks_its_readers_language(polyglot: Flask) -> None:
    fair = hold(polyglot, "en")
    change(fair, "Asha", locale=LEFT_TO_RIGHT)
    let_in(fair, "Asha", "Ben")
    asha = phone_of(fair, "Asha")
    asha.met(fair.badges["Ben"])
    with polyglot.app_context():
        post = polyglot.extensions["kiosk_letters"]
        for name in ("Asha", "Ben"):
            with writing():
                post.send_ticket(fair.person(name), clock.now())
                post.freeze(fair.person(name), clock.now())
        letters = {
            (name, kind): message_from_bytes(
                deliveries.of_attendee(fair.ids[name], kind).message, policy=default
            )
            for name in ("Asha", "Ben")
            for kind in ("ticket", "pack")
        }

    for (name, kind), letter in letters.items():
        text, page = (letter.get_body((form,)).get_content() for form in ("plain", "html"))
        assert letter["Subject"].startswith("«") == (name == "Asha"), (name, kind)
        if name == "Asha":
            assert untranslated(text.replace("<", " "), DATA) == []
            assert untranslated(page, DATA) == []
        else:
            assert "«" not in text + page
