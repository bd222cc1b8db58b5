"""Badges printed elsewhere from a file: the door prints no second one for anybody in them."""

import pytest

from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintBatch, PrintJob
from tests.a_print_room import later, print_now, try_claim
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def mark(fair: Fair, *names: str, at: float = 0) -> PrintBatch:
    people = [fair.person(name) for name in names or ("Asha", "Ben", "Carol", "Cai")]
    with writing():
        return print_jobs.printed_outside(fair.id, people, kind="student", at=later(at))


def test_the_door_prints_nothing_for_whoever_has_a_badge_from_elsewhere() -> None:
    fair = Fair()
    mark(fair, "Asha", "Ben")

    fair.scan(fair.code("ticket", "Asha"))
    fair.scan(fair.code("ticket", "Carol"))

    assert try_claim(fair.id) is not None
    assert print_jobs.latest_of(fair.person("Carol").id).state == "claimed"  # type: ignore[union-attr]
    assert try_claim(fair.id) is None


def test_they_count_as_printed_in_a_batch_of_their_own() -> None:
    fair = Fair()

    mark(fair)

    (progress,) = print_jobs.progress_of(fair.id)
    assert (progress.batch.size, progress.printed, progress.is_over) == (4, 4, True)
    assert print_jobs.people_ahead(fair.id) == []
    assert print_jobs.waiting(fair.id) == 0


def test_the_same_people_again_make_a_batch_of_nobody() -> None:
    fair = Fair()
    mark(fair)

    assert mark(fair, at=5).size == 0
    assert db.session.query(PrintJob).count() == 4


def test_a_badge_on_its_way_or_printed_already_stays_as_it_is() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))
    print_now(fair.id)
    fair.scan(fair.code("ticket", "Ben"))

    batch = mark(fair, "Asha", "Ben", "Carol", at=5)

    assert batch.size == 1
    states = {name: print_jobs.latest_of(fair.person(name).id) for name in ("Asha", "Ben")}
    assert [job.state for job in states.values() if job] == ["printed", "queued"]


def test_a_reprint_comes_out_with_a_new_code_as_ever() -> None:
    fair = Fair()
    mark(fair, "Asha")
    old = fair.code("badge", "Asha")

    with writing():
        print_jobs.reprint(fair.person("Asha"), reason="lost", at=NOON)
    print_now(fair.id)

    assert fair.code("badge", "Asha") != old


def test_signs_are_queued_once_while_one_is_under_way() -> None:
    from kiosk.domain import employers

    fair = Fair()
    stands = employers.of_event(fair.id)

    with writing():
        first = print_jobs.queue_signs(fair.id, stands, NOON)
        again = print_jobs.queue_signs(fair.id, stands, NOON)

    assert (first, again) == (1, 0)


def test_tent_cards_are_queued_once_while_one_is_under_way() -> None:
    fair = Fair()
    mentors = [fair.person("Carol")]

    with writing():
        first = print_jobs.queue_tents(fair.id, mentors, NOON)
        again = print_jobs.queue_tents(fair.id, mentors, NOON)

    assert (first, again) == (1, 0)
