"""The letters as people read them: right words, right letters, whole files, nobody else's links."""

import io
import re
from typing import Any

import pytest
import vobject
import zxingcpp
from PIL import Image

from kiosk.db import db, writing
from kiosk.domain import deliveries, employers, meetings, notes
from kiosk.domain.attendees import sharing
from tests.people import NOON
from tests.workers.a_letter import Post
from tests.workers.a_mailroom import Mailroom

HOSTILE = "<script>alert(\"x\")</script> & =cmd|' /C calc'!A0"


@pytest.fixture
def room(mailroom: Mailroom) -> Mailroom:
    """A fair with a contact and an employer that has vacancies; Asha met Ben, Carol and Cai."""
    with writing():
        event = mailroom.fair.event
        event.contact_name, event.contact_email = "Careers Service", "careers@uni.example"
        event.place = "Great Hall"
        employer = {
            "name": "Nova Engineering", "stand": "12", "vacancies_url": "https://nova.example/jobs",
        }  # fmt: skip
        employers.register(mailroom.fair.id, [employer], NOON)
        ben = mailroom.fair.person("Ben")
        gives = ["name", "email", "phone"]
        ben.phone = "+447700900123"
        sharing.choose(ben, gives, event=mailroom.fair.facts, through="phone", at=NOON)
    mailroom.meet(("Asha", "Ben"), ("Asha", "Carol"), ("Asha", "Cai"))
    return mailroom


def pack(room: Mailroom, first_name: str = "Asha") -> Post:
    room.freeze()
    return Post(room, first_name)


def ticket(room: Mailroom, first_name: str = "Asha") -> Post:
    with writing():
        assert room.postroom.send_ticket(room.fair.person(first_name), NOON)
    return Post(room, first_name, "ticket")


def linked(room: Mailroom, first_name: str = "Asha") -> Post:
    with writing():
        room.postroom.phone_linked(room.fair.person(first_name), NOON, "iPhone")
    return Post(room, first_name, "phone_linked")


def confirm(room: Mailroom, first_name: str = "Asha") -> Post:
    with writing():
        room.postroom.phone_confirm(room.fair.person(first_name), NOON, "SECRET", "iPhone")
    return Post(room, first_name, "phone_confirm")


EACH = pytest.mark.parametrize("write", [pack, ticket, linked, confirm])


@EACH
def test_words_have_no_stray_blank_lines(room: Mailroom, write: Any) -> None:
    text = write(room).text

    assert "\n\n\n" not in text
    assert text == text.strip() + "\n"
    assert not [line for line in text.splitlines() if line != line.rstrip()]


@EACH
def test_a_page_names_its_language_and_every_picture_says_what_it_is(
    room: Mailroom, write: Any
) -> None:
    page = write(room).page

    assert [(h["lang"], h["dir"]) for h in page.all("html")] == [("en", "ltr")]
    assert all(image["alt"] for image in page.all("img"))
    assert all(table["role"] == "presentation" for table in page.all("table"))
    assert not page.all("script")


@EACH
def test_a_letter_loads_nothing_from_anywhere(room: Mailroom, write: Any) -> None:
    letter = write(room)

    assert all(str(image["src"]).startswith("cid:") for image in letter.page.all("img"))
    assert not re.search(r"url\(|<link|@import", letter.html)


@EACH
def test_a_reply_goes_to_the_organisers_contact(room: Mailroom, write: Any) -> None:
    letter = write(room)

    assert letter.message["Reply-To"] == "Careers Service <careers@uni.example>"
    assert "Questions? Write to Careers Service: careers@uni.example" in letter.text
    assert "mailto:careers@uni.example" in letter.page.links


@EACH
def test_our_own_links_go_to_the_configured_origin_only(room: Mailroom, write: Any) -> None:
    known = (room.settings.public_url, "mailto:", "tel:", "https://nova.example/")

    links = write(room).page.links

    assert links
    assert not [link for link in links if not link.startswith(known)]


@EACH
def test_the_same_records_give_the_same_bytes(room: Mailroom, write: Any) -> None:
    first = write(room).bytes
    with writing():
        for kind in ("pack", "ticket", "phone_linked", "phone_confirm"):
            if found := deliveries.of_attendee(room.fair.person("Asha").id, kind):
                db.session.delete(found)

    assert write(room).bytes == first


def test_a_pack_says_who_what_when_and_where(room: Mailroom) -> None:
    letter = pack(room)

    assert letter.message["Subject"] == "Asha Patel, the 3 people you met at Employer Fair"
    assert "You met 3 people at Employer Fair." in letter.text
    ben = letter.text.partition("Ben Okafor\n")[2].partition("\n\n")[0].splitlines()
    assert ben[:4] == [
        "■ Employer, Engineer, Nova Engineering, stand 12",
        "Tue 24 Nov, 12:00, Door of fair",
        "ben@example.org",
        "+447700900123",
    ]
    assert ben[4].startswith("You were asked: ")
    assert ben[5] == "Vacancies: https://nova.example/jobs"
    for words in ("Ben Okafor", "■ Employer", "○ Mentor", "● Student", "Door of fair"):
        assert words in letter.page.words
    assert "We erase what we hold about you on 22 February 2027." in letter.page.words


def test_one_person_met_is_one_person(room: Mailroom) -> None:
    letter = pack(room, "Ben")

    assert letter.message["Subject"] == "Ben Okafor, the person you met at Employer Fair"
    assert "You met one person at Employer Fair." in letter.text


def test_who_gave_a_name_only_shows_a_name_only(room: Mailroom) -> None:
    letter = pack(room)

    assert "cai@example.org" not in letter.bytes.decode()
    assert "carol@example.org" not in letter.html + letter.text + str(letter.files)
    assert "You have Carol’s name. Say hello when you meet again." in letter.text


def test_notes_are_the_readers_own(room: Mailroom) -> None:
    asha, ben = room.fair.person("Asha"), room.fair.person("Ben")
    meeting = meetings.between(room.fair.id, asha.id, ben.id)
    assert meeting is not None
    with writing():
        notes.write(meeting, asha, "Ask about drones.\nAnd bridges.", NOON)

    hers, his = pack(room), Post(room, "Ben")

    assert "Your note: Ask about drones.\nAnd bridges." in hers.text
    assert "Ask about drones." in hers.page.words
    assert "drones" not in his.text + his.html + str(his.files)


def test_the_card_file_reads_in_an_address_book(room: Mailroom) -> None:
    cards = list(vobject.readComponents(pack(room).files["contacts.vcf"].decode()))

    assert sorted(card.fn.value for card in cards) == ["Ben Okafor", "Cai Evans", "Carol Reed"]
    ben = next(card for card in cards if card.fn.value == "Ben Okafor")
    assert ben.email.value == "ben@example.org"
    assert ben.tel.value == "+447700900123"
    assert "Ben Okafor" in str(ben.n.value)  # phones show N: half a name would be all they show


def test_the_table_opens_with_the_right_letters(room: Mailroom) -> None:
    with writing():
        room.fair.person("Carol").name = "Čarol 李 Řeed"

    letter = pack(room)

    assert letter.files["contacts.csv"].startswith(b"\xef\xbb\xbf")
    assert {row["name"] for row in letter.rows} == {"Ben Okafor", "Cai Evans", "Čarol 李 Řeed"}


def test_a_hostile_name_is_words_everywhere(room: Mailroom) -> None:
    with writing():
        room.fair.person("Carol").name = HOSTILE
        room.fair.person("Ben").organisation = HOSTILE

    letter = pack(room)

    assert not letter.page.all("script")
    assert HOSTILE in letter.page.words
    assert HOSTILE in letter.text


def test_a_link_that_is_no_web_address_is_not_one_in_a_letter(room: Mailroom) -> None:
    with writing():
        ben = room.fair.person("Ben")
        ben.links = ["javascript:alert(1)", "https://ben.example/"]
        gives = ["name", "email", "links"]
        sharing.choose(ben, gives, event=room.fair.facts, through="phone", at=NOON)
        employers.of_event(room.fair.id)[0].vacancies_url = "javascript:alert(2)"
    room.fair.let_meet("Asha", "Ben")

    letter = pack(room)

    assert "javascript:" not in letter.html
    assert "https://ben.example/" in letter.page.links


@pytest.mark.parametrize(
    ("locale", "lang"), [("en-GB", "en"), ("xx", "en"), ("English", "en"), ("../x", "en")]
)
def test_a_language_that_is_not_offered_falls_back(room: Mailroom, locale: str, lang: str) -> None:
    with writing():
        room.fair.person("Asha").locale = locale

    letter = pack(room)

    assert letter.message["Content-Language"] == lang
    assert "Tue 24 Nov, 12:00" in letter.text


def test_a_ticket_letter_shows_a_code_that_scans(room: Mailroom) -> None:
    letter = ticket(room)

    code = room.fair.code("ticket", "Asha")
    (picture,) = (p for p in letter.message.walk() if p.get_content_type() == "image/png")
    image = Image.open(io.BytesIO(picture.get_payload(decode=True)))
    assert [each.text for each in zxingcpp.read_barcodes(image)] == [code]
    assert code in letter.text.replace(" ", "")
    assert f"{room.settings.public_url}/claim#{room.fair.code('claim', 'Asha')}" in letter.text
    assert "Tuesday 24 November 2026, 10:00–15:00\nGreat Hall" in letter.text


def test_a_secret_stands_behind_the_hash_where_no_server_logs_it(room: Mailroom) -> None:
    letter = ticket(room)

    secrets = {room.fair.code(kind, "Asha") for kind in ("ticket", "claim")}
    for link in letter.page.links:
        assert not any(secret in link.partition("#")[0] for secret in secrets)
