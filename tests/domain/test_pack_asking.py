"""A freeze is asked for once and walked through by whoever works; late readers get what is new."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, packs
from kiosk.domain.attendees import sharing
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs import Freeze
from kiosk.errors import Refused
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha met Ben, who gave his address, and Carol, who gave her name; Cai came and met nobody."""
    fair = Fair()
    fair.check_in("Asha", "Ben", "Carol", "Cai")
    fair.let_meet("Asha", "Ben", scanner_gives=("name", "email"))
    fair.let_meet("Asha", "Carol")
    return fair


def ask(fair: Fair, edition: int = 1) -> Freeze:
    with writing():
        return packs.ask_freeze(fair.id, edition, "staff:x", NOON)


def walk(freeze: Freeze, limit: int = 2) -> list[int]:
    """Go through everybody as a worker does; return whom it reached."""
    done: list[int] = []
    while found := packs.next_to_freeze(freeze, limit):
        for each in found:
            with writing():
                packs.reached(freeze, each)
        done += found
    with writing():
        packs.end_freeze(freeze, LATER)
    return done


def send(fair: Fair, state: str = "accepted") -> None:
    """Let everybody's letter have left."""
    fair.freeze()
    with writing():
        frozen = update(Delivery).where(Delivery.state == "frozen")
        db.session.execute(frozen.values(state=state))


def test_a_walk_reaches_everybody_once_in_order(fair: Fair) -> None:
    Fair("neighbour", (CY,)).check_in("Cy")
    freeze = ask(fair)

    assert walk(freeze) == packs.people(fair.id)

    assert packs.next_to_freeze(freeze, 5) == []
    assert packs.open_freeze(fair.id) is None
    assert freeze.ended_at == LATER


def test_asked_twice_it_is_one_walk(fair: Fair) -> None:
    assert ask(fair).id == ask(fair).id

    assert count(Freeze) == 1


def test_asked_again_after_it_ended_it_is_another_walk(fair: Fair) -> None:
    first = ask(fair)
    walk(first)

    assert ask(fair).id != first.id


def test_two_editions_are_not_written_at_once(fair: Fair) -> None:
    ask(fair)

    with pytest.raises(Refused, match="freezing"):
        ask(fair, 2)


def test_a_walk_never_goes_back(fair: Fair) -> None:
    freeze = ask(fair)
    first, second, *rest = packs.people(fair.id)
    with writing():
        packs.reached(freeze, second)
        packs.reached(freeze, first)

    assert packs.next_to_freeze(freeze, 9) == rest


def test_nobody_is_a_late_reader_while_nothing_new_was_given(fair: Fair) -> None:
    send(fair)

    assert packs.late_readers(fair.id) == []


@pytest.mark.parametrize("state", ["accepted"])
def test_whoever_was_given_more_since_gets_that_and_nothing_else(fair: Fair, state: str) -> None:
    send(fair, state)
    give_more(fair, "Carol")
    asha = fair.person("Asha")

    assert packs.late_readers(fair.id) == [asha.id]

    entries = packs.contents_of(asha, edition=2).entries
    assert [entry.met.person.first_name for entry in entries] == ["Carol"]
    assert len(packs.contents_of(asha).entries) == 2


@pytest.mark.parametrize("state", ["rejected", "bounced", "cancelled", "failed", "queued"])
def test_whom_the_first_letter_did_not_reach_is_no_late_reader(fair: Fair, state: str) -> None:
    send(fair, state)
    give_more(fair, "Carol")

    assert packs.late_readers(fair.id) == []


def test_whoever_met_nobody_at_first_is_a_late_reader_once_they_did(fair: Fair) -> None:
    send(fair)
    fair.let_meet("Cai", "Carol", LATER)

    assert packs.late_readers(fair.id) == [fair.person(n).id for n in ("Carol", "Cai")]


def test_a_second_walk_goes_to_late_readers_alone_and_can_be_taken_up_again(fair: Fair) -> None:
    send(fair)
    fair.let_meet("Cai", "Carol", LATER)
    freeze = ask(fair, 2)
    fair.freeze("Carol", edition=2)

    assert walk(freeze, 1) == [fair.person(n).id for n in ("Carol", "Cai")]


def test_a_second_edition_without_news_is_none(fair: Fair) -> None:
    send(fair)

    assert fair.freeze("Asha", edition=2) == ["accepted"]

    assert count(Delivery, Delivery.edition == 2) == 0
    assert packs.of_reader(fair.person("Asha").id, 2) is None


def test_a_first_letter_that_waits_takes_the_news_up_itself(fair: Fair) -> None:
    send(fair, "queued")
    give_more(fair, "Carol")

    assert fair.freeze("Asha", edition=2) == ["queued"]

    assert count(Delivery, Delivery.edition == 2) == 0


def test_a_second_letter_is_current_until_what_is_new_in_it_is_taken_back(fair: Fair) -> None:
    send(fair)
    give_more(fair, "Carol")
    fair.freeze("Asha", edition=2)
    asha = fair.person("Asha")
    assert packs.is_current(asha, 2)

    with writing():
        fair.person("Carol").email = None

    assert not packs.is_current(asha, 2)
    assert fair.freeze("Asha", edition=2) == ["empty"]


def test_who_comes_from_elsewhere_stands_first(fair: Fair) -> None:
    with writing():
        for name in ("Asha", "Cai"):
            fair.person(name).course = "MEng Civil  Engineering"
        fair.person("Carol").organisation = None
    fair.let_meet("Asha", "Cai", NOON - timedelta(minutes=9))

    entries = packs.contents_of(fair.person("Asha")).entries

    assert [(entry.met.person.first_name, entry.is_new) for entry in entries] == [
        ("Ben", True),
        ("Cai", False),
        ("Carol", False),
    ]


@pytest.mark.parametrize(
    ("own", "theirs", "is_new"),
    [
        ({"course": "Law"}, {"course": "LAW "}, False),
        ({"course": "Law"}, {"course": "Physics"}, True),
        ({"course": "Law", "faculty": "Arts"}, {"course": "Law", "faculty": "Science"}, True),
        ({"organisation": "Nova"}, {"organisation": "nova"}, False),
        ({"organisation": "Nova"}, {"organisation": "Orbit"}, True),
        ({"course": "Law"}, {"organisation": "Nova"}, True),
        ({}, {"organisation": "Nova"}, True),
        ({"course": "Law"}, {}, False),
    ],
)
def test_new_is_what_differs(
    fair: Fair, own: dict[str, str], theirs: dict[str, str], is_new: bool
) -> None:
    blank = {"course": None, "faculty": None, "organisation": None}
    reader, person = (attendees.Attendee(**{**blank, **known}) for known in (own, theirs))

    assert packs.is_new_to(reader, person) is is_new


def give_more(fair: Fair, giver: str) -> None:
    """Let somebody give Asha an address she did not have before."""
    with writing():
        sharing.choose(fair.person(giver), ["name", "email"], event=fair.facts, through="phone",
                       at=LATER)  # fmt: skip
    fair.let_meet("Asha", giver, LATER)
    assert deliveries.counts(fair.id)
