"""Events: made once, changed by name, open by the clock, and worded in versions."""

from datetime import datetime, timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import events
from kiosk.domain.events import CONSENT, CheckInList, ConsentText, Event, SlugTaken
from kiosk.errors import NotKnown, Refused
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
OPENS, ENDS = NOON - timedelta(hours=2), NOON + timedelta(hours=3)


def create(slug: str = "fair", starts_at: datetime = OPENS, ends_at: datetime = ENDS) -> Event:
    with writing():
        return events.create(slug, "Fair", starts_at, ends_at, timezone="Europe/London", at=NOON)


def test_an_event_has_a_list_and_a_consent_wording_from_its_first_day() -> None:
    event = create()

    assert events.by_slug("fair") is event
    assert events.get(event.id) is event
    assert events.first_list(event.id).name == "Fair"
    assert events.consent_wording(event.id, 1) == CONSENT
    assert event.erase_on == ENDS + timedelta(days=90)
    assert str(event.zone) == "Europe/London"


def test_a_slug_is_taken_once() -> None:
    create()

    with pytest.raises(SlugTaken):
        create()
    assert count(Event) == 1


@pytest.mark.parametrize("length", [timedelta(), timedelta(hours=-1)])
def test_an_event_ends_after_it_starts(length: timedelta) -> None:
    with pytest.raises(Refused, match="ends_before_start"):
        create(ends_at=OPENS + length)
    assert count(Event) == 0


def test_an_unknown_slug_is_not_known() -> None:
    with pytest.raises(NotKnown, match="no_such_event"):
        events.by_slug("nowhere")


def test_a_setting_changes_by_its_name_and_nothing_else_does() -> None:
    event = create()

    with writing():
        event.change("place", "Great Hall")
    with pytest.raises(Refused, match="no_such_setting") as refused:
        event.change("slug", "other")

    assert event.place == "Great Hall"
    assert "print_on_arrival" in refused.value.sentence


def test_closing_holds_and_closing_again_changes_nothing() -> None:
    event = create()
    with writing():
        events.close(event, NOON)

    with writing():
        events.close(event, NOON + timedelta(hours=1))

    assert event.closed_at == NOON
    assert event.is_over(NOON)
    assert events.facts(event).why_shut("employer", NOON) == "closed"


def test_another_consent_wording_is_another_version_and_the_same_is_none() -> None:
    event = create()

    for wording in ("You share what you choose.", " You share what you choose. "):
        with writing():
            events.reword_consent(event, wording, NOON)

    assert event.consent_version == 2
    assert count(ConsentText) == 2
    assert events.consent_wording(event.id, 1) == CONSENT
    assert events.consent_wording(event.id, 2) == "You share what you choose."


@pytest.mark.parametrize(
    ("kind", "minutes_before", "why"),
    [("student", 31, "not_open"), ("student", 30, None), ("employer", 120, None),
     ("employer", 121, "not_open"), ("mentor", 119, None), ("guest", 60, "not_open")],
)  # fmt: skip
def test_each_kind_comes_in_from_its_own_hour(
    kind: str, minutes_before: int, why: str | None
) -> None:
    at = OPENS - timedelta(minutes=minutes_before)

    assert events.facts(create()).why_shut(kind, at) == why


@pytest.mark.parametrize(
    ("kind", "minutes_after", "why"),
    [("student", 0, None), ("student", 1, "closed"), ("staff", 60, None), ("staff", 61, "closed")],
)
def test_each_kind_comes_in_until_its_own_hour(
    kind: str, minutes_after: int, why: str | None
) -> None:
    at = ENDS + timedelta(minutes=minutes_after)

    assert events.facts(create()).why_shut(kind, at) == why


def test_the_events_own_hours_beat_the_usual_ones() -> None:
    event = create()
    with writing():
        event.change("hours", {"student": [0, 10]})

    assert events.facts(event).why_shut("student", OPENS - timedelta(minutes=1)) == "not_open"
    assert events.facts(event).why_shut("student", ENDS + timedelta(minutes=9)) is None


def test_a_fair_that_never_closes_is_always_open_until_it_is_closed_by_hand() -> None:
    event = create()
    with writing():
        event.change("never_closes", True)

    years_on = NOON + timedelta(days=900)
    assert events.facts(event).why_shut("student", years_on) is None
    assert not event.is_over(years_on)
    assert events.are_open(years_on) == [event]
    with writing():
        events.close(event, years_on)
    assert events.facts(event).why_shut("student", years_on) == "closed"
    assert events.are_open(years_on) == []


def test_events_are_listed_latest_first_and_open_ones_soonest_first() -> None:
    week = timedelta(days=7)
    create("past", OPENS - week, ENDS - week)
    create("next", OPENS + week, ENDS + week)
    create("now")

    assert [event.slug for event in events.every()] == ["next", "now", "past"]
    assert [event.slug for event in events.are_open(NOON)] == ["now", "next"]


def test_each_event_has_its_own_first_list() -> None:
    fair, neighbour = Fair(), Fair("neighbour", ())

    assert events.first_list(fair.id).id != events.first_list(neighbour.id).id
    assert count(CheckInList) == 2
