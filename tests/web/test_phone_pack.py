"""My pack on my own page: after the freeze, from the rows, as a page and two files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import vobject
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.packs import PackLetter
from tests.web.a_fair import OURS, Fair, hold, let_in, words
from tests.web.a_phone import PhoneInHand, a_meeting, claim_of, phone, phone_of
from tests.web.a_stand import capture
from tests.web.a_stand import phone_of as stand_phone_of


@dataclass
class Postbox:
    """Takes down whose pack was asked for anew."""

    anew: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        pass

    def refreeze(self, attendee: Attendee, at: datetime) -> None:
        self.anew.append(attendee.first_name)

    def told_to_delete(self, attendee: Attendee, at: datetime) -> None:
        self.told.append(attendee.first_name)


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

    assert box.anew == ["Ben", "Dana", "Asha", "Ben", "Dana"]  # Dana is of Ben's team
    assert box.told == ["Ben", "Dana"]


def test_what_was_asked_lapses_at_the_freeze_and_may_still_be_given(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app, gives="name")
    freeze(fair)

    page = words(asha.get(f"/me/contacts/{met}"))
    answer = asha.post(f"/me/contacts/{met}/answer", gives="name,email")

    assert "The letters are written." in page
    assert answer.status_code == 303
    assert "asha@example.org" in words(_ben.get("/me/pack"))


def open_pack(fair: Fair, first_name: str) -> PhoneInHand:
    """A browser without a linked phone that opened the private link of somebody's letter."""
    browser = phone(fair)
    with fair.app.app_context():
        secret = packs.pack_secret(fair.person(first_name), 1)
        db.session.remove()
    answer = browser.post("/pack", secret=f"https://fair.example/pack#{secret}")
    assert answer.status_code == 303, answer.text
    return browser


def test_the_link_in_the_letter_opens_the_pack_and_nothing_else(app: Flask) -> None:
    fair, _asha, _ben, met = a_meeting(app)
    freeze(fair)
    before = phone(fair).get("/pack").text

    reader = open_pack(fair, "Asha")

    assert "Asha" not in before
    assert "You are Asha Patel ." in words(reader.get("/me/pack"))
    assert "ben@example.org" in reader.get("/me/contacts.vcf").text
    assert [
        reader.get(path).status_code for path in ("/me", f"/me/contacts/{met}", "/me/sharing")
    ] == [401] * 3
    assert reader.post(f"/me/contacts/{met}/withdrawal").status_code == 401


def test_the_link_of_one_person_in_the_letter_opens_the_pack_at_them(app: Flask) -> None:
    fair, _asha, _ben, met = a_meeting(app)
    freeze(fair)
    with fair.app.app_context():
        secret = packs.pack_secret(fair.person("Asha"), 1)
        db.session.remove()

    answers = [phone(fair).post("/pack", secret=f"{secret}.{place}")
               for place in (met, "//evil.example/x", "")]  # fmt: skip

    assert [each.headers["Location"] for each in answers] == [
        f"/me/pack#{met}", "/me/pack", "/me/pack",
    ]  # fmt: skip


def test_closing_it_forgets_whose_pack_it_was(app: Flask) -> None:
    fair, _asha, _ben, _met = a_meeting(app)
    freeze(fair)
    reader = open_pack(fair, "Asha")

    reader.post("/pack/close")

    assert reader.get("/me/pack").status_code == 401


def test_whoever_opens_the_link_has_the_letter(app: Flask) -> None:
    fair, _asha, _ben, _met = a_meeting(app)
    freeze(fair)
    set_state(fair, "Asha", "unknown")

    open_pack(fair, "Asha")

    assert state_of(fair, "Asha") == "accepted"


def set_state(fair: Fair, first_name: str, state: str) -> None:
    with fair.app.app_context():
        with writing():
            letter = deliveries.of_attendee(fair.ids[first_name], "pack")
            assert letter is not None
            letter.state = state
        db.session.remove()


def state_of(fair: Fair, first_name: str) -> str:
    with fair.app.app_context():
        letter = deliveries.of_attendee(fair.ids[first_name], "pack")
        db.session.remove()
    assert letter is not None
    return letter.state


def test_i_wrote_and_they_answered_are_one_tap_each_and_one_back(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    freeze(fair)

    asha.post(f"/me/pack/{met}/answered", said="yes")
    said = asha.get("/me/pack").text
    asha.post(f"/me/pack/{met}/answered", said="no")
    asha.post(f"/me/pack/{met}/wrote", said="no")

    assert said.count('aria-pressed="true"') == 2
    assert asha.get("/me/pack").text.count('aria-pressed="true"') == 0


def test_a_draft_holds_the_note_and_opens_in_ones_own_mail_program(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    freeze(fair)
    asha.post(f"/me/pack/{met}/note", note="You said: 100 % & more, Čapek?")

    page = asha.get("/me/pack").text

    draft = unescape(re.findall(r'href="(mailto:ben@example.org\?[^"]+)"', page)[0])
    subject, body = (parse_qs(urlsplit(draft).query)[name][0] for name in ("subject", "body"))
    assert "Ben" in subject and "The fair" in subject
    assert body.startswith("Hello Ben,\r\n\r\n") and "100 % & more, Čapek?" in body
    assert "+" not in draft


def test_one_persons_card_is_a_file_of_its_own(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    freeze(fair)

    card = asha.get(f"/me/pack/{met}/card.vcf")

    assert next(vobject.readComponents(card.text)).fn.value == "Ben Okafor"
    assert asha.get("/me/pack/0000000000000000/card.vcf").status_code == 404


def test_what_is_taken_back_in_the_pack_is_to_be_deleted_by_the_team(app: Flask) -> None:
    fair, asha, ben, met = a_meeting(app, gives="name,email")
    freeze(fair)

    answer = asha.client.post(
        f"/me/pack/{met}/withdrawal",
        data={"op_id": str(uuid4())},
        headers=OURS,
        follow_redirects=True,
    )

    assert "they are told to delete it" in words(answer)
    asked = ben.get("/me/deletions")
    assert "Asha Patel" in words(asked)
    done = re.findall(r"/me/deletions/\w+/done", asked.text)[0]
    assert asha.post(done).status_code == 404
    assert ben.post(done).status_code == 303
    assert "There is nothing to be deleted." in words(ben.get("/me/deletions"))


def test_a_recruiter_reads_what_the_team_met_with_its_notes(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai", "Dana")
    capture(stand_phone_of(fair, "Dana"), fair.badges["Asha"], note="canary of the team")
    freeze(fair)

    ben, asha = phone_of(fair, "Ben"), phone_of(fair, "Asha")

    assert "Dana Ruiz" in words(ben.get("/me/pack")) and "canary" in words(ben.get("/me/pack"))
    assert "Only to follow up on talks" in ben.get("/me/pack/team.csv").text
    assert "canary" not in asha.get("/me/pack").text
    assert asha.get("/me/pack/team.csv").status_code == 404


def test_a_page_is_counted_only_for_those_who_allow_it(app: Flask) -> None:
    fair, _asha, _ben, _met = a_meeting(app)
    freeze(fair)
    asha, ben = open_pack(fair, "Asha"), open_pack(fair, "Ben")

    ben.post("/me/pack/count", said="yes")

    assert counted(fair) == (1, 1)
    ben.post("/me/pack/count", said="no")
    open_pack(fair, "Ben")
    assert counted(fair) == (0, 0)
    assert asha.get("/me/pack").status_code == 200


def counted(fair: Fair) -> tuple[int, int]:
    with fair.app.app_context():
        found = packs.count_readers(fair.event_id)
        db.session.remove()
    return found


def test_linking_a_phone_closes_a_pack_that_was_open_there(app: Flask) -> None:
    fair, _asha, _ben, _met = a_meeting(app)
    freeze(fair)
    browser = open_pack(fair, "Asha")

    browser.link(claim_of(fair, "Ben"))

    assert "You are" not in words(browser.get("/me/pack"))
    assert "Asha Patel" in words(browser.get("/me/pack"))  # whom Ben met
