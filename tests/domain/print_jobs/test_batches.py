"""Badges printed ahead: in the order of names, paused and cancelled, and nobody gets two."""

import pytest
from sqlalchemy import insert

from kiosk.db import db, new_public_id, writing
from kiosk.domain import arrivals, print_jobs
from kiosk.domain.print_jobs import BatchProgress, PrintBatch, PrintJob
from kiosk.errors import NotKnown
from tests.a_print_room import claim, later, print_now, record, try_claim
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def ahead(fair: Fair, *names: str) -> PrintBatch:
    people = [fair.person(name) for name in names or ("Asha", "Ben", "Carol", "Cai")]
    with writing():
        return print_jobs.print_ahead(fair.id, people, at=NOON)


def progress(fair: Fair) -> BatchProgress:
    db.session.expire_all()
    return print_jobs.progress_of(fair.id)[0]


def test_a_batch_prints_in_the_order_of_names_and_says_how_far_it_is() -> None:
    fair = Fair()
    ahead(fair, "Asha", "Carol", "Ben", "Cai")  # Patel, Reed, Okafor, Evans

    printed = [print_now(fair.id).attendee_id for _each in range(2)]
    record(claim(fair.id), "failed", "glyph_missing")

    assert printed == [fair.person("Cai").id, fair.person("Ben").id]
    now = progress(fair)
    assert (now.waiting, now.printed, now.troubled, now.voided, now.at_door) == (1, 2, 1, 0, 0)
    assert (now.batch.size, now.is_over) == (4, False)


def test_the_same_people_again_make_a_batch_of_nobody() -> None:
    fair = Fair()
    ahead(fair)

    assert ahead(fair).size == 0
    assert print_jobs.waiting(fair.id) == 4


def test_whoever_comes_to_the_door_goes_first_and_gets_one_badge() -> None:
    fair = Fair()
    ahead(fair, "Asha", "Ben", "Carol")

    assert not arrivals.somebody_waits_for_a_batch()
    fair.check_in("Carol")

    assert arrivals.somebody_waits_for_a_batch()
    with writing():
        arrivals.let_arrived_go_first()

    assert claim(fair.id).attendee_id == fair.person("Carol").id
    assert (progress(fair).at_door, progress(fair).waiting) == (1, 2)


def test_a_paused_batch_waits_and_the_door_does_not() -> None:
    fair = Fair()
    batch = ahead(fair, "Asha", "Ben")
    with writing():
        for moment in (NOON, later(5)):
            print_jobs.pause_batch(db.session.merge(batch), moment)
        print_jobs.queue(fair.person("Carol"), reason="arrival", device_id=None, at=NOON)

    assert claim(fair.id).attendee_id == fair.person("Carol").id
    assert try_claim(fair.id) is None
    assert progress(fair).batch.paused_at == NOON
    with writing():
        print_jobs.resume_batch(progress(fair).batch)

    assert claim(fair.id).attendee_id == fair.person("Ben").id


def test_a_cancelled_batch_prints_nothing_more_and_the_door_prints_as_ever() -> None:
    fair = Fair()
    batch = ahead(fair, "Asha", "Ben")
    print_now(fair.id)

    with writing():
        for _twice in range(2):
            print_jobs.cancel_batch(db.session.merge(batch), NOON)

    assert try_claim(fair.id) is None
    assert (progress(fair).printed, progress(fair).voided) == (1, 1)
    with writing():
        assert print_jobs.queue(fair.person("Asha"), reason="arrival", device_id=None, at=NOON)


def test_five_thousand_badges_queued_by_mistake_are_gone_at_one_tap() -> None:
    fair = Fair()
    row = {"event_id": fair.id, "what": "slip", "reason": "asked", "created_at": NOON}
    with writing():
        rows = [row | {"public_id": new_public_id()} for _each in range(5000)]
        db.session.execute(insert(PrintJob), rows)
    assert print_jobs.waiting(fair.id) == 5000

    with writing():
        gone = print_jobs.void_all(fair.id, NOON)

    assert (gone, print_jobs.waiting(fair.id)) == (5000, 0)


def test_the_neighbours_batches_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    batch = ahead(neighbour, "Cy")

    assert print_jobs.batch_by_public_id(neighbour.id, batch.public_id).size == 1
    with pytest.raises(NotKnown, match="no_such_batch"):
        print_jobs.batch_by_public_id(fair.id, batch.public_id)
    assert print_jobs.progress_of(fair.id) == []


def test_only_who_is_expected_and_has_no_badge_is_printed_ahead() -> None:
    fair = Fair()
    Fair("other", people=(CY,))
    with writing():
        fair.person("Ben").status = "cancelled"
        print_jobs.queue(fair.person("Asha"), reason="arrival", device_id=None, at=NOON)
        print_jobs.queue_paper(fair.id, "slip", attendee_id=fair.person("Carol").id, at=NOON)

    waiting = print_jobs.people_ahead(fair.id)

    assert [person.first_name for person in waiting] == ["Carol", "Cai"]
    assert [person.first_name for person in print_jobs.people_ahead(fair.id, "mentor")] == ["Carol"]
    assert print_jobs.count_ahead(fair.id) == {"mentor": 1, "student": 1}


def test_whose_badge_failed_or_was_cancelled_is_without_one_again() -> None:
    fair = Fair()
    batch = ahead(fair, "Asha", "Ben")
    print_now(fair.id, "failed")  # Okafor comes before Patel

    with writing():
        print_jobs.cancel_batch(batch, NOON)

    assert sum(print_jobs.count_ahead(fair.id).values()) == 4
