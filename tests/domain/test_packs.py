"""Packs: everyone who arrived or met has one, freezing again is idempotent, and a no is obeyed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, deliveries, meetings, notes, packs
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs import Pack
from tests.people import ASHA, CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha met Ben; Cai came and met nobody; Carol stayed away."""
    fair = Fair()
    fair.check_in("Asha", "Ben", "Cai")
    fair.let_meet("Asha", "Ben", scanner_gives=("name", "email"))
    return fair


def letter_of(fair: Fair, name: str) -> bytes | None:
    letter = deliveries.of_attendee(fair.person(name).id, "pack")
    assert letter is not None
    db.session.refresh(letter)
    return letter.message


def test_everyone_who_arrived_or_met_has_a_pack_and_the_states_sum_to_them(fair: Fair) -> None:
    assert packs.people(fair.id) == [fair.person(name).id for name in ("Asha", "Ben", "Cai")]
    assert not packs.is_frozen(fair.id)

    assert fair.freeze() == ["frozen", "frozen", "empty"]

    assert packs.is_frozen(fair.id)
    assert deliveries.counts(fair.id) == {"frozen": 2, "empty": 1}


def test_a_pack_holds_what_was_given_and_ones_own_note(fair: Fair) -> None:
    meeting = meetings.ledger_of(fair.person("Ben"))[0].meeting
    with writing():
        notes.write(meeting, fair.person("Ben"), "Strong in statics.", NOON)

    fair.freeze()

    assert letter_of(fair, "Ben") == b"Asha Patel {'email': 'asha@example.org'} Strong in statics."
    assert letter_of(fair, "Asha") == b"Ben Okafor {'email': 'ben@example.org'} "


def test_an_organisers_preview_goes_without_notes(fair: Fair) -> None:
    meeting = meetings.ledger_of(fair.person("Ben"))[0].meeting
    with writing():
        notes.write(meeting, fair.person("Ben"), "Strong in statics.", NOON)

    contents = packs.contents_of(fair.person("Ben"), with_notes=False)

    assert [entry.note for entry in contents.entries] == [""]


def test_a_packs_row_holds_ids_and_field_names_and_no_personal_data(fair: Fair) -> None:
    fair.freeze()

    rows = str(db.session.execute(select(Pack.items)).all())

    assert "email" in rows
    assert not [word for word in ("Asha", "Ben", "@", "Patel") if word in rows]


def test_freezing_everybody_again_changes_nothing(fair: Fair) -> None:
    fair.freeze()
    rows = select(Delivery.id, Delivery.state, Delivery.epoch).order_by(Delivery.id)
    before = db.session.execute(rows).all()

    assert fair.freeze(at=NOON + timedelta(hours=1)) == ["frozen", "frozen", "empty"]

    after = db.session.execute(rows).all()
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert [row[2] for row in after[:2]] == [row[2] for row in before[:2]]
    assert count(Pack) == 3


def test_a_new_meeting_is_in_the_pack_when_it_is_frozen_again(fair: Fair) -> None:
    fair.freeze()

    fair.let_meet("Cai", "Asha")
    assert fair.freeze() == ["frozen", "frozen", "frozen"]

    assert b"Cai Evans" in (letter_of(fair, "Asha") or b"")
    assert count(Delivery) == 3


@pytest.mark.parametrize("state", ["data_open", "accepted", "unknown", "rejected", "bounced"])
def test_what_is_on_its_way_or_arrived_is_left_alone(fair: Fair, state: str) -> None:
    fair.freeze()
    with writing():
        db.session.execute(update(Delivery).values(state=state))
    fair.let_meet("Cai", "Asha")

    assert fair.freeze() == [state] * 3
    assert b"Cai" not in (letter_of(fair, "Asha") or b"")


def test_a_withdrawal_is_obeyed_when_the_others_pack_is_frozen_again(fair: Fair) -> None:
    fair.freeze()
    asha = fair.person("Asha")
    (met,) = meetings.ledger_of(asha)
    assert [reader.name for reader in packs.readers_of(asha)] == ["Ben Okafor"]

    with writing():
        meetings.withdraw(met.meeting, asha, NOON)
    fair.freeze("Ben")

    assert letter_of(fair, "Ben") == b"Asha Patel {} "


def test_what_was_asked_lapses_at_the_freeze_and_what_was_given_does_not() -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    fair.let_meet("Asha", "Ben")

    fair.freeze()

    (met,) = meetings.ledger_of(fair.person("Ben"))
    assert (met.got.state, met.gave.state) == ("lapsed", "given")


def test_one_persons_freeze_lapses_only_what_that_person_asked_for() -> None:
    fair = Fair()
    fair.check_in("Asha", "Carol")
    fair.let_meet("Asha", "Carol")

    fair.freeze("Asha")

    (met,) = meetings.ledger_of(fair.person("Carol"))
    assert (met.gave.state, met.got.state) == ("lapsed", "asked")


def test_who_has_no_address_gets_no_letter_until_there_is_one() -> None:
    fair = Fair(people=({**ASHA, "email": None}, {"name": "Ben Okafor", "email": "b@x.example"}))
    fair.check_in("Asha", "Ben")
    fair.let_meet("Asha", "Ben")
    assert fair.freeze() == ["no_address", "frozen"]

    with writing():
        attendees.correct(fair.person("Asha"), {"email": "a@x.example"}, origin="desk", at=NOON)

    assert fair.freeze() == ["frozen", "frozen"]


def test_who_was_not_here_after_all_gets_nothing_of_what_was_frozen(fair: Fair) -> None:
    fair.freeze()
    (met,) = meetings.ledger_of(fair.person("Asha"))
    entry = arrivals.latest_entry(fair.person("Asha").id)
    assert entry is not None
    with writing():
        meetings.undo(met.meeting, by="x", device_id=None, at=NOON)
        arrivals.undo(entry, by="x", why="", device_id=None, at=NOON)

    assert fair.freeze() == ["empty", "empty", "empty"]

    assert letter_of(fair, "Asha") is None
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 0


def test_a_second_edition_is_another_letter(fair: Fair) -> None:
    fair.freeze()
    with writing():
        db.session.execute(update(Delivery).values(state="accepted"))
    asha = fair.person("Asha")
    fair.let_meet("Asha", "Cai", NOON + timedelta(hours=1))

    with writing():
        letter = packs.PackLetter(b"second", "<2@kiosk.example>")
        assert packs.freeze(asha, lambda _c: letter, at=NOON, edition=2) == "frozen"

    assert count(Pack, Pack.attendee_id == asha.id) == 2
    assert deliveries.counts(fair.id) == {"frozen": 1, "accepted": 2}
    assert deliveries.counts(fair.id, edition=1) == {"accepted": 3}


def test_the_neighbours_people_have_no_pack_here(fair: Fair) -> None:
    neighbour = Fair("neighbour", (CY,))
    neighbour.check_in("Cy")

    fair.freeze()

    assert packs.people(neighbour.id) == [neighbour.person("Cy").id]
    assert not packs.is_frozen(neighbour.id)
    assert deliveries.counts(neighbour.id) == {}


def test_many_people_are_frozen_twice_and_nothing_changes() -> None:
    people = tuple({"name": f"Guest {n}", "email": f"g{n}@example.org"} for n in range(20))
    fair = Fair(people=people)
    with writing():
        for person in attendees.of_event(fair.id):
            arrivals.check_in(fair.admission(way="desk"), person, NOON)

    assert set(fair.freeze()) == set(fair.freeze()) == {"empty"}
    assert deliveries.counts(fair.id) == {"empty": 20}
