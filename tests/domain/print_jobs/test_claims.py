"""Claims: each job to one writer, in order, and a crash leaves what evidence can settle."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import devices, print_jobs
from kiosk.domain.print_jobs import LEASE, PrinterFacts, PrintJob
from tests.a_print_room import begin, claim, later, print_now, ready_printer, record, try_claim
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
LEASE_S = LEASE / timedelta(seconds=1)


def queue(fair: Fair, *names: str, device_id: int | None = None) -> None:
    with writing():
        for name in names or ("Asha",):
            print_jobs.queue(fair.person(name), reason="arrival", device_id=device_id, at=NOON)


def latest(fair: Fair, name: str = "Asha") -> PrintJob:
    db.session.expire_all()
    job = print_jobs.latest_of(fair.person(name).id)
    assert job is not None
    return job


def release(at: float) -> None:
    with writing():
        print_jobs.release_expired(later(at))


def in_hand(printer: PrinterFacts, at: float = 0) -> list[str]:
    return [job.state for job in print_jobs.in_hand(printer, later(at))]


def test_a_badge_is_queued_claimed_sent_and_printed() -> None:
    fair = Fair()
    queue(fair)
    assert latest(fair).state == "queued"
    printer = ready_printer(fair.id, stock="62x100")

    job = claim(fair.id, printer=printer)
    assert (latest(fair).state, job.serial, latest(fair).stock) == ("claimed", 1, "62x100")
    assert begin(job, number="17")
    assert record(job, "sent", number="17")
    assert latest(fair).settled_at is None
    assert record(job, "printed")

    done = latest(fair)
    assert (done.state, done.printer_id, done.settled_at) == ("printed", printer.id, NOON)
    assert print_jobs.waiting(fair.id) == 0


def test_jobs_are_claimed_oldest_first_and_each_once() -> None:
    fair = Fair()
    queue(fair, "Ben", "Asha")

    claimed = [claim(fair.id).attendee_id, claim(fair.id).attendee_id]

    assert claimed == [fair.person("Ben").id, fair.person("Asha").id]
    assert try_claim(fair.id) is None


def test_a_job_that_no_printer_took_waits_a_little_and_begins_afresh() -> None:
    fair = Fair()
    queue(fair)
    job = claim(fair.id)
    begin(job, number="17")

    assert record(job, "queued", why="printer_busy")

    assert try_claim(fair.id, later(0.5)) is None
    again = claim(fair.id, later(1))
    row = latest(fair)
    assert (again.epoch, row.attempts, row.sending_at, row.number) == (2, 2, None, None)


def test_a_dead_writers_job_goes_back_when_nothing_was_sent() -> None:
    fair = Fair()
    queue(fair)
    zombie = claim(fair.id)

    release(LEASE_S)
    assert latest(fair).state == "claimed"
    assert print_jobs.has_expired(later(LEASE_S + 1))
    release(LEASE_S + 1)

    assert latest(fair).state == "queued"
    assert not begin(zombie)
    assert claim(fair.id, later(LEASE_S + 1)).epoch == 2


def test_a_woken_zombie_settles_nothing() -> None:
    fair = Fair()
    queue(fair)
    zombie = claim(fair.id)
    release(LEASE_S + 1)
    claim(fair.id, later(LEASE_S + 1))

    assert not begin(zombie)
    assert not record(zombie, "printed")
    assert latest(fair).state == "claimed"


def test_what_a_dead_writer_was_sending_stays_until_the_printer_was_asked() -> None:
    fair = Fair()
    queue(fair)
    printer = ready_printer(fair.id)
    begin(claim(fair.id, printer=printer), number="17")
    assert in_hand(printer) == []

    release(LEASE_S + 1)

    assert latest(fair).state == "claimed"
    (job,) = print_jobs.in_hand(printer, later(LEASE_S + 1))
    assert (job.state, job.number) == ("claimed", "17")
    assert try_claim(fair.id, later(LEASE_S + 1)) is None


def test_sending_renews_the_lease() -> None:
    fair = Fair()
    queue(fair)
    printer = ready_printer(fair.id)

    begin(claim(fair.id, printer=printer), later(50))

    assert in_hand(printer, LEASE_S + 1) == []


@pytest.mark.parametrize(
    ("state", "number", "asked"),
    [("sent", "17", True), ("unknown", "17", True), ("printed", "17", False),
     ("failed", "17", False), ("queued", "17", False)],
)  # fmt: skip
def test_a_printer_is_asked_about_what_it_has_and_what_nobody_knows(
    state: str, number: str, asked: bool
) -> None:
    fair = Fair()
    queue(fair)
    printer = ready_printer(fair.id)
    job = claim(fair.id, printer=printer)
    begin(job, number=number)

    record(job, state)

    assert in_hand(printer) == ([state] if asked else [])
    assert in_hand(printer, 3 * 3600) == ([state] if state == "sent" else [])


def test_evidence_settles_what_nobody_knew() -> None:
    fair = Fair()
    queue(fair)
    job = claim(fair.id)
    record(job, "unknown", "printer_away")

    assert record(job, "printed")

    assert latest(fair).state == "printed"


def test_evidence_that_nothing_came_out_queues_it_again_unless_somebody_did() -> None:
    fair = Fair()
    queue(fair, "Asha", "Ben")
    lone, twice = (print_now(fair.id, "unknown") for _each in range(2))
    with writing():
        print_jobs.reprint(fair.person("Ben"), reason="reprint", at=NOON)

    for job in print_jobs.in_hand(ready_printer(fair.id), NOON):
        record(job, "queued", "cancelled_unbegun")

    assert latest(fair).state == "queued"
    assert [job.state for job in print_jobs.newest(fair.id)] == ["queued", "failed", "queued"]
    assert lone.attendee_id != twice.attendee_id


def test_a_person_has_the_last_word() -> None:
    fair = Fair()
    queue(fair)
    job = print_now(fair.id, "unknown")
    with writing():
        print_jobs.settle_unknown(latest(fair), came_out=True, at=NOON)

    assert not record(job, "queued")
    assert latest(fair).state == "printed"


def test_a_badge_goes_to_the_printer_beside_its_station_while_that_one_can_print() -> None:
    fair = Fair()
    far, near = ready_printer(fair.id, "Far"), ready_printer(fair.id, "Near")
    _stand_beside(fair, near.id)
    queue(fair, "Asha", device_id=fair.door.id)

    assert try_claim(fair.id, printer=far) is None
    assert claim(fair.id, printer=near)


@pytest.mark.parametrize("state", ["stopped", "away"])
def test_another_printer_takes_over_when_the_near_one_cannot(state: str) -> None:
    fair = Fair()
    far, near = ready_printer(fair.id, "Far"), ready_printer(fair.id, "Near", state=state)
    _stand_beside(fair, near.id)
    queue(fair, "Asha", device_id=fair.door.id)

    assert claim(fair.id, printer=far)


def test_another_printer_helps_when_the_near_one_is_slow() -> None:
    fair = Fair()
    far, near = ready_printer(fair.id, "Far"), ready_printer(fair.id, "Near")
    _stand_beside(fair, near.id)
    queue(fair, "Asha", device_id=fair.door.id)

    ready_printer(fair.id, "Near", later(21))

    assert claim(fair.id, later(21), printer=far)


def _stand_beside(fair: Fair, printer_id: int) -> None:
    with writing():
        devices.by_public_id(fair.id, fair.door.public_id).printer_id = printer_id


def test_a_printer_takes_only_what_it_is_for() -> None:
    fair = Fair()
    labels = ready_printer(fair.id, "Labels")
    paper = ready_printer(fair.id, "Paper", prints=["sign"])
    with writing():
        print_jobs.queue_paper(fair.id, "sign", at=NOON)
    queue(fair)

    assert claim(fair.id, printer=labels).what == "badge"
    assert claim(fair.id, printer=paper).what == "sign"
    assert try_claim(fair.id, printer=paper) is None


def test_a_test_page_comes_from_the_printer_it_tests() -> None:
    fair = Fair()
    one, two = ready_printer(fair.id, "One"), ready_printer(fair.id, "Two", prints=["sign"])
    with writing():
        print_jobs.queue_paper(fair.id, "proof", printer_id=two.id, at=NOON)

    assert try_claim(fair.id, printer=one) is None
    job = claim(fair.id, printer=two)
    record(job, "queued")
    assert try_claim(fair.id, later(5), printer=one) is None
    assert claim(fair.id, later(5), printer=two).what == "proof"


def test_a_label_is_counted_when_it_is_used_and_once() -> None:
    fair = Fair()
    queue(fair, "Asha", "Ben", "Carol")
    printer = ready_printer(fair.id, labels_left=2)

    for state in ("printed", "unknown", "printed"):
        record(claim(fair.id, printer=printer), state)
    asha = print_jobs.in_hand(printer, NOON)
    for job in asha:
        record(job, "printed")

    assert print_jobs.printer_of(printer.id).labels_left == 0
