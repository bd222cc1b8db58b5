"""The pack as a letter: small enough for Gmail whoever was met, drafts that open, a calm order."""

from dataclasses import replace
from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

import html5lib
import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import update

from kiosk.adapters import letters
from kiosk.adapters.letters import Sender
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, meetings, notes, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs import PackContents
from tests.people import NOON
from tests.workers.a_letter import Post
from tests.workers.a_mailroom import Mailroom, opened

DETAIL = "You said: “begin with the joints”, 100% sure.\nAsk about drones & bridges."


@pytest.fixture
def room(mailroom: Mailroom) -> Mailroom:
    """Asha met Ben, who gave his address, Carol, and Cai of her own course."""
    with writing():
        mailroom.fair.person("Cai").course = mailroom.fair.person("Asha").course
    mailroom.meet(("Asha", "Cai"), ("Asha", "Ben"), ("Asha", "Carol"))
    return mailroom


def note_down(room: Mailroom, words: str) -> None:
    asha, ben = room.fair.person("Asha"), room.fair.person("Ben")
    meeting = meetings.between(room.fair.id, asha.id, ben.id)
    assert meeting is not None
    with writing():
        notes.write(meeting, asha, words, NOON)


def pack(room: Mailroom, first_name: str = "Asha") -> Post:
    room.freeze()
    return Post(room, first_name)


def drafts(letter: Post) -> list[str]:
    return [link for link in letter.page.links if link.startswith("mailto:") and "subject" in link]


def met_by_asha(room: Mailroom, how_many: int) -> PackContents:
    """Whom Asha met, as often as it takes to be so many."""
    contents = packs.contents_of(room.fair.person("Asha"))
    many = (contents.entries * how_many)[:how_many]
    return PackContents(contents.reader, many)


def write(room: Mailroom, contents: PackContents) -> tuple[str, bytes]:
    """The page of a letter, and its bytes."""
    sender = Sender("Employer Fair <fair@fair.example>", "https://kiosk.example")
    letter = letters.pack_letter(contents, room.fair.event, sender, at=NOON, edition=1)
    parts = opened(letter.message).decode(errors="replace")
    return parts[parts.index("<!doctype") : parts.index("</html>") + 7], letter.message


def test_a_draft_opens_in_any_mail_program_and_holds_the_notes_detail(room: Mailroom) -> None:
    note_down(room, DETAIL)

    (draft,) = drafts(pack(room))

    asked = parse_qs(urlsplit(draft).query, strict_parsing=True)
    assert asked["subject"] == ["Thank you, Ben: we met at Employer Fair"]
    assert asked["body"][0].split("\r\n\r\n") == [
        "Hello Ben,",
        "It was good to meet you at Employer Fair, at Door of fair.",
        f"What I remember best: {' '.join(DETAIL.split())}",
        "Thank you for your time.",
        "Asha Patel",
    ]
    assert "+" not in draft
    assert "%0D%0A%0D%0A" in draft
    assert draft.isascii()


@pytest.mark.parametrize("words", ["李" * 500, "a" * 500, "𝒳" * 500, "&\"'<>%0A" * 60])
def test_a_draft_is_never_longer_than_outlook_takes(room: Mailroom, words: str) -> None:
    note_down(room, words[:500])
    with writing():
        room.fair.event.name = "李" * 110
        room.fair.person("Ben").given_name = "李" * 60

    found = drafts(pack(room))

    assert all(len(draft) < 1_800 for draft in found)
    assert [unquote(draft)[:22] for draft in found] in ([], ["mailto:ben@example.org"])


def test_those_new_to_the_reader_stand_first_under_a_small_heading(room: Mailroom) -> None:
    letter = pack(room)

    order = [letter.text.index(words) for words in
             ("NEW TO YOU", "Ben Okafor", "CLOSER TO HOME", "Cai Evans")]  # fmt: skip
    assert order == sorted(order)
    assert letter.page.words.index("Ben Okafor") < letter.page.words.index("Cai Evans")


def test_no_heading_stands_over_everybody(room: Mailroom) -> None:
    assert "NEW TO YOU" not in pack(room, "Ben").text


def test_the_reader_is_named_where_two_share_an_address(room: Mailroom) -> None:
    with writing():
        room.fair.person("Carol").email = "ASHA@example.org"

    subjects = {pack(room, name).message["Subject"] for name in ("Asha", "Carol")}

    assert subjects == {
        "Asha Patel, the 3 people you met at Employer Fair",
        "Carol Reed, the person you met at Employer Fair",
    }


def test_a_pack_links_its_own_page_and_a_way_out_that_one_click_takes(room: Mailroom) -> None:
    letter = pack(room)

    asha = room.fair.person("Asha")
    origin = room.settings.public_url
    secret = f"{origin}/pack#{packs.pack_secret(asha, 1)}"
    out = f"{origin}/unsubscribe/{deliveries.unsubscribe_token(asha.public_id, 'pack', 1)}"
    assert {secret, out} <= set(letter.page.links)
    assert secret in letter.text
    ben = next(e for e in packs.contents_of(asha).entries if e.met.person.first_name == "Ben")
    assert f"{secret}.{ben.met.meeting.public_id}" in letter.page.links
    assert packs.whose_pack(f"{secret}.{ben.met.meeting.public_id}", NOON) == (asha, 1)
    assert f"No more letters like this one: {out}" in letter.text


def test_the_reminder_is_for_the_morning_after_and_names_nobody(room: Mailroom) -> None:
    file = pack(room).files["reminder.ics"]

    (entry,) = Calendar.from_ical(file).walk("VEVENT")
    assert entry["DTSTART"].dt.isoformat() == "2026-11-25T10:00:00+00:00"
    assert entry["SUMMARY"] == "Write to the people you met at Employer Fair"
    assert len(entry.walk("VALARM")) == 1
    assert b"METHOD:PUBLISH" in file
    assert not [word for word in (b"Ben", b"Asha", b"pack#") if word in file]
    read = vobject.readOne(file.decode())
    assert read.vevent.dtstart.value == entry["DTSTART"].dt  # whatever each makes of zones
    assert read.vevent.uid.value.startswith(room.fair.person("Asha").public_id)


def test_a_reminder_keeps_its_uid_and_the_next_edition_has_another(room: Mailroom) -> None:
    contents = packs.contents_of(room.fair.person("Asha"))
    sender = Sender("fair@fair.example", "https://kiosk.example")
    second = PackContents(contents.reader, contents.entries, edition=2)

    uids = [
        Calendar.from_ical(letters.reminder_of(each, room.fair.event, sender, at=NOON))
        .walk("VEVENT")[0]["UID"]
        for each in (contents, contents, second)
    ]  # fmt: skip

    assert uids[0] == uids[1] != uids[2]


def test_a_second_letter_holds_what_is_new_and_says_so(room: Mailroom) -> None:
    room.freeze()
    with writing():
        db.session.execute(update(Delivery).values(state="accepted"))
        dana = {"name": "Dana Fox", "email": "dana@example.org", "kind": "mentor"}
        attendees.register(room.fair.event, [(2, dana)], NOON)
    room.fair.check_in("Dana")
    room.fair.let_meet("Asha", "Dana", NOON)

    with writing():
        room.postroom.freeze(room.fair.person("Asha"), NOON, edition=2)

    letter = Post(room, "Asha")
    assert letter.message["Subject"] == "Asha Patel, one more person you met at Employer Fair"
    assert "Only what is new is in this one." in letter.text
    assert [row["name"] for row in letter.rows] == ["Dana Fox"]


@pytest.mark.parametrize("how_many", [60, 300])
def test_whoever_was_met_the_page_stays_under_a_hundred_kilobytes(
    room: Mailroom, how_many: int
) -> None:
    note_down(room, "Ask about drones.")
    contents = met_by_asha(room, how_many)

    page, message = write(room, contents)

    shown = page.count('class="card"')
    assert len(page.encode()) < 100_000
    assert shown == how_many if how_many <= 60 else shown > 60
    more = f"And {how_many - shown} more people: on your pack page, and in the files."
    assert (more in page) is (shown < how_many)
    assert opened(message).count(b"BEGIN:VCARD") == how_many


def test_a_page_is_html_by_the_letter(room: Mailroom) -> None:
    note_down(room, DETAIL)

    parser = html5lib.HTMLParser(strict=True)

    assert parser.parse(pack(room).html) is not None


def test_a_test_letter_is_about_invented_people_and_opens_nobodys_page(room: Mailroom) -> None:
    sender = Sender("fair@fair.example", "https://kiosk.example")

    letter = letters.sample_letter(room.fair.event, sender, "org@example.org", NOON)

    db.session.rollback()
    parts = opened(letter.message).decode()
    assert "Nova Engineering" in parts
    assert "pack#" not in parts
    assert not [name for name in ("Asha Patel", "Cai Evans") if f"FN:{name}" in parts]
    again = letters.sample_letter(room.fair.event, sender, "org@example.org", NOON)
    assert again == letter


NAMES = ("a\r\nBcc: x@example.org", "a\x00b", "\u202eевил", "😀" * 90, "<b>&amp;", "a" * 120)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_changes_no_header_and_breaks_no_letter(room: Mailroom, name: str) -> None:
    contents = packs.contents_of(room.fair.person("Asha"))
    (first, *_rest) = contents.entries
    person = Attendee(public_id="x" * 16, name=name, kind="student", email="asha@example.org")
    reader = Attendee(public_id="y" * 16, event_id=room.fair.id, name=name, email="x@example.org")
    hostile = PackContents(reader, (replace(first, met=replace(first.met, person=person)),))

    page, message = write(room, hostile)

    read = message_from_bytes(message, policy=policy.default)
    assert read.defects == []
    assert read["Bcc"] is None
    assert "<b>" not in page.partition("Hello,")[2].partition("Ask me about")[0]


ADDRESSES = {
    f"{'a' * 64}@example.org": "frozen",
    "asha@bücher.example": "frozen",
    "o'hara+fair@example.org": "frozen",
    '"a b"@example.org': "no_address",
    "asha(comment)@example.org": "no_address",
    "asha@example.org, x@example.org": "no_address",
    "asha": "no_address",
    "": "no_address",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_written_to_or_counted_and_never_two(room: Mailroom, address: str) -> None:
    with writing():
        room.fair.person("Asha").email = address or None

    room.freeze()

    found = deliveries.of_attendee(room.fair.person("Asha").id, "pack")
    assert found is not None
    assert found.state == ADDRESSES[address]
    assert (found.to_address or "") == (address if found.state == "frozen" else "")


def test_everybody_gave_only_a_name_and_the_letter_is_kind_about_it(room: Mailroom) -> None:
    letter = pack(room, "Carol")

    assert "You have Asha’s name. Say hello when you meet again." in letter.text
    assert drafts(letter) == []
