"""Letters after the pack: the one reminder, and the request to delete what was taken back."""

from __future__ import annotations

from functools import partial

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, employers, erasure, meetings, notes, packs
from kiosk.domain.meetings import Meeting
from kiosk.workers.afterwards import put_nudges
from tests.fakes.smtp import CUT
from tests.workers.a_letter import Post
from tests.workers.a_mailroom import Mailroom


@pytest.fixture
def room(mailroom: Mailroom) -> Mailroom:
    """Asha met Ben of Nova, and Carol; everybody gave name and email, and has their pack."""
    with writing():
        ben = mailroom.fair.person("Ben")
        ben.employer_id = employers.of_event(mailroom.fair.id)[0].id
    mailroom.fair.check_in("Asha", "Ben", "Carol")
    for other in ("Ben", "Carol"):
        mailroom.fair.let_meet("Asha", other, mailroom.at, scanner_gives=("name", "email"))
    meeting = meeting_of(mailroom, "Carol")
    with writing():
        meetings.decide(
            meeting, mailroom.fair.person("Carol"), ["email"], event=mailroom.fair.facts,
            at=mailroom.at,
        )  # fmt: skip
    mailroom.freeze()
    mailroom.release()
    mailroom.send()
    return mailroom


def meeting_of(room: Mailroom, other: str) -> Meeting:
    found = meetings.ledger_of(room.fair.person("Asha"))
    return next(met.meeting for met in found if met.person.first_name == other)


def wish(room: Mailroom) -> None:
    with writing():
        packs.wish_nudge(room.fair.person("Asha"), True)


def nudges(room: Mailroom) -> int:
    db.session.rollback()
    return put_nudges(room.postroom, room.at)


def take_back(room: Mailroom, other: str) -> None:
    with writing():
        meeting, asha = meeting_of(room, other), room.fair.person("Asha")
        holders = packs.notify_deletion(meeting, asha, "withdrawn", room.at)
        meetings.withdraw(meeting, asha, room.at)
        for holder in holders:
            room.postroom.told_to_delete(holder, room.at)


def test_one_reminder_goes_after_two_days_to_whoever_asked_and_never_another(
    room: Mailroom,
) -> None:
    wish(room)
    with writing():
        notes.mark_wrote(meeting_of(room, "Ben"), room.fair.person("Asha"), True, room.at)
    room.pass_by(hours=47)
    assert nudges(room) == 0
    room.pass_by(hours=2)

    assert (nudges(room), nudges(room)) == (1, 0)

    letter = Post(room, "Asha", "nudge")
    assert "Carol" in letter.text and "Ben" not in letter.text
    assert "mailto:carol@example.org?subject=" in letter.text
    assert "This was the one reminder." in letter.text
    room.send()
    assert room.got()["asha@example.org"] == 2
    assert nudges(room) == 0


def test_nobody_is_reminded_who_did_not_ask_or_wrote_to_everybody(room: Mailroom) -> None:
    room.pass_by(hours=49)
    assert nudges(room) == 0
    wish(room)
    with writing():
        for other in ("Ben", "Carol"):
            notes.mark_wrote(meeting_of(room, other), room.fair.person("Asha"), True, room.at)

    assert nudges(room) == 0
    room.send()

    assert room.got()["asha@example.org"] == 1


def test_who_unsubscribed_is_not_reminded(room: Mailroom) -> None:
    wish(room)
    with writing():
        deliveries.suppress("asha@example.org", "unsubscribed", room.at)
    room.pass_by(hours=49)

    assert nudges(room) == 0


def test_what_was_taken_back_is_to_be_deleted_and_several_make_one_letter(room: Mailroom) -> None:
    take_back(room, "Ben")
    room.pass_by(minutes=5)
    room.send()
    assert room.got()["ben@example.org"] == 1  # it waits ten minutes for others

    room.pass_by(minutes=10)
    room.send()

    text = room.sent_to("ben@example.org", 1).decode()
    assert "Asha Patel" in text and "Please delete it wherever you keep it" in text
    assert "We have deleted it" in text and "/pack#" in text
    assert "asha@example.org" not in text


def test_an_erased_person_is_named_by_when_and_reference_alone(room: Mailroom) -> None:
    take_back(room, "Ben")

    with writing():
        asha = room.fair.person("Asha")
        erasure.erase(
            asha, room.at, partial(room.postroom.refreeze, at=room.at),
            partial(room.postroom.told_to_delete, at=room.at),
        )  # fmt: skip
    room.pass_by(minutes=20)
    room.send()

    for reader in ("ben@example.org", "carol@example.org"):
        text = room.sent_to(reader, -1).decode()
        assert "they are erased here, and so is their name" in text
        assert "Asha" not in text


def test_the_link_of_another_letter_is_no_evidence_of_the_pack(room: Mailroom) -> None:
    asha = room.fair.person("Asha")

    assert packs.whose_pack(packs.pack_secret(asha, 0), room.at) == (asha, 0)
    assert packs.whose_pack(packs.pack_secret(asha, 1), room.at) == (asha, 1)


def test_second_letters_that_were_taken_back_may_be_written_once_more(room: Mailroom) -> None:
    asha = room.fair.person("Asha").id
    room.fair.check_in("Cai")
    with writing():
        attendees.correct(room.fair.person("Ben"), {"phone": "+447700900199"}, origin="desk",
                          at=room.at)  # fmt: skip
        meetings.decide(
            meeting_of(room, "Ben"), room.fair.person("Ben"), ["email", "phone"],
            event=room.fair.facts, at=room.at,
        )  # fmt: skip
    assert packs.late_readers(room.fair.id) == [asha]
    with writing():
        room.postroom.freeze(room.fair.person("Asha"), room.at, 2)
    with writing():
        assert deliveries.cancel(room.fair.id, "pack", room.at) == 1

    room.freeze()

    assert packs.late_readers(room.fair.id) == [asha]


def test_silence_over_tickets_holds_no_ticket_back(room: Mailroom) -> None:
    with writing():
        for name in ("Asha", "Ben", "Carol", "Cai"):
            room.postroom.send_ticket(room.fair.person(name), room.at)
    room.sink.misbehave("dot", CUT, times=3)

    room.send()

    assert deliveries.counts(room.fair.id, "ticket") == {"accepted": 1, "unknown": 3}


def test_a_holder_who_cannot_be_written_to_stops_nobody_from_taking_back(room: Mailroom) -> None:
    with writing():
        room.fair.person("Ben").email = '"two words"@example.org'

    take_back(room, "Ben")

    request = deliveries.of_attendee(room.fair.person("Ben").id, "deletion")
    assert request is not None and request.state == "no_address"
    assert len(packs.open_notices(room.fair.id)) == 1


def test_a_ticket_goes_once_an_address_is_corrected(room: Mailroom) -> None:
    with writing():
        room.fair.person("Ben").email = '"two words"@example.org'
        assert not room.postroom.send_ticket_once(room.fair.person("Ben"), room.at)
        room.fair.person("Ben").email = "ben@example.org"

    with writing():
        assert room.postroom.send_ticket_once(room.fair.person("Ben"), room.at)
        assert not room.postroom.send_ticket_once(room.fair.person("Ben"), room.at)

    assert deliveries.counts(room.fair.id, "ticket") == {"queued": 1}


def test_a_colleague_who_is_kept_away_is_not_told_whom_to_delete(room: Mailroom) -> None:
    with writing():
        carol = room.fair.person("Carol")
        carol.employer_id = room.fair.person("Ben").employer_id
        asha, meeting = room.fair.person("Asha"), meeting_of(room, "Carol")
        meetings.block(meeting, asha, room.at)

    with writing():
        told = packs.notify_deletion(meeting_of(room, "Ben"), asha, "withdrawn", room.at)

    assert [each.first_name for each in told] == ["Ben"]
