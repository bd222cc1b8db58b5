"""Print jobs: one badge a person, the truth about what came out, and nothing twice by itself."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import codes, print_jobs
from kiosk.domain.print_jobs import LEASE, PrintJob
from kiosk.errors import NotKnown, Refused
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
SECOND = timedelta(seconds=1)


def queue(fair: Fair, name: str = "Asha", reason: str = "arrival") -> str | None:
    with writing():
        return print_jobs.queue(fair.person(name), reason=reason, device_id=None, at=NOON)


def claim(at: datetime = NOON) -> PrintJob:
    with writing():
        job = print_jobs.claim(at)
    assert job is not None
    return job


def begin(job: PrintJob, at: datetime = NOON) -> bool:
    with writing():
        return print_jobs.begin_sending(job.id, job.epoch, "Printer 1", at)


def record(job: PrintJob, state: str, why: str = "", at: datetime = NOON) -> bool:
    with writing():
        return print_jobs.record(job.id, job.epoch, state, why=why, at=at)


def release(at: datetime) -> None:
    with writing():
        print_jobs.release_expired(at)


def reprint(fair: Fair, reason: str = "reprint", name: str = "Asha") -> str:
    with writing():
        return print_jobs.reprint(fair.person(name), reason=reason, at=NOON)


def latest(fair: Fair, name: str = "Asha") -> PrintJob:
    job = print_jobs.latest_of(fair.person(name).id)
    assert job is not None
    return job


def test_a_badge_is_queued_claimed_sent_and_printed() -> None:
    fair = Fair()
    assert queue(fair)
    assert latest(fair).state == "queued"

    job = claim()
    assert (job.state, job.serial, job.stock) == ("claimed", 1, "62x100")
    assert begin(job)
    assert record(job, "sent")
    assert latest(fair).settled_at is None
    assert record(job, "printed")

    done = latest(fair)
    assert (done.state, done.printer, done.settled_at) == ("printed", "Printer 1", NOON)
    assert print_jobs.waiting(fair.id) == 0


def test_a_first_badge_is_queued_once_whatever_became_of_it() -> None:
    fair = Fair()
    assert queue(fair)

    assert queue(fair) is None
    record(claim(), "printed")
    assert queue(fair) is None
    assert queue(fair, reason="entry") is not None


@pytest.mark.parametrize("state", ["failed", "voided"])
def test_a_first_badge_that_never_came_out_may_be_queued_again(state: str) -> None:
    fair = Fair()
    queue(fair)

    record(claim(), state)

    assert queue(fair) is not None


def test_jobs_are_claimed_oldest_first_and_each_once() -> None:
    fair = Fair()
    for name in ("Ben", "Asha"):
        queue(fair, name)

    claimed = [claim().attendee_id, claim().attendee_id]

    assert claimed == [fair.person("Ben").id, fair.person("Asha").id]
    with writing():
        assert print_jobs.claim(NOON) is None


def test_a_job_without_a_printer_waits_a_little_and_begins_afresh() -> None:
    fair = Fair()
    queue(fair)
    job = claim()
    begin(job)

    assert record(job, "queued", why="no_printer")

    with writing():
        assert print_jobs.claim(NOON + 14 * SECOND) is None
    again = claim(NOON + 15 * SECOND)
    assert (again.attempts, again.why, again.sending_at) == (2, "no_printer", None)
    release(NOON + 15 * SECOND + LEASE + SECOND)
    assert latest(fair).state == "queued"


def test_a_dead_workers_job_goes_back_when_nothing_was_sent() -> None:
    fair = Fair()
    queue(fair)
    zombie = claim()

    release(NOON + LEASE)
    assert latest(fair).state == "claimed"
    release(NOON + LEASE + SECOND)

    assert latest(fair).state == "queued"
    assert not begin(zombie)
    fresh = claim(NOON + LEASE + SECOND)
    assert fresh.epoch == 2


def test_a_woken_zombie_settles_nothing() -> None:
    fair = Fair()
    queue(fair)
    zombie = claim()
    id_, epoch = zombie.id, zombie.epoch
    release(NOON + LEASE + SECOND)
    claim(NOON + LEASE + SECOND)

    with writing():
        assert not print_jobs.begin_sending(id_, epoch, "Printer 1", NOON)
        assert not print_jobs.record(id_, epoch, "printed", at=NOON)
    assert latest(fair).state == "claimed"


def test_a_crash_while_sending_asks_a_person_and_prints_nothing() -> None:
    fair = Fair()
    queue(fair)
    begin(claim())

    release(NOON + LEASE + SECOND)

    job = latest(fair)
    assert (job.state, job.why) == ("unknown", "worker_gone")
    assert print_jobs.needing_somebody(fair.id) == [job]
    with writing():
        assert print_jobs.claim(NOON + 2 * LEASE) is None
    assert queue(fair) is None


def test_sending_renews_the_lease() -> None:
    fair = Fair()
    queue(fair)
    begin(claim(), NOON + 50 * SECOND)

    release(NOON + LEASE + SECOND)

    assert latest(fair).state == "claimed"


@pytest.mark.parametrize(("came_out", "state"), [(True, "printed"), (False, "failed")])
def test_a_person_settles_what_nobody_knows_once(came_out: bool, state: str) -> None:
    fair = Fair()
    queue(fair)
    begin(claim())
    release(NOON + LEASE + SECOND)
    job = latest(fair)

    with writing():
        print_jobs.settle_unknown(job, came_out=came_out, at=NOON)

    assert latest(fair).state == state
    assert print_jobs.needing_somebody(fair.id) == []
    with pytest.raises(Refused, match="not_unknown"):
        print_jobs.settle_unknown(job, came_out=came_out, at=NOON)


def test_a_failed_job_needs_somebody_until_it_is_left() -> None:
    fair = Fair()
    queue(fair)
    record(claim(), "failed", why="glyph_missing")
    job = latest(fair)
    assert print_jobs.needing_somebody(fair.id) == [job]

    for _twice in range(2):
        with writing():
            print_jobs.leave(job, NOON)

    assert print_jobs.needing_somebody(fair.id) == []


def test_a_reprint_has_a_new_code_and_the_old_dies_when_it_is_out() -> None:
    fair = Fair()
    queue(fair)
    record(claim(), "printed")
    old = fair.code("badge", "Asha")

    reprint(fair)

    assert latest(fair).serial == 2
    assert codes.whose(fair.id, old, "badge")
    record(claim(), "printed")
    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")
    assert codes.whose(fair.id, fair.code("badge", "Asha"), "badge")


def test_a_reprint_takes_the_place_of_a_job_that_has_not_begun() -> None:
    fair = Fair()
    queue(fair)

    reprint(fair, "corrected")

    assert [job.state for job in print_jobs.newest(fair.id)] == ["queued", "voided"]
    assert print_jobs.waiting(fair.id) == 1


@pytest.mark.parametrize("reason", ["reprint", "lost"])
def test_a_reprint_while_printing_is_refused_and_leaves_the_code_alone(reason: str) -> None:
    fair = Fair()
    queue(fair)
    begin(claim())
    code = fair.code("badge", "Asha")

    with writing(), pytest.raises(Refused, match="printing_now"):  # a refusal is committed
        print_jobs.reprint(fair.person("Asha"), reason=reason, at=NOON)

    assert fair.code("badge", "Asha") == code
    assert codes.whose(fair.id, code, "badge")
    assert count(PrintJob) == 1


def test_an_older_badge_that_comes_out_after_a_newer_one_stays_dead() -> None:
    fair = Fair()
    queue(fair)
    begin(claim())
    release(NOON + LEASE + SECOND)
    old, older = fair.code("badge", "Asha"), latest(fair)
    reprint(fair)
    record(claim(), "printed")
    new = fair.code("badge", "Asha")

    with writing():
        print_jobs.settle_unknown(db.session.merge(older), came_out=True, at=NOON)

    assert codes.whose(fair.id, new, "badge")
    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")


@pytest.mark.parametrize(("begun", "state"), [(False, "voided"), (True, "claimed")])
def test_only_what_has_not_begun_is_voided(begun: bool, state: str) -> None:
    fair = Fair()
    queue(fair)
    if begun:
        claim()

    with writing():
        print_jobs.void_waiting(fair.person("Asha").id, NOON)
        assert print_jobs.claim(NOON) is None

    assert latest(fair).state == state


def test_only_a_persons_newest_job_needs_somebody() -> None:
    fair = Fair()
    queue(fair)
    record(claim(), "failed")

    reprint(fair)

    assert print_jobs.needing_somebody(fair.id) == []


def test_the_neighbours_jobs_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    job = queue(neighbour, "Cy")
    assert job is not None
    with writing():
        db.session.execute(update(PrintJob).values(state="failed"))

    assert print_jobs.by_public_id(neighbour.id, job).public_id == job
    with pytest.raises(NotKnown, match="no_such_print_job"):
        print_jobs.by_public_id(fair.id, job)
    assert print_jobs.newest(fair.id) == print_jobs.needing_somebody(fair.id) == []
    assert print_jobs.waiting(fair.id) == 0
