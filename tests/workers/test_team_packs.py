"""A recruiter's pack: what the whole team met, with its notes; in nobody else's letter."""

from __future__ import annotations

import csv
import io

import pytest

from kiosk.db import writing
from kiosk.domain import attendees, employers, meetings, notes, packs
from tests.workers.a_letter import Post
from tests.workers.a_mailroom import Mailroom

CANARY = "zzcanaryzz"


@pytest.fixture
def room(mailroom: Mailroom) -> Mailroom:
    """Ben and Carol stand for Nova; Ben met Asha and wrote a note, Carol met nobody."""
    fair = mailroom.fair
    with writing():
        nova = employers.of_event(fair.id)[0]
        fair.person("Ben").employer_id = fair.person("Carol").employer_id = nova.id
    fair.check_in("Asha", "Ben", "Carol")
    fair.let_meet("Asha", "Ben", mailroom.at, scanner_gives=("name", "email"))
    with writing():
        met = meetings.ledger_of(fair.person("Ben"))[0]
        notes.jot(
            met.meeting, fair.person("Ben"),
            notes.Jotting(words=f"=cmd|{CANARY}", next_step="interview"), mailroom.at,
        )  # fmt: skip
    return mailroom


def test_who_met_nobody_gets_what_the_team_met_grouped_by_recruiter(room: Mailroom) -> None:
    room.freeze()

    letter = Post(room, "Carol")

    assert "What your team met" in letter.page.words and CANARY in letter.page.words
    assert "Asha Patel" in letter.text and "asha@example.org" in letter.text
    assert "Invite to interview" in letter.text
    sheet = io.StringIO(letter.files["team.csv"].decode("utf-8-sig"), newline="")
    (row,) = csv.DictReader(sheet)
    assert (row["recruiter"], row["email"]) == ("Ben Okafor", "asha@example.org")
    assert row["purpose"].startswith("Only to follow up on talks") and row["delete_by"]
    assert not row["note"].startswith("=")
    assert b"Delete this by" in letter.files["team.vcf"].replace(b"\r\n ", b"")


def test_ones_own_people_are_in_full_and_not_told_twice(room: Mailroom) -> None:
    room.freeze()

    letter = Post(room, "Ben")

    assert letter.text.count("Asha Patel") == 1
    assert {"team.csv", "contacts.csv"} <= letter.files.keys()


def test_the_team_and_its_notes_are_in_nobody_elses_letter(room: Mailroom) -> None:
    room.freeze()

    letter = Post(room, "Asha")

    assert CANARY not in letter.bytes.decode()
    assert not {"team.csv", "team.vcf"} & letter.files.keys()


def test_an_organisers_preview_has_none_of_the_teams_notes(room: Mailroom) -> None:
    for name in ("Ben", "Carol"):
        contents = packs.contents_of(room.fair.person(name), with_notes=False)

        assert contents.team is not None
        assert [talk.jotting for talk in contents.team.talks] == [notes.Jotting()]


def test_whom_the_other_took_back_is_in_no_letter_of_the_team(room: Mailroom) -> None:
    room.freeze()
    with writing():
        asha = room.fair.person("Asha")
        meeting = meetings.ledger_of(asha)[0].meeting
        meetings.withdraw(meeting, asha, room.at)
        for reader in packs.readers_of(asha):
            room.postroom.refreeze(reader, room.at)

    assert [attendees.get(each.id).first_name for each in packs.readers_of(asha)] == [
        "Ben", "Carol",
    ]  # fmt: skip
    assert "asha@example.org" not in Post(room, "Carol").bytes.decode()
    assert b"asha@example.org" not in room.content("Carol")


def test_a_recruiter_who_is_kept_away_gets_nothing_through_a_colleague(room: Mailroom) -> None:
    room.fair.let_meet("Asha", "Carol", room.at)
    with writing():
        asha = room.fair.person("Asha")
        met = next(m for m in meetings.ledger_of(asha) if m.person.first_name == "Carol")
        meetings.report(met.meeting, asha, "rude", room.at)
        meetings.block(met.meeting, asha, room.at)
    room.freeze()

    letter = Post(room, "Carol")

    assert "asha@example.org" not in letter.bytes.decode() + letter.text
    assert b"asha@example.org" not in b"".join(letter.files.values())
