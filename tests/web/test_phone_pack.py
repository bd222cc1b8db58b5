"""My pack on my own page: after the freeze, from the rows, as a page and two files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import vobject
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.packs import PackLetter
from tests.web.a_fair import Fair, words
from tests.web.a_phone import (
    a_meeting,
)


@dataclass
class Postbox:
    """Takes down whose pack was asked for anew."""

    anew: list[str] = field(default_factory=list)

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        pass

    def refreeze(self, attendee: Attendee, at: datetime) -> None:
        self.anew.append(attendee.first_name)


def freeze(fair: Fair) -> None:
    with fair.app.app_context():
        with writing():
            for each in packs.people(fair.event_id):
                packs.freeze(attendees.get(each), lambda _c: PackLetter(b"letter", "<a@b>"),
                             at=clock.now())  # fmt: skip
        db.session.remove()


def test_there_is_no_pack_before_the_freeze(app: Flask) -> None:
    _fair, asha, _ben, _met = a_meeting(app)

    assert asha.get("/me/pack").status_code == 404
    assert asha.get("/me/contacts.vcf").status_code == 404
    assert "/me/pack" not in asha.get("/me").text


def test_a_frozen_pack_has_everyone_met_as_a_page_and_two_files(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    asha.post(f"/me/contacts/{met}/note", note="=cmd|bridges")
    freeze(fair)

    page, cards = asha.get("/me/pack"), asha.get("/me/contacts.vcf")
    table = asha.get("/me/contacts.csv")

    assert 'href="/me/pack"' in asha.get("/me").text
    assert "Ben Okafor" in words(page) and "ben@example.org" in words(page)
    card = next(vobject.readComponents(cards.text))
    assert (card.fn.value, card.email.value) == ("Ben Okafor", "ben@example.org")
    assert "attachment" in cards.headers["Content-Disposition"]
    assert table.data.startswith(b"\xef\xbb\xbf") and b"ben@example.org" in table.data
    assert b",=cmd" not in table.data


def test_after_the_freeze_a_change_writes_the_others_pack_anew(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app, gives="name,email")
    box = app.extensions["kiosk_letters"] = Postbox()
    asha.post(f"/me/contacts/{met}/note", note="before")
    freeze(fair)

    asha.post(f"/me/contacts/{met}/withdrawal")
    asha.post(f"/me/met/{met}/undo")

    assert box.anew == ["Ben", "Asha", "Ben"]


def test_what_was_asked_lapses_at_the_freeze(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app, gives="name")
    freeze(fair)

    page = words(asha.get(f"/me/contacts/{met}"))
    answer = asha.post(f"/me/contacts/{met}/answer", gives="name,email")

    assert "The packs are made" in page
    assert answer.status_code == 409
