"""Print jobs: one badge a person, printed again only with a reason, and nothing twice by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import codes, print_jobs
from kiosk.domain.print_jobs import LEASE, PrintJob
from kiosk.errors import NotKnown, Refused
from tests.a_print_room import begin, claim, later, print_now, record, the_job, try_claim
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def queue(fair: Fair, name: str = "Asha", reason: str = "arrival") -> str | None:
    with writing():
        return print_jobs.queue(fair.person(name), reason=reason, device_id=None, at=NOON)


def reprint(fair: Fair, reason: str = "reprint", name: str = "Asha") -> str:
    with writing():
        return print_jobs.reprint(fair.person(name), reason=reason, at=NOON)


def latest(fair: Fair, name: str = "Asha") -> PrintJob:
    job = print_jobs.latest_of(fair.person(name).id)
    assert job is not None
    return job


def test_a_first_badge_is_queued_once_whatever_became_of_it() -> None:
    fair = Fair()
    assert queue(fair)

    assert queue(fair) is None
    print_now(fair.id)
    assert queue(fair) is None
    assert queue(fair, reason="entry") is not None


@pytest.mark.parametrize("state", ["failed", "voided"])
def test_a_first_badge_that_never_came_out_may_be_queued_again(state: str) -> None:
    fair = Fair()
    queue(fair)

    record(claim(fair.id), state)

    assert queue(fair) is not None


@pytest.mark.parametrize(("came_out", "state"), [(True, "printed"), (False, "failed")])
def test_a_person_settles_what_nobody_knows_once(came_out: bool, state: str) -> None:
    fair = Fair()
    queue(fair)
    print_now(fair.id, "unknown")
    job = latest(fair)

    with writing():
        print_jobs.settle_unknown(job, came_out=came_out, at=NOON)

    assert latest(fair).state == state
    assert print_jobs.needing_somebody(fair.id) == []
    with pytest.raises(Refused, match="not_unknown"):
        print_jobs.settle_unknown(job, came_out=came_out, at=NOON)


def test_a_badge_that_did_not_come_out_is_stopped_at_its_printer() -> None:
    fair = Fair()
    queue(fair)
    job = claim(fair.id)
    begin(job, number="17")
    record(job, "unknown")

    with writing():
        print_jobs.settle_unknown(latest(fair), came_out=False, at=NOON)

    assert latest(fair).take_back_at == NOON


def test_a_failed_job_needs_somebody_until_it_is_left() -> None:
    fair = Fair()
    queue(fair)
    record(claim(fair.id), "failed", why="glyph_missing")
    job = latest(fair)
    assert print_jobs.needing_somebody(fair.id) == [job]

    for _twice in range(2):
        with writing():
            print_jobs.leave(job, NOON)

    assert print_jobs.needing_somebody(fair.id) == []


@pytest.mark.parametrize("reason", ["reprint", "spoiled", "corrected"])
def test_a_reprint_has_a_new_code_and_the_old_dies_when_it_is_out(reason: str) -> None:
    fair = Fair()
    queue(fair)
    print_now(fair.id)
    old = fair.code("badge", "Asha")

    reprint(fair, reason)

    assert (latest(fair).serial, latest(fair).reason) == (2, reason)
    assert codes.whose(fair.id, old, "badge")
    print_now(fair.id)
    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")
    assert codes.whose(fair.id, fair.code("badge", "Asha"), "badge")


def test_the_code_of_a_lost_badge_dies_at_once() -> None:
    fair = Fair()
    queue(fair)
    print_now(fair.id)
    old = fair.code("badge", "Asha")

    reprint(fair, "lost")

    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")


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
    begin(claim(fair.id))
    code = fair.code("badge", "Asha")

    with writing(), pytest.raises(Refused, match="printing_now"):  # a refusal is committed
        print_jobs.reprint(fair.person("Asha"), reason=reason, at=NOON)

    assert fair.code("badge", "Asha") == code
    assert codes.whose(fair.id, code, "badge")
    assert count(PrintJob) == 1


def test_an_older_badge_that_comes_out_after_a_newer_one_stays_dead() -> None:
    fair = Fair()
    queue(fair)
    print_now(fair.id, "unknown")
    old, older = fair.code("badge", "Asha"), latest(fair)
    reprint(fair)
    print_now(fair.id)
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
        claim(fair.id)

    with writing():
        print_jobs.void_waiting(fair.person("Asha").id, NOON)

    assert try_claim(fair.id) is None
    assert latest(fair).state == state


def test_everything_that_waits_is_cancelled_at_once_and_what_a_printer_has_is_asked_back() -> None:
    fair = Fair()
    for name in ("Asha", "Ben", "Carol"):
        queue(fair, name)
    sent = claim(fair.id)
    begin(sent)
    record(sent, "sent", number="4")

    with writing():
        assert print_jobs.void_all(fair.id, NOON) == 2
    assert try_claim(fair.id) is None
    record(*_in_hand(fair), "queued")

    assert {job.state for job in print_jobs.newest(fair.id)} == {"voided"}


def _in_hand(fair: Fair) -> list[print_jobs.Claimed]:
    printer = print_jobs.printers_of(fair.id)[0]
    found = print_jobs.in_hand(print_jobs.printer_facts(printer.id), NOON)
    assert [job.is_wanted_back for job in found] == [True]
    return found


def test_only_what_a_printer_has_can_be_taken_back() -> None:
    fair = Fair()
    queue(fair)

    with pytest.raises(Refused, match="not_sent"):
        print_jobs.take_back(latest(fair), NOON)
    print_now(fair.id, "sent")
    with writing():
        for _twice in range(2):
            print_jobs.take_back(latest(fair), NOON)

    assert latest(fair).take_back_at == NOON


def test_only_a_persons_newest_job_needs_somebody() -> None:
    fair = Fair()
    queue(fair)
    record(claim(fair.id), "failed")

    reprint(fair)

    assert print_jobs.needing_somebody(fair.id) == []


def test_a_paper_is_queued_once_while_it_is_under_way_and_is_nobodys_badge() -> None:
    fair = Fair()
    asha = fair.person("Asha").id
    with writing():
        slip = print_jobs.queue_paper(fair.id, "slip", attendee_id=asha, at=NOON)
        assert print_jobs.queue_paper(fair.id, "slip", attendee_id=asha, at=NOON) is None
        sign = print_jobs.queue_paper(fair.id, "sign", at=NOON)

    assert slip and sign
    assert print_jobs.latest_of(asha) is None
    assert queue(fair)
    assert the_job(slip).what == "slip"


def test_a_badge_is_always_somebodys() -> None:
    fair = Fair()

    with writing():
        assert print_jobs.queue_paper(fair.id, "proof", at=NOON)
    with pytest.raises(Exception, match="somebodys_badge"), writing():
        print_jobs.queue_paper(fair.id, "badge", at=NOON)


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
    assert try_claim(fair.id, later(LEASE / timedelta(seconds=1))) is None
