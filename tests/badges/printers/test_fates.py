"""What became of a job, and how a printer is, in the words that a queue decides by."""

import pytest

from badges import Condition, Fate, Page
from badges.printers.ipp import IppPrinter
from tests.badges.printers.fake_ipp import (
    CANCEL_JOB,
    INTEGER,
    KEYWORD,
    NO_VALUE,
    UNKNOWN,
    FakeJob,
    FakePrinter,
)


@pytest.mark.parametrize(
    ("state", "reasons", "fate"),
    [
        (3, ["none"], "waiting"),
        (4, ["job-incoming"], "waiting"),
        (4, ["job-data-insufficient"], "waiting"),
        (4, ["job-hold-until-specified"], "held_up"),
        (5, ["job-printing"], "printing"),
        (5, ["printer-stopped"], "held_up"),
        (6, ["printer-stopped"], "held_up"),
        (7, ["job-canceled-by-user"], "cancelled"),
        (8, ["aborted-by-system"], "aborted"),
        (9, ["processing-to-stop-point"], "printed"),
        (9, ["job-completed-with-errors"], "aborted"),
        (99, ["none"], "printing"),
    ],
)
def test_the_fate_of_a_job(
    fake: FakePrinter, state: int, reasons: list[object], fate: str, printer: IppPrinter
) -> None:
    fake.jobs = [FakeJob(42, {"job-name": "1"}, state=state, reasons=reasons)]

    assert fate == printer.fate("42").state


@pytest.mark.parametrize(
    ("state", "processing_at", "more", "began"),
    [
        (3, (NO_VALUE, [b""]), {}, False),
        (7, (NO_VALUE, [b""]), {}, False),
        (8, (NO_VALUE, [b""]), {"job-impressions-completed": (INTEGER, [0])}, False),
        (7, (INTEGER, [17]), {}, True),
        (7, (INTEGER, [0]), {}, True),
        (7, (UNKNOWN, [b""]), {}, True),
        (7, (INTEGER, []), {}, True),
        (7, (NO_VALUE, [b""]), {"job-impressions-completed": (INTEGER, [1])}, True),
        (7, (NO_VALUE, [b""]), {"job-media-sheets-completed": (INTEGER, [1])}, True),
        (5, (NO_VALUE, [b""]), {}, True),
        (9, (NO_VALUE, [b""]), {}, True),
    ],
)
def test_a_job_began_unless_the_printer_itself_says_not(
    fake: FakePrinter,
    state: int,
    processing_at: tuple[int, list[object]],
    more: dict[str, tuple[int, list[object]]],
    began: bool,
    printer: IppPrinter,
) -> None:
    fake.jobs = [
        FakeJob(42, {"job-name": "1"}, state=state, processing_at=processing_at, extra=more)
    ]

    assert began is printer.fate("42").began


@pytest.mark.parametrize("number", ["43", "", "no number", str(2**40), "-1"])
def test_a_job_that_the_printer_does_not_know_is_lost(
    fake: FakePrinter, number: str, printer: IppPrinter
) -> None:
    fake.jobs = [FakeJob(42, {"job-name": "1"})]

    assert Fate("lost", began=True) == printer.fate(number)


def test_a_cancelled_job_that_never_began_says_so(page: Page, printer: IppPrinter) -> None:
    number = printer.begin([page], name="1")

    assert Fate("cancelled", began=False) == printer.cancel(number)


def test_a_job_that_ended_by_itself_is_not_called_cancelled(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    fake.jobs = [FakeJob(42, {"job-name": "1"}, state=9)]
    fake.refusals = {CANCEL_JOB: [0x0404]}

    assert Fate("printed", began=True) == printer.cancel("42")


def test_a_job_is_found_by_its_name_open_or_finished(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    fake.jobs = [
        FakeJob(7, {"job-name": "done"}, state=9),
        FakeJob(8, {"job-name": "twice"}, state=7),
        FakeJob(9, {"job-name": "twice"}, state=3),
    ]

    assert tuple(map(printer.find, ("done", "twice", "never"))) == ("7", "9", None)


def test_a_warning_says_what_is_low(fake: FakePrinter, printer: IppPrinter) -> None:
    fake.more["printer-state-reasons"] = (KEYWORD, ["media-low-warning"])

    assert Condition("ready", "", ("media-low",)) == printer.condition()
