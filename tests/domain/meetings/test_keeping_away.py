"""Blocks and reports: what was given is seen no more, and who did it is never told."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, erasure, meetings, packs
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.meetings import Block, Met, Report
from kiosk.errors import Invalid, NotKnown
from tests.people import ASHA, BEN, CAI, CAROL, NOON, Fair, count

LATER = NOON + timedelta(minutes=20)


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha and Ben have met and gave each other their addresses; Carol met both."""
    made = Fair(people=(ASHA, BEN, CAROL, CAI))
    made.check_in("Asha", "Ben", "Carol", "Cai")
    for name in ("Asha", "Ben", "Carol"):
        with writing():
            fields = sharing.PRESETS["name_email"]
            sharing.choose(made.person(name), fields, event=made.facts, through="phone", at=NOON)
    made.let_meet("Asha", "Ben")
    made.let_meet("Asha", "Carol")
    made.let_meet("Ben", "Carol")
    return made


def met(fair: Fair, reader: str, other: str) -> Met:
    found = meetings.ledger_of(fair.person(reader))
    return next(each for each in found if each.person.first_name == other)


def block(fair: Fair, blocker: str, other: str) -> None:
    meeting = met(fair, blocker, other).meeting
    with writing():
        meetings.block(meeting, fair.person(blocker), LATER)


def report(fair: Fair, reporter: str, other: str, words: str = "Would not let me go.") -> Report:
    with writing():
        return meetings.report(
            met(fair, reporter, other).meeting, fair.person(reporter), words, LATER
        )


def names(people: list[Attendee]) -> list[str]:
    return [person.first_name for person in people]


def test_whom_one_blocks_is_in_ones_ledger_no_more(fair: Fair) -> None:
    block(fair, "Asha", "Ben")

    assert names([each.person for each in meetings.ledger_of(fair.person("Asha"))]) == ["Carol"]
    assert names([one for _block, one in meetings.blocked_by(fair.person("Asha"))]) == ["Ben"]


def test_to_the_blocked_it_looks_like_an_asked_that_nobody_answered(fair: Fair) -> None:
    unanswered = fair.let_meet("Ben", "Cai")
    assert unanswered.meeting.way == "tablet"

    block(fair, "Asha", "Ben")

    seen = met(fair, "Ben", "Asha")
    assert (seen.got_state, seen.shared) == ("asked", {})
    assert seen.gave.state == "given"
    assert meetings.blocked_by(fair.person("Ben")) == []


def test_blocking_twice_is_one_block_and_ends_at_once(fair: Fair) -> None:
    asha, meeting = fair.person("Asha"), met(fair, "Asha", "Ben").meeting
    for _time in range(2):
        with writing():
            meetings.block(meeting, asha, LATER)
    ((row, _ben),) = meetings.blocked_by(asha)

    for _time in range(2):
        with writing():
            assert meetings.unblock(fair.person("Asha"), row.public_id, LATER).first_name == "Ben"

    assert count(Block) == 1
    assert fair.shared("Ben", "Asha") == {"email": "asha@example.org"}
    assert fair.shared("Asha", "Ben") == {"email": "ben@example.org"}


def test_only_ones_own_block_ends_and_only_whom_one_met_is_kept_away(fair: Fair) -> None:
    block(fair, "Asha", "Ben")
    ((row, _ben),) = meetings.blocked_by(fair.person("Asha"))
    asha_and_carol = met(fair, "Asha", "Carol").meeting

    with pytest.raises(NotKnown, match="no_such_block"), writing():
        meetings.unblock(fair.person("Ben"), row.public_id, LATER)
    with pytest.raises(NotKnown, match="no_such_meeting"), writing():
        meetings.block(asha_and_carol, fair.person("Ben"), LATER)
    with pytest.raises(NotKnown, match="no_such_meeting"), writing():
        meetings.report(asha_and_carol, fair.person("Ben"), "", LATER)


def test_meeting_again_gives_the_blocked_nothing(fair: Fair) -> None:
    block(fair, "Asha", "Ben")

    again = fair.let_meet("Ben", "Asha", scanner_gives=("name", "email", "phone"), at=LATER)

    assert again.met_before
    assert fair.shared("Ben", "Asha") == {}
    assert {gift.fields for gift in meetings.given_at(again.meeting)} == {("name",)}


def test_somebody_blocked_who_first_meets_is_given_nothing_even_once_the_block_ends(
    fair: Fair,
) -> None:
    block(fair, "Asha", "Ben")
    ((row, _ben),) = meetings.blocked_by(fair.person("Asha"))
    with writing():
        meeting = meetings.between(fair.id, fair.person("Asha").id, fair.person("Ben").id)
        assert meeting is not None
        meetings.undo(meeting, by="x", device_id=None, at=NOON)
    fair.let_meet("Ben", "Asha", at=LATER)

    with writing():
        meetings.unblock(fair.person("Asha"), row.public_id, LATER)

    assert fair.shared("Ben", "Asha") == {}


def test_a_report_freezes_the_pair_at_once_and_nobody_else(fair: Fair) -> None:
    report(fair, "Asha", "Ben")

    assert fair.shared("Ben", "Asha") == fair.shared("Asha", "Ben") == {}
    assert met(fair, "Ben", "Asha").got_state == "asked"
    assert fair.shared("Ben", "Carol") == {"email": "carol@example.org"}


def test_three_reporters_freeze_everything_of_the_reported(fair: Fair) -> None:
    fair.let_meet("Cai", "Carol")
    report(fair, "Asha", "Carol")
    report(fair, "Ben", "Carol")
    fair.let_meet("Asha", "Cai")
    (carol,) = meetings.reported_people(fair.id)
    assert not carol.is_frozen

    report(fair, "Cai", "Carol")

    (carol,) = meetings.reported_people(fair.id)
    assert (carol.is_frozen, carol.is_open, len(carol.reports)) == (True, True, 3)
    assert all(each.shared == {} for each in meetings.ledger_of(fair.person("Carol")))


def test_a_stewards_decision_freezes_and_frees(fair: Fair) -> None:
    report(fair, "Asha", "Carol")

    with writing():
        meetings.decide_reports(fair.id, fair.person("Carol"), "upheld", by="staff:x", at=LATER)
    assert fair.shared("Ben", "Carol") == {}
    with writing():
        meetings.decide_reports(fair.id, fair.person("Carol"), "dismissed", by="staff:x", at=LATER)

    assert fair.shared("Ben", "Carol") == {"email": "carol@example.org"}
    assert fair.shared("Asha", "Carol") == {"email": "carol@example.org"}
    (carol,) = meetings.reported_people(fair.id)
    assert (carol.is_frozen, carol.is_open) == (False, False)


def test_reported_again_is_one_report_with_the_newer_words(fair: Fair) -> None:
    report(fair, "Asha", "Ben", "Rude.")

    report(fair, "Asha", "Ben", "Rude, and followed me.")
    again = report(fair, "Asha", "Ben", "")

    assert again.words == "Rude, and followed me."
    assert count(Report) == 1


def test_words_for_the_stewards_have_an_end(fair: Fair) -> None:
    with pytest.raises(Invalid):
        report(fair, "Asha", "Ben", "x" * 501)

    assert count(Report) == 0


def test_who_was_not_reported_cannot_be_decided_about(fair: Fair) -> None:
    neighbour = Fair("neighbour")
    report(fair, "Asha", "Ben")

    with pytest.raises(NotKnown, match="not_reported"), writing():
        meetings.decide_reports(fair.id, fair.person("Carol"), "upheld", by="x", at=LATER)
    with pytest.raises(NotKnown, match="not_reported"), writing():
        meetings.decide_reports(neighbour.id, fair.person("Ben"), "upheld", by="x", at=LATER)
    assert meetings.reported_people(neighbour.id) == []


def test_the_team_of_a_recruiter_who_is_kept_away_gets_nothing_either(fair: Fair) -> None:
    ben = fair.person("Ben")
    assert ben.employer_id is not None

    block(fair, "Asha", "Ben")

    seen = {met.person.first_name: met.shared for _one, met in
            meetings.met_by_team(fair.id, ben.employer_id)}  # fmt: skip
    assert seen == {"Asha": {}, "Carol": {"email": "carol@example.org"}}


def test_the_pack_of_the_blocked_has_no_details_and_the_blockers_has_nobody(fair: Fair) -> None:
    block(fair, "Asha", "Ben")

    of_ben = packs.contents_of(fair.person("Ben")).entries
    of_asha = packs.contents_of(fair.person("Asha")).entries

    assert {e.met.person.first_name: e.met.shared for e in of_ben}["Asha"] == {}
    assert [e.met.person.first_name for e in of_asha] == ["Carol"]


def test_nobody_reads_in_their_own_data_who_keeps_them_away(fair: Fair) -> None:
    block(fair, "Asha", "Ben")
    report(fair, "Carol", "Ben", "Stood too close.")

    told_ben = erasure.export(fair.person("Ben"))
    told_asha = erasure.export(fair.person("Asha"))
    told_carol = erasure.export(fair.person("Carol"))

    assert (told_ben["blocks"], told_ben["reports"]) == ([], [])
    assert len(told_asha["blocks"]) == 1
    assert told_carol["reports"][0]["words"] == "Stood too close."


def test_with_either_of_them_a_report_is_erased(fair: Fair) -> None:
    report(fair, "Asha", "Ben")
    report(fair, "Carol", "Asha")

    with writing():
        erasure.erase(attendees.get(fair.person("Asha").id), LATER, lambda _reader: None)

    assert count(Report) == 0


def test_an_erased_person_is_gone_from_the_letter_of_whom_they_blocked(fair: Fair) -> None:
    block(fair, "Asha", "Ben")
    fair.freeze("Ben")
    written: list[str] = []

    with writing():
        asha = fair.person("Asha")
        erasure.erase(asha, LATER, lambda reader: written.append(reader.first_name))

    assert "Ben" in written
    db.session.rollback()
