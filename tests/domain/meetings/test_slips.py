"""The list of whom one met, on paper: one at a time, three an hour, at the printer of an exit."""

from typing import Any

import pytest

from kiosk.db import db, writing
from kiosk.domain import devices, meetings, print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import Refused
from tests.a_print_room import claim, later, print_now, ready_printer, try_claim
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair() -> Fair:
    """Asha and Ben have met, and their badges are out; Carol met nobody."""
    fair = Fair()
    ready_printer(fair.id)
    fair.check_in("Asha", "Ben", "Carol")
    for _badge in range(3):
        print_now(fair.id)
    fair.let_meet("Asha", "Ben")
    return fair


def ask(fair: Fair, name: str = "Asha", at: float = 0, **of: Any) -> str:
    with writing():
        return meetings.queue_slip(fair.person(name), at=later(at), **of)


def test_a_list_is_queued_and_printed(fair: Fair) -> None:
    job = ask(fair)

    claimed = claim(fair.id)

    assert (claimed.public_id, claimed.what) == (job, "slip")
    assert claimed.attendee_id == fair.person("Asha").id


def test_one_list_is_under_way_at_a_time(fair: Fair) -> None:
    ask(fair)

    with pytest.raises(Refused, match="slip_printing"):
        ask(fair)

    assert db.session.query(PrintJob).filter_by(what="slip").count() == 1


def test_an_offer_says_what_keeps_the_list() -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    asha = fair.person("Asha")
    assert meetings.slip_offer(asha, NOON).why == "no_slip_printer"
    ready_printer(fair.id)
    assert meetings.slip_offer(asha, NOON).why == "met_nobody"
    fair.let_meet("Asha", "Ben")
    assert meetings.slip_offer(asha, NOON).may_print

    ask(fair)

    offer = meetings.slip_offer(asha, NOON)
    assert (offer.why, offer.job and offer.job.state) == ("slip_printing", "queued")


def test_three_lists_an_hour_are_enough_and_a_failed_one_is_none(fair: Fair) -> None:
    for state in ("printed", "failed", "printed", "printed"):
        ask(fair)
        print_now(fair.id, state)

    with pytest.raises(Refused, match="slips_enough"):
        ask(fair, at=60)

    assert ask(fair, at=3601)


def test_whoever_met_nobody_is_told_so(fair: Fair) -> None:
    with pytest.raises(Refused, match="met_nobody"):
        ask(fair, "Carol")


def test_an_undone_meeting_is_on_no_list(fair: Fair) -> None:
    made = fair.let_meet("Carol", "Ben")
    with writing():
        meetings.undo(made.meeting, by=fair.door.asker, device_id=fair.door.id, at=NOON)

    with pytest.raises(Refused, match="met_nobody"):
        ask(fair, "Carol")


def test_without_a_printer_for_lists_none_is_queued(fair: Fair) -> None:
    with writing():
        print_jobs.change_printer(print_jobs.printers_of(fair.id)[0], prints=["badge"])

    assert meetings.slip_printers(fair.id) == []
    with pytest.raises(Refused, match="no_slip_printer"):
        ask(fair)


def test_a_list_asked_for_by_phone_is_meant_for_the_printer_of_an_exit(fair: Fair) -> None:
    inside = ready_printer(fair.id)
    at_exit = ready_printer(fair.id, "At the exit", prints=["slip"])
    with writing():
        device, _code = devices.pair(fair.event, kind="station", name="Exit", mode="exit", at=NOON)
        device.printer_id = at_exit.id

    ask(fair)

    assert [each.name for each in meetings.slip_printers(fair.id)] == ["At the exit"]
    assert try_claim(fair.id, printer=inside) is None
    assert claim(fair.id, printer=at_exit).what == "slip"
