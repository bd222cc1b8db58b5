"""What became of a job, and how a printer is, in the words that a queue decides by."""

import pytest

from badges import Condition, Fate, Page
from badges.printers.ipp import IppPrinter
from tests.badges.printers.fake_ipp import (
    BOOLEAN,
    CANCEL_JOB,
    INTEGER,
    KEYWORD,
    NAME,
    NO_VALUE,
    TEXT,
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


def test_a_job_of_another_badge_with_our_number_is_not_cancelled(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="1")
    fake.jobs = [FakeJob(42, {"job-name": "another"}, state=3)]

    fate = printer.cancel(number)

    assert Fate("lost", began=True) == fate
    assert [job.state for job in fake.jobs] == [3]


def test_a_job_is_found_by_its_name_open_or_finished(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    fake.jobs = [
        FakeJob(7, {"job-name": "done"}, state=9),
        FakeJob(8, {"job-name": "twice"}, state=7),
        FakeJob(9, {"job-name": "twice"}, state=3),
    ]

    assert tuple(map(printer.find, ("done", "twice", "never"))) == (
        "7-a4c3ed",
        "9-dc8ffd",
        None,
    )


def test_a_printer_that_counts_anew_does_not_give_another_badge_s_fate(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="first")
    fake.jobs.clear()
    fake.jobs = [FakeJob(42, {"job-name": "second"}, state=9)]

    assert Fate("lost", began=True) == printer.fate(number)


CUPS: dict[str, tuple[int, list[object]]] = {"cups-version": (NAME, ["2.4.2"])}
NO_HISTORY: list[object] = ["cups-ipp-conformance-failure-report", "cups-ipp-missing-job-history"]


def test_a_queue_whose_printer_forgot_the_job_does_not_make_it_printed(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.more |= CUPS
    number = printer.begin([page], name="1")
    printer.send([page], name="1", number=number)

    fake.jobs[0].extra["job-printer-state-reasons"] = (KEYWORD, NO_HISTORY)

    assert Fate("lost", began=True) == printer.fate(number)


def test_what_a_queue_says_of_an_earlier_job_is_not_held_against_the_next(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.more |= CUPS | {"printer-state-reasons": (KEYWORD, NO_HISTORY)}
    number = printer.begin([page], name="1")
    printer.send([page], name="1", number=number)

    fake.jobs[0].extra["job-printer-state-reasons"] = (KEYWORD, NO_HISTORY)

    assert Fate("printed", began=True) == printer.fate(number)


def test_a_job_in_a_printer_without_labels_is_held_up(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    fake.jobs = [FakeJob(42, {"job-name": "1"}, state=5)]
    fake.state, fake.reasons = 4, ("media-empty-warning",)

    assert Fate("held_up", began=True) == printer.fate("42")


GONE = "The printer may not exist or is unavailable at this time."


@pytest.mark.parametrize(
    ("state", "reasons", "message", "condition"),
    [
        (3, ["none"], "Idle.", Condition("ready")),
        (4, ["none"], "Printing.", Condition("busy")),
        (4, ["cups-waiting-for-job-completed"], "", Condition("busy")),
        (4, ["connecting-to-device"], "Connecting to printer.", Condition("busy")),
        (3, ["none"], GONE, Condition("ready")),  # of the last job: the next may find it
        (4, ["none"], GONE, Condition("away", "offline")),
        (4, ["connecting-to-device"], "It is not responding.", Condition("away", "offline")),
        (5, ["none"], "Unable to locate printer", Condition("away", "offline")),
        (4, ["offline-report"], "", Condition("away", "offline")),
        (3, ["offline-error"], "", Condition("away", "offline")),
        (5, ["paused"], "Paused", Condition("stopped", "paused")),
        (4, ["moving-to-paused"], "", Condition("stopped", "moving-to-paused")),
        (5, ["media-empty-error"], "", Condition("stopped", "media-empty")),
        (4, ["media-empty-warning"], "", Condition("stopped", "media-empty")),
        (3, ["media-empty"], "", Condition("stopped", "media-empty")),
        (3, ["media-empty-warning"], "", Condition("ready", "", ("media-empty",))),
        (5, ["media-low", "cover-open"], "", Condition("stopped", "cover-open", ("media-low",))),
        (3, ["media-low-report"], "", Condition("ready", "", ("media-low",))),
        (4, ["door-open", "media-jam"], "", Condition("stopped", "door-open")),
        (3, ["marker-waste-full-error"], "", Condition("stopped", "marker-waste-full")),
        (5, ["none"], "", Condition("stopped", "stopped")),
        (5, [], "", Condition("stopped", "stopped")),
        (5, ["Something Odd", "a" * 400], "", Condition("stopped", "stopped")),
        (99, ["none"], "", Condition("ready")),
    ],
)  # fmt: skip
def test_how_a_printer_is(
    fake: FakePrinter,
    printer: IppPrinter,
    state: int,
    reasons: list[object],
    message: str,
    condition: Condition,
) -> None:
    fake.state = state
    fake.more = {
        "printer-state-reasons": (KEYWORD, reasons),
        "printer-state-message": (TEXT, [message]),
    }

    assert condition == printer.condition()


def test_a_queue_that_rejects_jobs_is_stopped(fake: FakePrinter, printer: IppPrinter) -> None:
    fake.more["printer-is-accepting-jobs"] = (BOOLEAN, [False])

    assert Condition("stopped", "not-accepting") == printer.condition()
