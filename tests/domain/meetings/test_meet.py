"""The handshake: details of somebody reach another only by their own act, and may only rise."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import arrivals, events, meetings, prompts
from kiosk.domain.attendees import sharing
from kiosk.domain.meetings import Meeting, Share
from kiosk.errors import NotKnown, Refused
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def full_house(**settings: object) -> Fair:
    """A fair with everybody inside."""
    fair = Fair(settings=settings)
    fair.check_in("Asha", "Ben", "Carol", "Cai")
    return fair


def choose(fair: Fair, name: str, *fields: str) -> None:
    with writing():
        sharing.choose(fair.person(name), fields, event=fair.facts, through="phone", at=NOON)


def share(fair: Fair, giver: str, receiver: str) -> Share:
    one, other = fair.person(giver), fair.person(receiver)
    meeting = meetings.between(fair.id, one.id, other.id)
    assert meeting is not None
    return next(s for s in meetings.shares_of(meeting) if s.giver_id == one.id)


def decide(fair: Fair, giver: str, receiver: str, fields: list[str] | None) -> Share:
    with writing():
        one, other = fair.person(giver), fair.person(receiver)
        meeting = meetings.between(fair.id, one.id, other.id)
        assert meeting is not None
        return meetings.decide(meeting, one, fields, event=fair.facts, at=NOON)


def withdraw(fair: Fair, giver: str, receiver: str, minutes: int = 0) -> None:
    with writing():
        one, other = fair.person(giver), fair.person(receiver)
        meeting = meetings.between(fair.id, one.id, other.id)
        assert meeting is not None
        meetings.withdraw(meeting, one, NOON + timedelta(minutes=minutes))


def test_two_badges_held_up_give_each_ones_standing_choice() -> None:
    fair = full_house()

    made = fair.let_meet("Asha", "Ben")

    assert not made.met_before
    assert made.meeting.times_met == 1
    asha, ben = share(fair, "Asha", "Ben"), share(fair, "Ben", "Asha")
    assert (asha.fields, asha.state, asha.act) == (["name"], "asked", "badge")
    assert (ben.fields, ben.state, ben.act) == (["name", "email"], "given", "badge")
    assert fair.shared("Asha", "Ben") == {"email": "ben@example.org"}
    assert fair.shared("Ben", "Asha") == {}


def test_who_scans_gives_what_the_page_showed_and_the_other_the_standing_choice() -> None:
    fair = full_house()

    fair.let_meet("Asha", "Ben", way="phone", scanner_gives=("name", "email", "phone"))

    assert share(fair, "Asha", "Ben").act == "scan"
    assert share(fair, "Ben", "Asha").act == "standing"
    assert fair.shared("Ben", "Asha") == {"email": "asha@example.org", "phone": "+447700900101"}


@pytest.mark.parametrize("order", [("Asha", "Ben"), ("Ben", "Asha")])
def test_met_again_is_the_same_meeting_with_the_next_question(order: tuple[str, str]) -> None:
    fair = full_house()
    first = fair.let_meet("Asha", "Ben")
    deck = {row.id: row.level for row in prompts.ours()}
    assert deck[first.meeting.prompt_id] == "easy"

    again = fair.let_meet(*order, at=NOON + timedelta(minutes=5))

    assert again.met_before
    assert again.meeting.id == first.meeting.id
    assert again.meeting.times_met == 2
    assert deck[again.meeting.prompt_id] == "story"
    assert again.meeting.happened_at == NOON
    assert (count(Meeting), count(Share)) == (1, 2)


def test_met_again_shares_only_rise() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben", scanner_gives=("name", "email"))
    choose(fair, "Asha", "phone")

    fair.let_meet("Asha", "Ben", scanner_gives=("name",))
    assert share(fair, "Asha", "Ben").fields == ["name", "email"]
    fair.let_meet("Ben", "Asha")

    assert share(fair, "Asha", "Ben").fields == ["name", "email", "phone"]


def test_a_choice_changed_later_changes_no_share_that_was_given() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")

    choose(fair, "Ben", "name")

    assert fair.shared("Asha", "Ben") == {"email": "ben@example.org"}


def test_a_share_names_the_wording_under_which_it_rose() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")
    with writing():
        events.reword_consent(fair.event, "Another wording.", NOON)

    fair.let_meet("Asha", "Ben", scanner_gives=("name", "email"))

    assert share(fair, "Asha", "Ben").consent_version == 2
    assert share(fair, "Ben", "Asha").consent_version == 1


@pytest.mark.parametrize("pair", [("Cai", "Ben"), ("Ben", "Cai")])
def test_a_minor_meets_people_and_nothing_is_handed_over(pair: tuple[str, str]) -> None:
    fair = full_house()
    choose(fair, "Cai", "email")

    fair.let_meet(*pair, way="phone", scanner_gives=("name", "email"))

    for giver, receiver in (("Cai", "Ben"), ("Ben", "Cai")):
        given = share(fair, giver, receiver)
        assert (given.fields, given.state, given.act) == (["name"], "asked", "minor")
        with pytest.raises(Refused, match="under_18"):
            decide(fair, giver, receiver, ["email"])
    assert meetings.open_requests(fair.person("Cai")) == []


def test_after_closing_a_scan_only_asks_both_ways() -> None:
    fair = full_house()

    late = fair.event.ends_at + timedelta(minutes=10)
    fair.let_meet("Asha", "Ben", at=late, way="phone", scanner_gives=("name", "email"))

    for giver, receiver in (("Asha", "Ben"), ("Ben", "Asha")):
        given = share(fair, giver, receiver)
        assert (given.fields, given.state, given.act) == (["name"], "asked", "closed")


def test_a_person_cannot_meet_themselves() -> None:
    with pytest.raises(Refused, match="same_person"):
        full_house().let_meet("Asha", "Asha")


def test_who_has_not_arrived_or_was_undone_meets_nobody() -> None:
    fair = Fair()
    (arrival,) = fair.check_in("Asha")
    with pytest.raises(Refused, match="not_arrived"):
        fair.let_meet("Asha", "Ben")
    fair.check_in("Ben")

    with writing():
        arrivals.undo(arrival, by="staff:x", why="", device_id=None, at=NOON)

    with pytest.raises(Refused, match="not_arrived"):
        fair.let_meet("Asha", "Ben")
    assert count(Meeting) == 0


def test_long_before_the_fair_nobody_meets() -> None:
    fair = full_house()
    early = fair.event.starts_at - timedelta(hours=2, minutes=1)

    with pytest.raises(Refused, match="not_open"):
        fair.let_meet("Asha", "Ben", at=early)


def test_a_meeting_may_be_told_up_to_a_day_late_and_never_early() -> None:
    fair = full_house(never_closes=True)

    late = fair.let_meet("Asha", "Ben", happened_at=NOON - timedelta(days=3))
    early = fair.let_meet("Asha", "Carol", happened_at=NOON + timedelta(days=3))

    assert late.meeting.happened_at == NOON - timedelta(days=1)
    assert early.meeting.happened_at == NOON


def test_an_undone_meeting_leaves_no_share_and_may_be_made_again() -> None:
    fair = full_house()
    made = fair.let_meet("Asha", "Ben")

    for minutes in (10, 11):
        with writing():
            at = NOON + timedelta(minutes=minutes)
            meeting = meetings.by_public_id(fair.id, made.meeting.public_id)
            meetings.undo(meeting, by="attendee:x", device_id=None, at=at)

    assert count(Share) == 0
    assert meetings.between(fair.id, fair.person("Asha").id, fair.person("Ben").id) is None
    assert fair.let_meet("Asha", "Ben").met_before is False
    assert count(Meeting) == 2


def test_an_undo_too_late_or_from_another_station_is_refused() -> None:
    fair = full_house()
    meeting = fair.let_meet("Asha", "Ben").meeting
    late = NOON + timedelta(minutes=10, seconds=1)

    with pytest.raises(Refused, match="too_late"):
        meetings.undo(meeting, by="x", device_id=meeting.device_id, at=late)
    with pytest.raises(Refused, match="not_yours"):
        meetings.undo(meeting, by="x", device_id=(meeting.device_id or 0) + 1, at=NOON)
    assert count(Share) == 2


def test_what_was_asked_is_given_or_declined_by_its_owner() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")
    assert [met.person.name for met in meetings.open_requests(fair.person("Asha"))] == [
        "Ben Okafor"
    ]

    for _twice in range(2):
        given = decide(fair, "Asha", "Ben", ["email"])
        assert (given.fields, given.state, given.act) == (["name", "email"], "given", "approval")
    assert meetings.open_requests(fair.person("Asha")) == []
    for _twice in range(2):
        declined = decide(fair, "Asha", "Ben", None)
        assert (declined.fields, declined.state) == (["name"], "declined")


def test_nobody_decides_for_somebody_else() -> None:
    fair = full_house()
    meeting = fair.let_meet("Asha", "Ben").meeting
    carol = fair.person("Carol")

    with pytest.raises(NotKnown, match="no_such_share"):
        meetings.decide(meeting, carol, ["email"], event=fair.facts, at=NOON)
    with pytest.raises(NotKnown, match="no_such_share"):
        meetings.withdraw(meeting, carol, NOON)


def test_what_is_withdrawn_is_gone_at_once_and_twice_changes_nothing() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")

    withdraw(fair, "Ben", "Asha")
    withdraw(fair, "Ben", "Asha", minutes=5)

    taken = share(fair, "Ben", "Asha")
    assert (taken.fields, taken.state, taken.decided_at) == (["name"], "withdrawn", NOON)
    assert fair.shared("Asha", "Ben") == {}


@pytest.mark.parametrize("answer", ["withdrawn", "declined"])
def test_a_no_stays_a_no_when_they_meet_again(answer: str) -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")
    if answer == "withdrawn":
        withdraw(fair, "Ben", "Asha")
    else:
        decide(fair, "Ben", "Asha", None)

    fair.let_meet("Ben", "Asha", scanner_gives=("name", "email", "phone"))

    assert share(fair, "Ben", "Asha").state == answer
    assert fair.shared("Asha", "Ben") == {}
    assert decide(fair, "Ben", "Asha", ["email"]).state == "given"


def test_what_lapsed_at_the_freeze_is_given_by_another_meeting() -> None:
    fair = full_house()
    fair.let_meet("Asha", "Ben")
    fair.freeze()
    assert share(fair, "Asha", "Ben").state == "lapsed"
    fair.let_meet("Asha", "Ben", scanner_gives=("name", "email"))

    assert share(fair, "Asha", "Ben").state == "given"
    assert fair.shared("Ben", "Asha") == {"email": "asha@example.org"}


def test_the_neighbours_meetings_are_not_known_here() -> None:
    fair, neighbour = full_house(), Fair("neighbour")
    neighbour.check_in("Asha", "Ben")
    theirs = neighbour.let_meet("Asha", "Ben").meeting

    assert meetings.by_op_id(neighbour.id, theirs.op_id) is theirs
    with pytest.raises(NotKnown, match="no_such_meeting"):
        meetings.by_public_id(fair.id, theirs.public_id)
    with pytest.raises(NotKnown, match="no_such_meeting"):
        meetings.by_op_id(fair.id, theirs.op_id)
    assert meetings.between(fair.id, theirs.low_id, theirs.high_id) is None
