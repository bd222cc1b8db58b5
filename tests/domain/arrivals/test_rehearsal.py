"""A rehearsal: practice people do what others do, count nowhere, and leave nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from kiosk.db import Base, db, writing
from kiosk.domain import (
    arrivals,
    attendees,
    codes,
    deliveries,
    events,
    figures,
    meetings,
    packs,
    phones,
)
from kiosk.domain.arrivals import RefusedScan, rehearsal
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Handshake
from kiosk.errors import NotKnown, Refused
from tests.a_print_room import claim, record
from tests.people import NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")
EARLY = NOON - timedelta(hours=6)


def begin(fair: Fair, at: Any = EARLY) -> list[Attendee]:
    with writing():
        return rehearsal.start(fair.event, at)


def wipe(fair: Fair) -> int:
    with writing():
        return rehearsal.wipe(fair.id)


def rows() -> dict[str, int]:
    """How many rows each table holds, but the practice list, which stays."""
    tables = Base.metadata.sorted_tables
    found = {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}
    return found | {"lists": 0}


def practise_everything(fair: Fair) -> list[Attendee]:
    """Let practice people leave rows wherever they can."""
    people = begin(fair)
    for person in people:
        assert fair.scan(codes.code_of("ticket", person), EARLY).outcome.status == 201
        assert fair.scan(codes.code_of("badge", person), EARLY).outcome.status == 201
    first, second, *_ = people
    with writing():
        first.email = "olga@example.org"
        phones.show_code(first, fair.door.id, EARLY, seed="seed")
        phones.link(first, through="tablet", label="x", at=EARLY)
        deliveries.put(first, "ticket", message=b"x", message_id="<1>", state="queued", at=EARLY)
        arrivals.bind_spare(arrivals.make_spares(fair.id, 1, EARLY)[0], second, EARLY)
        arrivals.keep_refusal("full", fair.admission(), "x", first, EARLY)
        attendees.correct(first, {"role": "Tester"}, origin="desk", at=EARLY)
    return people


def test_there_are_five_of_every_kind_in_several_scripts_and_only_once() -> None:
    fair = Fair(people=())

    people = begin(fair)

    assert sorted(person.kind for person in people) == sorted(events.KINDS)
    assert {person.status for person in people} == {"practice"}
    assert not any(person.email or person.phone for person in people)
    assert [p.id for p in begin(fair)] == [p.id for p in people]
    assert count(Attendee) == 5


def test_a_practice_ticket_is_read_at_any_hour_and_again() -> None:
    fair = Fair(people=())
    ticket = codes.code_of("ticket", begin(fair)[0])

    for minutes in (0, 1):
        scanned = fair.scan(ticket, EARLY + timedelta(minutes=minutes))
        assert scanned.outcome.status == 201

    assert rehearsal.reads(fair.id) == {fair.door.id: EARLY + timedelta(minutes=1)}
    assert [job.state for job in rehearsal.badges(fair.id)] == ["queued"]


def test_practice_counts_nowhere() -> None:
    fair = Fair()
    before = (figures.of_event(fair.id, EARLY), figures.of_lists(fair.id, EARLY))
    people = practise_everything(fair)
    ids = {person.id for person in people}

    assert (figures.of_event(fair.id, EARLY), figures.of_lists(fair.id, EARLY)) == before
    assert {n for _device, n in figures.entries_by_station(fair.id)} == {0}
    assert figures.arrivals_by_step(fair.id, EARLY, EARLY) == [(EARLY, 0)]
    assert arrivals.roll_call(fair.id, EARLY) == []
    assert packs.people(fair.id) == []
    assert not ids & {a.id for a in attendees.of_event(fair.id)}
    assert not ids & {a.id for a, _codes in codes.codes_of_event(fair.id)}
    assert attendees.with_address(fair.id, "olga@example.org") == []
    for word in ("Brook", "Żółkiewski", "سارة", "山田", "Коваленко"):
        assert attendees.search(fair.id, word) == []
        assert attendees.search(fair.id, word, staff=True) == []


def test_practice_people_meet_nobody() -> None:
    fair = Fair()
    one, other, *_ = practise_everything(fair)
    fair.check_in("Asha")

    asha = fair.person("Asha")
    for pair in ((one, other), (one, asha), (asha, other)):
        shake = Handshake(fair.facts, "tablet", op_id(), fair.door.asker, fair.door.id)
        with pytest.raises(Refused, match="practice"), writing():
            meetings.meet(shake, *pair, NOON)


def test_a_list_that_names_one_of_them_makes_a_person_of_its_own() -> None:
    fair = Fair()
    begin(fair)

    with writing():
        done = attendees.register(fair.event, [(2, {"name": "Ada Brook", "kind": "student"})], NOON)

    assert done.added == 1
    assert len(attendees.search(fair.id, "Ada Brook")) == 1


def test_wiping_leaves_nothing_and_touches_nobody_else() -> None:
    fair, neighbour = Fair(), Fair("neighbour")
    fair.check_in("Asha", "Ben")
    fair.let_meet("Asha", "Ben")
    begin(neighbour)
    with writing():
        spare = arrivals.make_spares(fair.id, 1, EARLY)[0]
    before = rows()
    ticket = codes.code_of("ticket", practise_everything(fair)[0])

    assert wipe(fair) == 5

    assert rows() == before | {"spare_badges": 2}
    assert wipe(fair) == 0
    assert len(rehearsal.people_of(neighbour.id)) == 5
    assert all(each.attendee_id is None for each in arrivals.spares_of(fair.id))
    with writing():
        arrivals.bind_spare(spare, fair.person("Asha"), NOON)
    with pytest.raises(NotKnown):
        arrivals.whose(fair.facts, ticket)


def test_a_refused_scan_on_the_practice_list_goes_too_and_others_stay() -> None:
    fair = Fair()
    begin(fair)
    with writing():
        practice = events.list_facts(events.practice_list(fair.id))
        arrivals.keep_refusal("full", fair.admission(door=practice), "x", None, EARLY)
        arrivals.keep_refusal("full", fair.admission(), "y", None, EARLY)

    wipe(fair)

    assert count(RefusedScan) == 1


def test_a_badge_that_prints_while_they_are_wiped_ends_quietly() -> None:
    fair = Fair(people=())
    fair.scan(codes.code_of("ticket", begin(fair)[0]), EARLY)
    job = claim(fair.id, EARLY)

    wipe(fair)

    assert not record(job, "printed", at=EARLY)


@pytest.mark.parametrize(
    ("began", "now", "over"),
    [
        (-6, -3, False),
        (-6, -2.5, True),  # half an hour before the start, students may come in
        (-1, 0.9, False),
        (-1, 1.1, True),
    ],
)
def test_it_ends_by_itself_when_the_doors_open(began: float, now: float, over: bool) -> None:
    fair = Fair(people=())
    assert not rehearsal.is_over(fair.facts, NOON)
    begin(fair, NOON + timedelta(hours=began))

    assert rehearsal.is_over(fair.facts, NOON + timedelta(hours=now)) is over


def test_where_the_doors_never_close_only_a_person_ends_it() -> None:
    fair = Fair(people=(), settings={"never_closes": True})
    begin(fair)

    assert not rehearsal.is_over(fair.facts, NOON + timedelta(days=2))
