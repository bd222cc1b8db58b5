"""Every refusal, by what it proves: nothing was taken, or nobody knows."""

import pytest

from badges import OutcomeUnknown, Page, PrinterUnavailable
from badges.printers.ipp import IppPrinter
from tests.badges.printers.fake_ipp import CREATE_JOB, NUMBER, PRINT_JOB, SEND_DOCUMENT, FakePrinter


@pytest.mark.parametrize("operation", [PRINT_JOB, CREATE_JOB])
def test_a_printer_that_refuses_what_it_listed_is_asked_once_without(
    fake: FakePrinter, page: Page, operation: int, printer: IppPrinter
) -> None:
    fake.refusals = {operation: [0x040B]}

    number = printer.begin([page], name="1") if operation == CREATE_JOB else ""
    printer.send([page], name="1", number=number)

    (job,) = fake.jobs
    assert "media" not in job.asked
    assert job.document


@pytest.mark.parametrize("operation", [PRINT_JOB, CREATE_JOB])
def test_a_printer_that_refuses_all_the_same_is_a_named_error(
    fake: FakePrinter, page: Page, operation: int, printer: IppPrinter
) -> None:
    fake.refusals = {operation: [0x040B, 0x040B]}

    with pytest.raises(PrinterUnavailable) as refusal:
        (printer.begin if operation == CREATE_JOB else printer.send)([page], name="1")

    assert (refusal.value.slug, refusal.value.permanent) == ("label_refused", True)
    assert fake.jobs == []


@pytest.mark.parametrize("operation", [PRINT_JOB, CREATE_JOB, SEND_DOCUMENT])
@pytest.mark.parametrize(
    ("status", "slug", "permanent"),
    [
        (0x0507, "printer_busy", False),
        (0x0506, "not-accepting", False),
        (0x0502, "printer_trouble", False),
        (0x040A, "format_refused", True),
        (0x0403, "printer_refused", True),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    fake: FakePrinter,
    page: Page,
    operation: int,
    status: int,
    slug: str,
    permanent: bool,
    printer: IppPrinter,
) -> None:
    number = printer.begin([page], name="1") if operation == SEND_DOCUMENT else ""
    fake.refusals = {operation: [status]}

    with pytest.raises(PrinterUnavailable) as refusal:
        if operation == CREATE_JOB:
            printer.begin([page], name="1")
        else:
            printer.send([page], name="1", number=number)

    assert (slug, permanent) == (refusal.value.slug, refusal.value.permanent)


def test_a_job_that_is_gone_before_its_dots_came_is_begun_again(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="1")
    fake.jobs.clear()

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.send([page], name="1", number=number)

    assert (refusal.value.slug, refusal.value.permanent) == ("job_gone", False)


def test_a_job_that_takes_no_more_dots_may_have_had_them(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="1")
    fake.refusals = {SEND_DOCUMENT: [0x0404]}

    with pytest.raises(OutcomeUnknown):
        printer.send([page], name="1", number=number)


@pytest.mark.parametrize("status", [0x0405, 0x0410, 0x0411, 0x0500, 0x0504, 0x0505, 0x0508])
def test_a_trouble_that_comes_half_way_leaves_the_outcome_open(
    fake: FakePrinter, page: Page, status: int, printer: IppPrinter
) -> None:
    fake.refusals = {PRINT_JOB: [status]}

    with pytest.raises(OutcomeUnknown):
        printer.send([page], name="1")


@pytest.mark.parametrize("operation", [PRINT_JOB, SEND_DOCUMENT])
def test_a_line_that_breaks_while_sending_is_never_tried_again(
    fake: FakePrinter, page: Page, operation: int, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="7f3a") if operation == SEND_DOCUMENT else ""
    fake.deaf = {operation}

    with pytest.raises(OutcomeUnknown):
        printer.send([page], name="7f3a", number=number)

    assert [each for each, _ in fake.heard].count(operation) == 1
    assert printer.find("7f3a") == NUMBER


def test_a_beginning_without_an_answer_can_be_tried_again(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.deaf = {CREATE_JOB}

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.begin([page], name="7f3a")

    assert (refusal.value.slug, refusal.value.permanent) == ("printer_away", False)


@pytest.mark.parametrize("operation", [PRINT_JOB, CREATE_JOB])
def test_a_job_without_a_number(
    fake: FakePrinter, page: Page, operation: int, printer: IppPrinter
) -> None:
    fake.refusals = {operation: [0x0000]}  # "successful-ok", and not a word more

    if operation == CREATE_JOB:
        assert printer.begin([page], name="1") == ""
    else:
        with pytest.raises(OutcomeUnknown):
            printer.send([page], name="1")
