"""Check-ins: once, undone, refused, re-entered; and each refused scan kept as a row."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, print_jobs
from kiosk.domain.arrivals import Arrival, NotYours, RefusedScan, TooLate
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import NotKnown, Refused
from tests.people import ASHA, CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def count(record: type) -> int:
    return db.session.scalar(select(func.count()).select_from(record)) or 0


def test_a_ticket_checks_its_owner_in_and_queues_her_badge() -> None:
    fair = Fair()

    scanned = fair.scan(fair.code("ticket", "Asha"))

    assert scanned.outcome.status == 201
    assert scanned.attendee is not None and scanned.attendee.name == "Asha Patel"
    assert count(Arrival) == 1
    assert count(PrintJob) == 1


def test_a_second_scan_is_refused_with_when_and_where_and_kept() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))

    again = fair.scan(fair.code("ticket", "Asha"), at=NOON + timedelta(minutes=4))

    assert again.outcome.slug == "already_in"
    assert again.outcome.rows["happened_at"] == NOON.isoformat()
    assert again.outcome.rows["station"] == "Door of fair"
    assert count(Arrival) == 1
    assert count(RefusedScan) == 1


@pytest.mark.parametrize("read", ["", "menu", "0" * 26, "https://example.org/B/" + "0" * 20,
                                  "BEGIN:VCARD\nFN:Canary", "x" * 5000])  # fmt: skip
def test_something_else_is_not_known_and_its_text_is_not_kept(read: str) -> None:
    fair = Fair()

    refused = fair.scan(read)

    assert refused.outcome.status == 404
    kept = db.session.scalars(select(RefusedScan)).one()
    assert kept.reason == "not_known"
    assert len(kept.read_hash) == 64


def test_the_neighbours_ticket_is_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))

    assert fair.scan(neighbour.code("ticket", "Cy")).outcome.status == 404


def test_a_claim_secret_checks_nobody_in() -> None:
    fair = Fair()

    assert fair.scan(fair.code("claim", "Asha")).outcome.status == 404


@pytest.mark.parametrize(
    ("offset", "slug"), [(timedelta(hours=-3), "not_open"), (timedelta(hours=4), "closed")]
)
def test_outside_its_hours_the_door_says_so(offset: timedelta, slug: str) -> None:
    fair = Fair()

    assert fair.scan(fair.code("ticket", "Asha"), at=NOON + offset).outcome.slug == slug


def test_employers_come_in_before_the_doors_open() -> None:
    fair = Fair()
    early = NOON - timedelta(hours=3, minutes=30)

    assert fair.scan(fair.code("ticket", "Ben"), at=early).outcome.status == 201
    assert fair.scan(fair.code("ticket", "Asha"), at=early).outcome.slug == "not_open"


def test_a_cancelled_ticket_is_refused() -> None:
    fair = Fair()
    with writing():
        attendees.register(fair.event, [(2, {**ASHA, "status": "cancelled"})], NOON)

    assert fair.scan(fair.code("ticket", "Asha")).outcome.slug == "cancelled"


def test_who_leaves_may_come_back_by_badge_and_gets_no_second_badge() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))

    assert fair.scan(fair.code("badge", "Asha"), kind="exit").outcome.status == 201
    assert fair.scan(fair.code("badge", "Asha"), kind="exit").outcome.slug == "not_in"
    assert fair.scan(fair.code("badge", "Asha")).outcome.status == 201
    assert count(PrintJob) == 1
    assert arrivals.inside_now(fair.door.list_id) == 1


def test_printing_never_queues_nothing() -> None:
    fair = Fair(settings={"print_on_arrival": "never"})

    fair.scan(fair.code("ticket", "Asha"))

    assert count(PrintJob) == 0


def test_undo_keeps_the_row_and_takes_the_badge_out_of_the_queue() -> None:
    fair = Fair()
    scanned = fair.scan(fair.code("ticket", "Asha"))
    assert scanned.arrival is not None

    for _twice in range(2):
        with writing():
            arrival = arrivals.by_public_id(fair.id, scanned.arrival.public_id)
            arrivals.undo(arrival, by="staff:x", why="wrong person", device_id=None, at=NOON)

    assert count(Arrival) == 1
    assert arrivals.inside_now(fair.door.list_id) == 0
    job = print_jobs.latest_of(fair.person("Asha").id)
    assert job is not None and job.state == "voided"
    assert fair.scan(fair.code("ticket", "Asha")).outcome.status == 201


def test_an_undone_exit_lets_its_person_be_inside_again() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))
    left = fair.scan(fair.code("badge", "Asha"), kind="exit")
    assert left.arrival is not None

    with writing():
        arrival = arrivals.by_public_id(fair.id, left.arrival.public_id)
        arrivals.undo(arrival, by="staff:x", why="", device_id=None, at=NOON)

    assert arrivals.inside_now(fair.door.list_id) == 1


def test_another_device_or_too_late_an_undo_is_refused() -> None:
    fair = Fair()
    (arrival,) = fair.check_in("Asha")

    with pytest.raises(NotYours):
        arrivals.undo(arrival, by="x", why="", device_id=(arrival.device_id or 0) + 1, at=NOON)
    with pytest.raises(TooLate):
        late = NOON + timedelta(minutes=16)
        arrivals.undo(arrival, by="x", why="", device_id=arrival.device_id, at=late)


def test_a_check_in_may_be_told_up_to_a_day_late_and_never_early() -> None:
    fair = Fair(settings={"never_closes": True})
    for name, told, kept in (
        ("Asha", NOON - timedelta(hours=3), NOON - timedelta(hours=3)),
        ("Ben", NOON - timedelta(days=3), NOON - timedelta(days=1)),
        ("Carol", NOON + timedelta(days=3), NOON),
    ):
        scanned = fair.scan(fair.code("ticket", name), happened_at=told)

        assert scanned.arrival is not None
        assert scanned.arrival.happened_at == kept


def test_a_nod_lets_in_once_and_only_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    with writing():
        nod = arrivals.ask_nod(fair.person("Asha"), fair.door.id, "op", NOON)
        assert arrivals.ask_nod(fair.person("Asha"), fair.door.id, "op2", NOON).id == nod.id
    assert [a.name for _nod, a in arrivals.waiting_nods(fair.id, NOON)] == ["Asha Patel"]
    with pytest.raises(NotKnown):
        arrivals.nod_by_public_id(neighbour.id, nod.public_id)

    for _twice in range(2):
        with writing():
            again = arrivals.nod_by_public_id(fair.id, nod.public_id)
            arrivals.answer_nod(again, fair.admission(way="nod"), yes=True, by="staff:x", at=NOON)

    assert arrivals.inside_now(fair.door.list_id) == 1
    with pytest.raises(Refused, match="answered"), writing():
        again = arrivals.nod_by_public_id(fair.id, nod.public_id)
        arrivals.answer_nod(again, fair.admission(way="nod"), yes=False, by="staff:x", at=NOON)


def test_a_refused_scan_is_settled_once_somebody_has_seen_to_it() -> None:
    fair = Fair()
    fair.scan("menu")
    (refused,) = arrivals.recent_refusals(fair.id, NOON - timedelta(minutes=15))

    with writing():
        arrivals.settle_refusal(refused, by="staff:sam", how="seen", at=NOON)

    assert (refused.settled_by, refused.settled_how) == ("staff:sam", "seen")
    assert arrivals.recent_refusals(fair.id, NOON - timedelta(minutes=15)) == []
