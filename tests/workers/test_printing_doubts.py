"""Kills, broken lines and printers that give up: never a second label, never one silently missing.

Each ends as `printed` with one label, in the queue with none, or asks a person.
"""

import pytest

from kiosk.db import writing
from kiosk.domain import print_jobs
from tests.fakes.printer import AWAY, FakePrinter, Killed, silence
from tests.workers.a_press import Press


def killed_at(press: Press, printer: FakePrinter, step: str) -> None:
    """Let a worker's process die at a step."""
    printer.at = {step: [Killed()]}
    worker = press.worker(printer)
    with pytest.raises(Killed):
        press.run(worker)


def test_a_worker_that_died_before_the_printer_heard_of_it_loses_nothing(press: Press) -> None:
    printer = FakePrinter()
    killed_at(press, printer, "begin")

    press.run(press.worker(printer), 300, steps=30)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)


@pytest.mark.parametrize("makes_jobs_first", [True, False])
def test_a_worker_that_died_with_the_badge_on_its_way_prints_it_once_or_asks(
    press: Press, makes_jobs_first: bool
) -> None:
    printer = FakePrinter(makes_jobs_first=makes_jobs_first)
    killed_at(press, printer, "send")

    press.run(press.worker(printer), 300, steps=30)

    if makes_jobs_first:  # its empty job was cancelled unbegun, and a new one printed
        assert (press.told(), len(printer.labels)) == (("printed", None), 1)
    else:
        assert (press.told(), printer.labels) == (("unknown", "worker_gone"), [])


def test_a_worker_that_died_after_the_printer_had_it_finds_it_printed(press: Press) -> None:
    printer = FakePrinter()
    killed_at(press, printer, "sent")

    press.run(press.worker(printer), 300, steps=30)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)


def test_a_lost_answer_is_found_in_the_printers_list(press: Press) -> None:
    printer = FakePrinter(makes_jobs_first=False, at={"sent": [silence()]})

    press.run(press.worker(printer), 10)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)


def test_a_line_that_broke_before_the_dots_were_there_prints_once(press: Press) -> None:
    printer = FakePrinter(at={"send": [silence()]})

    press.run(press.worker(printer), 30, steps=15)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)
    assert [job.state for job in printer.jobs.values()] == ["cancelled", "printed"]


def test_a_printer_without_a_list_that_falls_silent_asks_a_person(press: Press) -> None:
    first, second = FakePrinter(makes_jobs_first=False, at={"send": [silence()]}), FakePrinter()

    press.run(press.worker(first, second), 300, steps=30)

    assert press.told() == ("unknown", "outcome_unknown")
    assert (first.labels, second.labels) == ([], [])


def test_a_printer_that_left_with_the_badge_asks_and_its_return_answers(press: Press) -> None:
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    press.run(worker, 2)
    printer.answers = False

    press.run(worker, 70, steps=10)
    assert press.told() == ("unknown", "printer_away")
    printer.answers = True
    printer.print_all()
    press.run(worker, 60, steps=6)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)


def test_who_said_that_nothing_came_out_gets_no_second_label_later(press: Press) -> None:
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    press.run(worker, 2)
    printer.answers = False
    press.run(worker, 70, steps=10)
    with writing():
        print_jobs.settle_unknown(press.job(), came_out=False, at=press.at)
        print_jobs.reprint(press.fair.person("Asha"), reason="reprint", at=press.at)

    printer.answers = True
    press.run(worker, 60, steps=6)
    printer.print_all()
    press.run(worker, 10)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)
    assert printer.labels == [press.job().public_id]


@pytest.mark.parametrize(
    ("began", "told"), [(False, ("printed", None)), (True, ("unknown", "aborted"))]
)
def test_an_aborted_job_is_printed_again_only_when_it_never_began(
    press: Press, began: bool, told: tuple[str, str | None]
) -> None:
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    press.run(worker, 2)

    printer.abort_all(began=began)
    printer.prints_at_once = True
    press.run(worker, 30, steps=10)

    assert press.told() == told


def test_a_printer_that_gives_up_one_after_the_other_is_paused(press: Press) -> None:
    press.queue("Ben", "Carol")
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    press.run(worker, 4)

    printer.abort_all(began=True)
    press.run(worker, 30, steps=10)

    assert press.printer().paused_why == "aborting"
    assert press.told("Carol") == ("queued", None)
    assert len(printer.jobs) == 2


def test_what_a_still_printer_has_not_begun_goes_to_another(press: Press) -> None:
    press.queue("Ben")
    first, second = FakePrinter(prints_at_once=False), FakePrinter()
    second.stopped_by = "media-empty"
    worker = press.worker(first, second)
    press.run(worker, 4)
    first.start()
    first.stopped_by, second.stopped_by = "media-empty", ""

    press.run(worker, 20, steps=10)

    assert press.told("Ben") == ("printed", None)
    assert second.labels == [press.job("Ben").public_id]
    assert press.told("Asha") == ("sent", None)  # it had begun: only a person may say


def test_a_badge_is_taken_back_for_another_printer_at_somebodys_word(press: Press) -> None:
    first = FakePrinter(prints_at_once=False)
    worker = press.worker(first, FakePrinter(stopped_by="cover-open"))
    press.run(worker, 2)
    job, printer = press.job(), press.printer(1)
    with writing():
        print_jobs.pause_printer(printer, press.at)
        print_jobs.take_back(job, press.at)
    list(press.printers.values())[1].stopped_by = ""

    press.run(worker, 10, steps=5)

    where = print_jobs.where_is(press.job(), press.at)
    assert (where.state, where.printer, first.labels) == ("printed", "Printer 2", [])


def test_a_badge_taken_back_after_it_began_asks_whether_it_came_out(press: Press) -> None:
    printer = FakePrinter(prints_at_once=False)
    worker = press.worker(printer)
    press.run(worker, 2)
    printer.start()
    with writing():
        print_jobs.take_back(press.job(), press.at)

    press.run(worker, 4)

    assert press.told() == ("unknown", "cancelled")


def test_two_processes_never_write_to_one_printer(press: Press) -> None:
    press.queue("Ben", "Carol")
    printer = FakePrinter()
    one, two = press.worker(printer), press.worker(printer)
    one.run_once()

    assert not any([two.run_once() for _each in range(3)])
    one.close()
    press.run(two, 4)

    assert sorted(printer.labels) == sorted(
        press.job(name).public_id for name in ("Asha", "Ben", "Carol")
    )


def test_a_zombie_that_wakes_after_its_lease_prints_no_second_badge(press: Press) -> None:
    printer = FakePrinter()
    zombie, fresh = press.worker(printer), press.worker(printer)

    def sleep_long() -> None:
        press.pass_by(seconds=121)
        press.run(fresh, 4)

    printer.at = {"begin": [sleep_long]}
    press.run(zombie, 4)
    press.run(fresh, 60, steps=10)

    assert (press.told(), len(printer.labels)) == (("printed", None), 1)
    assert [job.state for job in printer.jobs.values()] == ["printed", "cancelled"]


def test_a_printer_that_is_at_one_badge_for_long_is_said_to_stand_still(press: Press) -> None:
    press.queue("Ben")
    first, second = FakePrinter(prints_at_once=False), FakePrinter(stopped_by="cover-open")
    worker = press.worker(first, second)
    press.run(worker, 4)
    first.start()
    press.run(worker, 25, steps=10)
    assert press.printer(1).state == "ready"
    second.stopped_by = ""

    press.run(worker, 15, steps=10)

    assert (press.printer(1).state, press.printer(1).reason) == ("stopped", "stalled")
    assert second.labels == [press.job("Ben").public_id]
    first.print_all()
    press.run(worker, 10, steps=5)
    assert (press.told(), press.printer(1).state) == (("printed", None), "ready")


def test_an_empty_job_that_a_dead_worker_left_is_cleared_away(press: Press) -> None:
    printer = FakePrinter(at={"begun": [Killed()]})
    worker = press.worker(printer)
    with pytest.raises(Killed):
        press.run(worker)

    press.run(press.worker(printer), 300, steps=30)

    assert [job.state for job in printer.jobs.values()] == ["cancelled", "printed"]
    assert len(printer.labels) == 1


def test_an_empty_job_whose_number_was_lost_on_the_way_is_cleared_away(press: Press) -> None:
    printer = FakePrinter(at={"begun": [AWAY]})

    press.run(press.worker(printer), 10, steps=5)

    assert [job.state for job in printer.jobs.values()] == ["cancelled", "printed"]
    assert (press.told(), len(printer.labels)) == (("printed", None), 1)
