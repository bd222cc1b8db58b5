"""What is none of ours: the answer is about what it seems to be, and repeats nothing of it."""

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import codes, events
from tests.web.a_fair import Fair, Screen, hold, pair, words

SECRET = "SECRETWORD"


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        ("WIFI:S:hall;T:WPA;P:{s};;", "That is for the Wi-Fi, not a ticket."),
        ("BEGIN:VCARD\r\nFN:{s}\r\nEND:VCARD", "That is a contact card, not a ticket."),
        ("MECARD:N:{s};TEL:1;;", "That is a contact card, not a ticket."),
        ("BEGIN:VEVENT\nSUMMARY:{s}", "That is a date for a calendar, not a ticket."),
        ("otpauth://totp/Mail:{s}?secret=JBSWY3DP", "Keep that one secret: it is not a ticket."),
        ("geo:51.5,-0.12?q={s}", "That is a place on a map, not a ticket."),
        ("https://maps.example/?q={s}", "That is a place on a map, not a ticket."),
        ("tel:+44123{s}", "That is a phone number, not a ticket."),
        ("mailto:{s}@mail.example", "That is a mail address, not a ticket."),
        ("BCD\n002\n1\nSCT\n\n{s}\nDE001", "That is for a payment, not a ticket."),
        ("SPC\r\n0200\r\n1\r\nCH44{s}", "That is for a payment, not a ticket."),
        ("00020126580014br.gov.bcb.pix{s}", "That is for a payment, not a ticket."),
        ("upi://pay?pa={s}", "That is for a payment, not a ticket."),
        ("bitcoin:{s}?amount=1", "That is for a payment, not a ticket."),
        ("M1{s}/ASHA          EABC123 LHRCDGAF 1234 320Y014A0005 100",
         "That is a boarding pass, not a ticket of this fair."),
        ("@\n\x1e\rANSI 636000{s}", "That is a document of yours. Please put it away again."),
        ("https://www.linkedin.com/in/{s}", "That is a profile page, not a ticket."),
        ("https://www.eventbrite.com/e/{s}",
         "That is from another ticket office, not a ticket of this fair."),
        ("HTTPS://CAFE.EXAMPLE/SPEISEKARTE/{s}", "That is a menu, not a ticket."),
        ("cafe.example/{s}", "That is a web page, not a ticket."),
        ("4006381333931", "That is from a shop, not a ticket."),
        ("(01)04006381333931{s}", "That is from a shop, not a ticket."),
        ("{s}", "That is not a ticket of this fair."),
        ("K7QXM2RDW9AB3CTV5EHJNPS8YZ", "We do not know that code."),
    ],
)  # fmt: skip
def test_a_strange_code_is_answered_by_its_kind_alone(
    door: Screen, read: str, sentence: str
) -> None:
    page = door.scan(read.format(s=SECRET))

    assert page.status_code == 404
    assert sentence in words(page)
    assert SECRET.casefold() not in page.text.casefold()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("tickets", "That ticket is for another fair."),
        ("badges", "That badge is from another fair."),
    ],
)
def test_a_code_of_another_fair_is_said_to_be_that_and_no_more(
    app: Flask, door: Screen, kind: str, sentence: str
) -> None:
    neighbour = hold(app, "neighbour")

    page = door.scan(getattr(neighbour, kind)["Asha"])

    assert page.status_code == 404
    assert sentence in words(page)
    assert "neighbour" not in page.text


def test_a_page_of_ours_is_called_that(fair: Fair, door: Screen) -> None:
    page = door.scan(f"{fair.app.config['KIOSK'].public_url}/me")

    assert "That is a page of this fair, not a ticket." in words(page)


def test_a_link_for_the_phone_is_told_from_a_ticket(fair: Fair, door: Screen) -> None:
    with fair.app.app_context():
        claim = codes.code_of("claim", fair.person("Asha"))

    page = door.scan(f"http://localhost/claim#{claim}")

    assert "That links a phone." in words(page)


def test_a_campus_card_that_nobody_registered_is_called_a_card(fair: Fair, door: Screen) -> None:
    with fair.app.app_context(), writing():
        event = db.session.get(events.Event, fair.event_id)
        assert event is not None
        event.card_patterns = [{"name": "Kingsbridge", "pattern": "KB([0-9]{6})"}]

    page = door.scan("KB123456")

    assert "We do not know that card." in words(page)
    assert "123456" not in page.text
