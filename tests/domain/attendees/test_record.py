"""The person: how we greet, what strangers see, and who counts as under 18."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import attendees
from kiosk.domain.attendees import (
    Attendee,
    NotAnAttendee,
    first_name_of,
    masked_name,
    masked_organisation,
)
from kiosk.domain.events import EventFacts
from tests.people import CY, NOON, Fair


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Asha Patel", "Asha"),
        ("  Asha   Patel ", "Asha"),
        ("Madonna", "Madonna"),
        ("Jean-Luc Le Goff", "Jean-Luc"),
        ("李明", "李明"),
        ("山田 太郎", "山田 太郎"),
        ("김 민준", "김 민준"),
        ("さくら 花", "さくら 花"),
        ("محمد علي", "محمد"),
        ("", ""),
        ("   ", "   "),
        ("🙂 Smile", "🙂"),
    ],
)
def test_the_first_name_of_a_name(name: str, first: str) -> None:
    assert first_name_of(name) == first


def test_a_given_name_beats_a_guess() -> None:
    assert Attendee(name="Nguyễn Văn An", given_name="An").first_name == "An"
    assert Attendee(name="Asha Patel").first_name == "Asha"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Asha Patel", "Asha P."),
        ("Ana Maria de Souza", "Ana S."),
        ("Madonna", "M…"),
        ("李明", "李…"),
        ("X", "X"),
        ("", ""),
    ],
)
def test_a_stranger_sees_a_masked_name(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("organisation", "masked"),
    [
        ("University of Kent", "Univ. of K…"),
        ("Universität Wien", "Univ. W…"),
        ("King's College London", "K…"),
        ("The College of St Mark", "The College of S…"),
        ("Nova Engineering", "N…"),
        ("東京大学", "東…"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_stranger_sees_a_masked_organisation(organisation: str | None, masked: str) -> None:
    assert masked_organisation(organisation) == masked


def test_a_students_badge_says_the_course_and_others_their_role() -> None:
    both = {"course": "Physics", "role": "Helper"}

    assert Attendee(kind="student", **both).role_line == "Physics"
    assert Attendee(kind="staff", **both).role_line == "Helper"
    assert Attendee(kind="guest").role_line == ""


def facts(*, unknown_age_is_minor: bool = False, timezone: str = "Europe/London") -> EventFacts:
    return EventFacts(
        id=1, public_id="e", slug="fair", name="Fair", place="", help_lane="",
        starts_at=NOON, ends_at=NOON + timedelta(hours=3), timezone=timezone, locale="en",
        hours={}, never_closes=False, closed_at=None, print_on_arrival="once", reentry=True,
        admit_unpaid=False, walk_ins_at="tablet", offline_names=False, second_factor=["nod"],
        card_patterns=[], languages=[], unknown_age_is_minor=unknown_age_is_minor,
        consent_version=1,
        missions=False,
        introductions=True,
        quiet_hour="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), True),
        (date(2008, 11, 24), date(2026, 11, 24), False),
        (date(2008, 11, 24), date(2026, 11, 25), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(2010, 2, 28), date(2028, 2, 28), False),
        (date(2010, 3, 1), date(2028, 2, 29), True),
        (date(2026, 1, 1), date(2026, 11, 24), True),
        (date(1900, 1, 1), date(2026, 11, 24), False),
    ],
)
def test_eighteen_begins_on_the_birthday(born: date, today: date, minor: bool) -> None:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)

    assert Attendee(date_of_birth=born).is_minor(facts(), at) is minor


@pytest.mark.parametrize(
    ("timezone", "minor"),
    [("America/Los_Angeles", True), ("Pacific/Auckland", False), ("Europe/London", True)],
)
def test_a_birthday_begins_at_the_fair_not_in_greenwich(timezone: str, minor: bool) -> None:
    eve = datetime(2026, 11, 23, 18, tzinfo=UTC)

    assert (
        Attendee(date_of_birth=date(2008, 11, 24)).is_minor(facts(timezone=timezone), eve) is minor
    )
    after_midnight_utc = datetime(2026, 11, 24, 3, tzinfo=UTC)
    in_california = facts(timezone="America/Los_Angeles")
    assert Attendee(date_of_birth=date(2008, 11, 24)).is_minor(in_california, after_midnight_utc)


@pytest.mark.parametrize(
    ("flag", "strict", "minor"),
    [(True, False, True), (False, True, False), (None, False, False), (None, True, True)],
)
def test_without_a_date_the_flag_counts_and_then_the_events_rule(
    flag: bool | None, strict: bool, minor: bool
) -> None:
    event = facts(unknown_age_is_minor=strict)

    assert Attendee(under_18=flag).is_minor(event, NOON) is minor


def test_a_date_of_birth_beats_the_flag() -> None:
    grown_up = Attendee(date_of_birth=date(1990, 1, 1), under_18=True)

    assert not grown_up.is_minor(facts(unknown_age_is_minor=True), NOON)


@pytest.mark.usefixtures("records")
def test_the_neighbours_people_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    cy = neighbour.person("Cy")

    assert attendees.by_public_id(neighbour.id, cy.public_id) is cy
    with pytest.raises(NotAnAttendee):
        attendees.by_public_id(fair.id, cy.public_id)
    assert attendees.by_ids(fair.id, [cy.id, fair.person("Asha").id]) == {
        fair.person("Asha").id: fair.person("Asha")
    }
    assert attendees.with_address(fair.id, "cy@example.org") == []


@pytest.mark.usefixtures("records")
def test_an_erased_person_is_not_known_any_more() -> None:
    fair = Fair()
    asha = fair.person("Asha")
    with writing():
        asha.erased_at = NOON

    with pytest.raises(NotAnAttendee):
        attendees.by_public_id(fair.id, asha.public_id)
    assert attendees.by_ids(fair.id, [asha.id]) == {}
    assert attendees.with_address(fair.id, "asha@example.org") == []
    assert "Asha Patel" not in [a.name for a in attendees.of_event(fair.id)]


@pytest.mark.usefixtures("records")
def test_people_are_listed_by_kind_team_and_address() -> None:
    fair = Fair()
    ben = fair.person("Ben")

    assert [a.name for a in attendees.of_event(fair.id, "mentor")] == ["Carol Reed"]
    assert len(attendees.of_event(fair.id, "no such kind")) == 4
    assert ben.employer_id is not None
    assert attendees.of_employer(fair.id, ben.employer_id) == [ben]
    assert attendees.with_address(fair.id, "ASHA@example.org") == [fair.person("Asha")]
