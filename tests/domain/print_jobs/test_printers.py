"""Printers: those of the setting or the fair's own, one writer each, and how each is just now."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import Printer
from kiosk.errors import NotKnown, Refused
from tests.a_print_room import begin, claim, later, ready_printer, record, see
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
ONE, TWO = "ipp://one.example/q", "ipp://two.example/q"


def follow(fair: Fair, *urls: str) -> list[str]:
    with writing():
        print_jobs.follow_setting(fair.id, urls, NOON)
    return [printer.url for printer in print_jobs.printers_of(fair.id)]


def test_a_fair_begins_with_the_printers_of_the_setting() -> None:
    fair = Fair()
    assert print_jobs.events_without([ONE, TWO]) == [fair.id]

    assert follow(fair, ONE, TWO) == [ONE, TWO]

    names = [printer.name for printer in print_jobs.printers_of(fair.id)]
    assert names == ["Printer 1", "Printer 2"]
    assert print_jobs.events_without([ONE, TWO]) == []
    assert follow(fair, ONE, TWO) == [ONE, TWO]


def test_a_setting_that_changes_takes_the_old_printers_away() -> None:
    fair = Fair()
    follow(fair, ONE)

    assert follow(fair, TWO) == [TWO]
    assert print_jobs.events_without([ONE]) == [fair.id]


def test_a_printer_of_the_fairs_own_takes_the_place_of_the_settings() -> None:
    fair = Fair()
    follow(fair, "folder:")

    with writing():
        own = print_jobs.add_printer(fair.id, NOON, name="Foyer", url=ONE)
    assert [printer.name for printer in print_jobs.printers_of(fair.id)] == ["Foyer"]
    with writing():
        print_jobs.remove_printer(own, NOON)

    assert [printer.url for printer in print_jobs.printers_of(fair.id)] == ["folder:"]


def test_a_printer_of_the_setting_is_paused_not_removed() -> None:
    fair = Fair()
    follow(fair, ONE)

    with pytest.raises(Refused, match="printer_of_setting"):
        print_jobs.remove_printer(print_jobs.printers_of(fair.id)[0], NOON)

    assert follow(fair, ONE) == [ONE]


@pytest.mark.parametrize("facts", [{"name": "Foyer", "url": TWO}, {"name": "Hall", "url": ONE}])
def test_two_printers_have_neither_one_name_nor_one_address(facts: dict[str, str]) -> None:
    fair = Fair()
    with writing():
        print_jobs.add_printer(fair.id, NOON, name="Foyer", url=ONE)

    with pytest.raises(Refused, match="printer_known"), writing():
        print_jobs.add_printer(fair.id, NOON, **facts)
    with pytest.raises(Refused, match="printer_known"), writing():
        other = print_jobs.add_printer(fair.id, NOON, name="Third", url="ipp://three.example/q")
        print_jobs.change_printer(other, **facts)


def test_a_printer_at_another_address_has_to_be_seen_again() -> None:
    fair = Fair()
    printer_id = ready_printer(fair.id).id
    printer = print_jobs.printer_of(printer_id)
    assert printer.can_take(NOON)

    with writing():
        print_jobs.change_printer(printer, url=TWO, offset_x_mm=1.5)

    assert (printer.state, printer.can_take(NOON), printer.offset_x_mm) == ("unseen", False, 1.5)


@pytest.mark.parametrize(
    ("state", "paused", "seconds", "can"),
    [("ready", False, 0, True), ("busy", False, 0, True), ("stopped", False, 0, False),
     ("away", False, 0, False), ("ready", True, 0, False), ("ready", False, 16, False)],
)  # fmt: skip
def test_a_printer_can_take_a_badge_only_as_it_was_just_seen(
    state: str, paused: bool, seconds: float, can: bool
) -> None:
    printer = print_jobs.printer_of(ready_printer(Fair().id, state=state).id)
    if paused:
        print_jobs.pause_printer(printer, NOON)

    assert printer.can_take(later(seconds)) is can


def test_pausing_again_changes_nothing_and_resuming_gives_it_badges() -> None:
    printer = print_jobs.printer_of(ready_printer(Fair().id).id)

    print_jobs.pause_printer(printer, NOON, "aborting")
    print_jobs.pause_printer(printer, later(5))

    assert (printer.paused_at, printer.paused_why) == (NOON, "aborting")
    print_jobs.resume_printer(printer)
    assert printer.can_take(NOON)


def test_one_process_writes_to_a_printer_until_its_lease_is_over() -> None:
    printer_id = ready_printer(Fair().id).id
    with writing():
        print_jobs.let_go_of_writer("tests")

    def hold(name: str, seconds: float) -> bool:
        with writing():
            return print_jobs.hold_writer(printer_id, name, later(seconds))

    assert hold("one", 0)
    assert hold("one", 10)
    assert not hold("two", 39)
    assert hold("two", 41)
    assert not hold("one", 41)
    assert hold("one", -3600)  # the clock was set back: such a lease is nobody's


def test_a_writer_that_lost_its_printer_says_nothing_of_it() -> None:
    printer_id = ready_printer(Fair().id).id

    with writing():
        print_jobs.note_condition(printer_id, "another", NOON, state="away")

    assert print_jobs.printer_facts(printer_id).state == "ready"


def test_since_when_a_printer_is_as_it_is_counts_from_the_change() -> None:
    printer = print_jobs.printer_of(ready_printer(Fair().id).id)
    for seconds, state in ((5, "stopped"), (10, "stopped"), (15, "stopped")):
        with writing():
            see(print_jobs.printer_of(printer.id), state, later(seconds), "media-empty")

    found = print_jobs.printer_of(printer.id)
    assert (found.since, found.seen_at, found.reason) == (later(5), later(15), "media-empty")


def test_labels_are_low_by_the_count_or_by_the_printers_own_word() -> None:
    printer = print_jobs.printer_of(ready_printer(Fair().id, labels_left=21).id)
    assert not printer.is_low

    printer.labels_left = 20
    assert printer.is_low
    printer.labels_left, printer.warnings = None, ["media-low"]
    assert printer.is_low


def test_printers_are_served_while_their_fair_goes_on_or_has_something_to_print() -> None:
    fair = Fair()
    printer_id = ready_printer(fair.id).id
    after = NOON + timedelta(days=3)

    def served() -> list[int]:
        return [printer.id for printer in print_jobs.printers_to_serve(after)]

    assert served() == []
    with writing():
        print_jobs.queue(fair.person("Asha"), reason="reprint", device_id=None, at=after)
    assert served() == [printer_id]


def test_a_removed_printer_is_served_until_what_it_has_is_settled() -> None:
    fair = Fair()
    with writing():
        print_jobs.queue(fair.person("Asha"), reason="arrival", device_id=None, at=NOON)
    printer = ready_printer(fair.id)
    job = claim(fair.id, printer=printer)
    begin(job, number="3")
    record(job, "sent", number="3")

    with writing():
        print_jobs.remove_printer(print_jobs.printer_of(printer.id), NOON)

    assert [each.id for each in print_jobs.printers_to_serve(NOON)] == [printer.id]
    assert not print_jobs.printer_facts(printer.id).is_in_use
    record(job, "printed")
    assert print_jobs.printers_to_serve(NOON) == []


def test_the_neighbours_printers_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    theirs = print_jobs.printer_of(ready_printer(neighbour.id).id)
    removed = print_jobs.printer_of(ready_printer(fair.id).id)
    with writing():
        print_jobs.remove_printer(removed, NOON)

    for public_id in (theirs.public_id, removed.public_id):
        with pytest.raises(NotKnown, match="no_such_printer"):
            print_jobs.printer_by_public_id(fair.id, public_id)
    assert db.session.query(Printer).count() == 2
