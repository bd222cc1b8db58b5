"""The printer's side of the protocol, against a scripted one: every step, every refusal."""

import io
import socket
from pathlib import Path

import pytest
from PIL import Image

from badges import Condition, Fate, Page, PrinterUnavailable, open_printer
from badges.printers.ipp import IppPrinter
from tests.badges.printers.fake_ipp import (
    CREATE_JOB,
    GET_JOB,
    GET_JOBS,
    GET_PRINTER,
    NUMBER,
    SEND_DOCUMENT,
    FakePrinter,
)


def test_a_badge_arrives_dot_for_dot_on_its_own_label(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.send([page], name="7f3a")

    (job,) = fake.jobs
    assert number == NUMBER
    assert job.asked["document-format"] == "application/pdf"
    assert job.asked["media"] == "oe_label_62x100mm"
    assert job.asked["print-scaling"] == "none"
    assert job.asked["job-name"] == "7f3a"
    assert job.asked["printer-uri"] == fake.url


def test_a_printer_that_prefers_pictures_gets_one(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.more["document-format-preferred"] = (0x49, ["image/png"])

    printer.send([page], name="7f3a")

    image = Image.open(io.BytesIO(fake.jobs[0].document))
    assert image.tobytes() == page.image.tobytes()


def test_a_job_is_begun_before_a_dot_leaves(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="7f3a")

    (job,) = fake.jobs
    assert (number, job.document) == (NUMBER, b"")
    assert job.asked["media"] == "oe_label_62x100mm"
    assert Fate("waiting", began=False) == printer.fate(number)


def test_a_begun_job_gets_its_dots_and_prints(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    number = printer.begin([page], name="7f3a")

    assert number == printer.send([page], name="7f3a", number=number)

    (job,) = fake.jobs
    assert job.document.startswith(b"%PDF-")
    assert job.asked["last-document"] is True
    assert Fate("printed", began=True) == printer.fate(number)
    assert [each for each, _ in fake.heard] == [GET_PRINTER, CREATE_JOB, SEND_DOCUMENT, GET_JOB]


def test_a_printer_that_makes_no_jobs_first_gets_all_at_once(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.operations = (2, 8, 9, 10, 11)

    assert not printer.abilities().makes_jobs_first
    assert printer.begin([page], name="7f3a") == ""
    assert fake.jobs == []


def test_several_badges_are_one_document(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    printer.send([page, page], name="7f3a")

    assert len(fake.jobs) == 1
    assert b"/Count 2" in fake.jobs[0].document


def test_a_printer_of_single_pictures_is_not_given_several(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.formats = ("image/png", "image/jpeg")

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.begin([page, page], name="7f3a")

    assert (refusal.value.slug, refusal.value.permanent) == ("pages_too_many", True)


def test_a_printer_that_takes_nothing_of_ours_is_refused_for_good(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.formats = ("application/vnd.hp-pcl",)

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.begin([page], name="7f3a")

    assert (refusal.value.slug, refusal.value.permanent) == ("format_unknown", True)
    assert fake.jobs == []


def test_a_label_of_unknown_size_is_left_to_the_printer(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.media = ("iso_a4_210x297mm",)

    printer.send([page], name="7f3a")

    assert "media" not in fake.jobs[0].asked
    assert "media-col" not in fake.jobs[0].asked


def test_a_printer_is_asked_again_what_it_can_after_it_was_away(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    assert "oe_label_62x100mm" in printer.abilities().media
    fake.deaf, fake.media = {GET_JOBS}, ("oe_label_54x86mm",)
    assert "oe_label_62x100mm" in printer.abilities().media

    with pytest.raises(PrinterUnavailable):
        printer.find("1")

    assert printer.abilities().media == ("oe_label_54x86mm",)


def test_an_absent_printer_is_away_and_may_be_tried_again(tmp_path: Path, page: Page) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        printer = open_printer(f"ipp://127.0.0.1:{free.getsockname()[1]}", tmp_path)

        assert Condition("away", "printer_away") == printer.condition()
        for ask in (
            lambda: printer.abilities(),
            lambda: printer.begin([page], name="1"),
            lambda: printer.send([page], name="1"),
            lambda: printer.fate("1"),
            lambda: printer.find("1"),
            lambda: printer.cancel("1"),
        ):
            with pytest.raises(PrinterUnavailable) as refusal:
                ask()
            assert (refusal.value.slug, refusal.value.permanent) == ("printer_away", False)


def test_the_dots_of_a_pdf_have_the_size_of_the_label(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    printer.send([page], name="7f3a")

    assert b"/MediaBox [0 0 175.748 283.465]" in fake.jobs[0].document
    assert f"q {732 * 72 / 300:.3f}".encode() in fake.jobs[0].document


def test_a_printer_that_only_speaks_the_old_version_is_spoken_to_in_it(
    fake: FakePrinter, page: Page, printer: IppPrinter
) -> None:
    fake.refusals = {GET_PRINTER: [0x0503]}

    number = printer.begin([page], name="7f3a")

    assert number == NUMBER
    assert fake.versions == [b"\2\0", b"\1\1", b"\1\1"]


def test_a_printer_that_speaks_no_version_of_ours_is_not_asked_for_ever(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    fake.refusals = {GET_PRINTER: [0x0503] * 9}

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.abilities()

    assert refusal.value.slug == "printer_trouble"
    assert len(fake.heard) == 2


def test_a_printer_is_asked_again_after_it_stood_still(
    fake: FakePrinter, printer: IppPrinter
) -> None:
    printer.abilities()
    fake.state, fake.media = 5, ("oe_label_54x86mm",)

    printer.condition()

    assert printer.abilities().media == ("oe_label_54x86mm",)
