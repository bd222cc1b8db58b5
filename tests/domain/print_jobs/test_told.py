"""Where a badge is, for the person who waits for it: the printer's name, and what keeps it."""

import pytest

from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob, Whereabouts
from tests.a_print_room import begin, claim, later, ready_printer, record, see
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair() -> Fair:
    made = Fair()
    with writing():
        print_jobs.queue(made.person("Asha"), reason="arrival", device_id=None, at=NOON)
    return made


def where(fair: Fair, seconds: float = 0) -> Whereabouts:
    db.session.expire_all()
    job = print_jobs.latest_of(fair.person("Asha").id)
    assert isinstance(job, PrintJob)
    return print_jobs.where_is(job, later(seconds))


def test_the_printer_is_named_where_there_are_several(fair: Fair) -> None:
    printer = ready_printer(fair.id, "Printer 2")
    job = claim(fair.id, printer=printer)
    assert where(fair).printer == ""

    ready_printer(fair.id, "Printer 1")

    assert where(fair) == Whereabouts("claimed", "", "Printer 2")
    record(job, "printed")
    assert where(fair).printer == "Printer 2"


def test_a_badge_that_waits_says_which_printer_needs_somebody(fair: Fair) -> None:
    stuck = ready_printer(fair.id, "Printer 1", state="stopped")

    found = where(fair)

    assert found.stuck is not None
    assert found.stuck.id == stuck.id


def test_no_printer_is_named_while_another_can_print(fair: Fair) -> None:
    ready_printer(fair.id, "Printer 1", state="stopped")
    ready_printer(fair.id, "Printer 2")

    assert where(fair).stuck is None


def test_a_badge_in_a_printer_that_stopped_says_so(fair: Fair) -> None:
    printer = ready_printer(fair.id)
    job = claim(fair.id, printer=printer)
    begin(job)
    record(job, "sent")
    assert where(fair).stuck is None

    with writing():
        see(print_jobs.printer_of(printer.id), "stopped", later(3), "media-empty")

    found = where(fair, 3).stuck
    assert found is not None
    assert found.reason == "media-empty"


def test_a_printer_that_nobody_has_seen_yet_is_not_blamed(fair: Fair) -> None:
    with writing():
        print_jobs.add_printer(fair.id, NOON, name="Printer 1", url="ipp://one.example")

    assert where(fair).stuck is None


def test_what_a_printer_has_and_what_it_may_print_is_counted(fair: Fair) -> None:
    left, signs = ready_printer(fair.id), ready_printer(fair.id, "Signs", prints=["sign"])
    with writing():
        for name in ("Ben", "Carol"):
            print_jobs.queue(fair.person(name), reason="arrival", device_id=None, at=NOON)
        print_jobs.print_ahead(fair.id, [fair.person("Cai")], at=NOON).paused_at = NOON
        print_jobs.queue_paper(fair.id, "proof", printer_id=signs.id, at=NOON)
    job = claim(fair.id, printer=left)

    loads = print_jobs.loads_of(fair.id)

    assert [each.public_id for each in loads[left.id].has] == [job.public_id]
    assert (loads[left.id].waits, loads[signs.id].waits, loads[signs.id].has) == (2, 1, [])
    assert print_jobs.counts_of(fair.id) == {"queued": 4, "claimed": 1}
    assert print_jobs.has_test_page(signs.id) and not print_jobs.has_test_page(left.id)


def test_what_comes_next_is_told_in_the_order_in_which_it_is_printed(fair: Fair) -> None:
    with writing():
        print_jobs.print_ahead(fair.id, [fair.person("Cai")], at=NOON).paused_at = NOON
        print_jobs.print_ahead(fair.id, [fair.person("Carol")], at=NOON)
        print_jobs.queue(fair.person("Ben"), reason="arrival", device_id=None, at=NOON)

    people = [job.attendee_id for job in print_jobs.next_up(fair.id)]

    assert people == [fair.person(name).id for name in ("Asha", "Ben", "Carol", "Cai")]
    claim(fair.id)
    assert len(print_jobs.next_up(fair.id)) == 3
    assert len(print_jobs.newest(fair.id, with_waiting=False)) == 1


def test_a_printer_that_is_removed_keeps_its_name_and_takes_its_test_page_with_it(
    fair: Fair,
) -> None:
    left = ready_printer(fair.id)
    with writing():
        page = print_jobs.queue_paper(fair.id, "proof", printer_id=left.id, at=NOON)

        print_jobs.remove_printer(print_jobs.printer_of(left.id), NOON)

    assert page is not None
    assert print_jobs.by_public_id(fair.id, page).state == "voided"
    assert print_jobs.printer_names(fair.id) == {left.id: "Printer 1"}
