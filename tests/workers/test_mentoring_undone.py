"""Letters of mentoring after something was undone: held, called off, moved on, deleted, erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import (
    Mentor,
    MentorRequest,
    OfferDraft,
    Time,
    availability,
    caring,
    changing_offers,
    overseeing,
    profiles,
)
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.workers.mentoring import tidy
from tests.people import NOON
from tests.web.a_scheme import sign_up
from tests.workers.a_mailroom import Mailroom
from tests.workers.a_mentors_post import (
    HALF_AN_HOUR,
    SOON,
    accept,
    ask,
    entry,
    letters_to,
    subjects,
    tell,
)


@pytest.fixture
def carol(mailroom: Mailroom) -> Mentor:
    with writing():
        return sign_up(mailroom.fair.id, "carol@example.org", NOON, name="Carol Reed")


def agreed(room: Mailroom, mentor: Mentor) -> MentorRequest:
    """Return a request that is agreed, with its letters written."""
    request = ask(room, mentor)
    accept(room, request)
    tell(room)
    return request


@pytest.mark.parametrize("whom", ["mentor", "student"])
def test_nobody_is_reminded_to_meet_somebody_a_coordinator_holds(
    mailroom: Mailroom, carol: Mentor, whom: str
) -> None:
    agreed(mailroom, carol)
    with writing():
        if whom == "mentor":
            availability.suspend(mentoring.get(carol.id), mailroom.fair.id, "staff:x", NOON)
        else:
            caring.suspend_mentee(mailroom.fair.person("Asha"), NOON)

    mailroom.pass_by(days=2, hours=1)
    tell(mailroom)
    mailroom.pass_by(days=2)
    tidy(mailroom.at)
    tell(mailroom)

    for who in ("Asha", "Carol"):
        said = " ".join(subjects(mailroom, who))
        assert "Tomorrow" not in said
        assert "How was it" not in said


def test_tomorrow_is_not_said_on_the_day(mailroom: Mailroom, carol: Mentor) -> None:
    agreed(mailroom, carol)

    mailroom.pass_by(days=2, hours=20)  # nobody wrote letters for a while
    tell(mailroom)

    assert not [each for each in subjects(mailroom, "Asha") if each.startswith("Tomorrow")]


def test_what_was_called_off_before_the_letter_was_written_is_not_agreed_by_it(
    mailroom: Mailroom, carol: Mentor
) -> None:
    request = ask(mailroom, carol)
    accept(mailroom, request)
    with writing():
        mentoring.cancel(request, "student", "", NOON)

    tell(mailroom)

    for who in ("Asha", "Carol"):
        assert not [e for e in subjects(mailroom, who) if "said yes" in e or "Agreed" in e]
        assert entry(letters_to(mailroom, who)[-1])[2] == "CANCEL"


def test_who_moves_twice_in_a_breath_is_written_to_once(mailroom: Mailroom, carol: Mentor) -> None:
    request = agreed(mailroom, carol)
    for hours in (1, 2):
        starts = SOON + timedelta(hours=hours)
        with writing():
            mentoring.move(request, Time("", starts, starts + HALF_AN_HOUR), "mentor", NOON)

    tell(mailroom)

    moved = [each for each in subjects(mailroom, "Asha") if each.startswith("Moved")]
    assert len(moved) == 1
    assert int(entry(letters_to(mailroom, "Asha")[-1])[0]["sequence"]) == 2


def test_who_deletes_their_profile_is_not_a_hole_in_a_letter(
    mailroom: Mailroom, carol: Mentor
) -> None:
    agreed(mailroom, carol)
    ask(mailroom, carol, "cv")
    tell(mailroom)

    with writing():
        availability.leave(mentoring.get(carol.id), NOON)
    tell(mailroom)

    assert subjects(mailroom, "Asha")[-2:] == [
        "Called off: Mock interview, Your mentor",
        "Your mentor takes no requests just now",
    ]


def test_an_erased_persons_entry_leaves_the_calendar(mailroom: Mailroom, carol: Mentor) -> None:
    request = agreed(mailroom, carol)
    made = entry(letters_to(mailroom, "Carol")[-1])[0]
    uid, sequence = str(made["uid"]), request.sequence

    mailroom.erase("Asha")
    tell(mailroom)

    letter = letters_to(mailroom, "Carol")[-1]
    gone, other, method = entry(letter)
    assert (method, str(gone["uid"]), int(gone["sequence"])) == ("CANCEL", uid, sequence + 1)
    assert str(gone["status"]) == "CANCELLED"
    assert other.uid.value == uid
    assert "Asha" not in str(letter)


def test_what_had_no_time_says_nothing_of_calendars(mailroom: Mailroom, carol: Mentor) -> None:
    ask(mailroom, carol, "cv")
    tell(mailroom)

    mailroom.erase("Asha")
    tell(mailroom)

    letter = letters_to(mailroom, "Carol")[-1]
    assert "calendar" not in letter.get_body(("plain",)).get_content()
    assert not [part for part in letter.walk() if part.get_content_type() == "text/calendar"]


def test_a_student_who_did_not_answer_is_not_told_that_their_mentor_did_not(
    mailroom: Mailroom, carol: Mentor
) -> None:
    request = ask(mailroom, carol)
    with writing():
        mentoring.suggest(request, Time("", SOON, SOON + HALF_AN_HOUR), "", NOON)
    tell(mailroom)

    mailroom.pass_by(days=22)
    for _time in range(2):
        tidy(mailroom.at)
        tell(mailroom)

    assert subjects(mailroom, "Asha")[-1] == "Your request to Carol Reed has lapsed"
    assert not [each for each in subjects(mailroom, "Carol") if "pause" in each]


def test_a_letter_names_the_zone_of_its_times_where_it_is_not_the_fairs(
    mailroom: Mailroom, carol: Mentor
) -> None:
    with writing():
        mentoring.get(carol.id).timezone = "America/New_York"

    agreed(mailroom, carol)

    text = letters_to(mailroom, "Asha")[-1].get_body(("plain",)).get_content()
    assert "(America/New_York)" in text


def test_whoever_was_signed_up_and_never_opened_the_letter_is_on_no_list(
    mailroom: Mailroom, carol: Mentor
) -> None:
    with writing():
        event = events.get(mailroom.fair.id)
        profiles.sign_up(event, ProfileDraft("Nora Ek"), "nora@example.org", NOON)

    mailroom.pass_by(days=15)
    for _time in range(2):
        tidy(mailroom.at)

    people = attendees.of_event(mailroom.fair.id)
    assert "Nora Ek" not in {each.name for each in people}
    assert overseeing.to_invite(mailroom.fair.id, 10)[1] == 0
    assert mentoring.by_address("nora@example.org") is None
    assert mailroom.fair.person("Carol").erased_at is None


@pytest.mark.parametrize("left", [True, False])
def test_no_letter_lists_a_mentor_who_is_gone_among_others_to_ask(
    mailroom: Mailroom, carol: Mentor, left: bool
) -> None:
    with writing():
        other = sign_up(mailroom.fair.id, "olu@example.org", NOON, name="Olu Quist")
        changing_offers.put_offer(other, "cv", OfferDraft(lead_days=0), NOON)
    request = ask(mailroom, carol, "cv")
    with writing():
        mentoring.decline(request, "no_time", "", NOON)
    tell(mailroom)
    assert "Olu Quist" in str(letters_to(mailroom, "Asha")[-1])
    if left:
        mailroom.send()

    with writing():
        availability.leave(mentoring.get(other.id), NOON)
    tell(mailroom)

    assert not [e for e in letters_to(mailroom, "Asha") if "Olu Quist" in str(e)]
    told = [each for each in subjects(mailroom, "Asha") if "cannot this time" in each]
    assert len(told) == (0 if left else 1)  # what had not left is written anew
