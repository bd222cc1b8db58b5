import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import badges
from badges import OutcomeUnknown, PrinterUnavailable, Receipt, open_printer
from badges.printers import ipp_message
from badges.printers.ipp import IppPrinter
from tests.badges.faces import ASHA, STOCK
from tests.badges.printers.fake_ipp import FakePrinter, running


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with running(FakePrinter()) as fake:
        yield fake


@pytest.fixture(scope="module")
def page() -> bytes:
    return badges.png(badges.draw(ASHA, STOCK), STOCK)


def send(printer: FakePrinter, *pages: bytes) -> Receipt:
    return IppPrinter(printer.url, timeout_s=5, sleep=lambda _: None).send(pages, name="7f3a")


def test_a_badge_arrives_in_its_own_dots_on_its_own_label(
    printer: FakePrinter, page: bytes
) -> None:
    receipt = send(printer, page)

    (job,) = printer.jobs
    assert receipt == Receipt("printed", "job 42")
    assert job["document"] == page
    assert job["document-format"] == "image/png"
    assert job["media"] == "oe_label_62x100mm"
    assert job["print-scaling"] == "none"
    assert job["job-name"] == "7f3a"
    assert job["printer-uri"] == printer.url


def test_a_printer_without_png_gets_a_pdf(printer: FakePrinter, page: bytes) -> None:
    printer.formats = ("application/pdf",)

    send(printer, page)

    assert printer.jobs[0]["document"].startswith(b"%PDF-")


def test_several_badges_are_one_pdf(printer: FakePrinter, page: bytes) -> None:
    send(printer, page, page)

    assert len(printer.jobs) == 1
    assert b"/Count 2" in printer.jobs[0]["document"]


def test_a_printer_that_takes_neither_is_refused_for_good(
    printer: FakePrinter, page: bytes
) -> None:
    printer.formats = ("image/urf",)

    with pytest.raises(PrinterUnavailable) as refusal:
        send(printer, page)

    assert refusal.value.permanent
    assert printer.jobs == []


def test_sent_is_not_called_printed(printer: FakePrinter, page: bytes) -> None:
    printer.job_states = [3, 5]

    assert send(printer, page).state == "sent"


def test_a_label_of_unknown_size_is_left_to_the_printer(printer: FakePrinter, page: bytes) -> None:
    printer.media = ("iso_a4_210x297mm",)

    send(printer, page)

    assert "media" not in printer.jobs[0]


def test_a_printer_out_of_labels_says_so_and_gets_no_job(printer: FakePrinter, page: bytes) -> None:
    printer.state, printer.reasons = 5, ("media-empty-error",)

    with pytest.raises(PrinterUnavailable) as refusal:
        send(printer, page)

    assert refusal.value.slug == "media-empty"
    assert "media empty" in refusal.value.sentence
    assert not refusal.value.permanent
    assert printer.jobs == []


@pytest.mark.parametrize(
    ("status", "permanent"), [(0x0507, False), (0x0506, False), (0x040B, True)]
)
def test_a_refusal_says_whether_to_try_again(
    printer: FakePrinter, page: bytes, status: int, permanent: bool
) -> None:
    printer.print_status = status

    with pytest.raises(PrinterUnavailable) as refusal:
        send(printer, page)

    assert refusal.value.permanent is permanent


def test_a_line_that_breaks_while_printing_is_never_tried_again(
    printer: FakePrinter, page: bytes
) -> None:
    printer.drops_jobs = True

    with pytest.raises(OutcomeUnknown):
        send(printer, page)

    assert len(printer.jobs) == 1


@pytest.mark.parametrize("state", [7, 8])
def test_a_job_that_was_stopped_half_way_asks_a_person(
    printer: FakePrinter, page: bytes, state: int
) -> None:
    printer.job_states = [5, state]

    with pytest.raises(OutcomeUnknown):
        send(printer, page)


def test_an_absent_printer_may_be_tried_again(tmp_path: Path, page: bytes) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"ipp://127.0.0.1:{free.getsockname()[1]}/ipp/print"

        with pytest.raises(PrinterUnavailable) as refusal:
            open_printer(url, tmp_path).send([page], name="1")

    assert refusal.value.slug == "printer_away"
    assert not refusal.value.permanent


@pytest.mark.parametrize("url", ["ipp:", "ipp:///printers/badge", "ipp://host:port/"])
def test_an_address_without_a_host_is_refused_at_once(tmp_path: Path, url: str) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        open_printer(url, tmp_path)

    assert refusal.value.permanent


def test_a_request_has_the_bytes_of_the_standard() -> None:
    """RFC 8010, appendix A.1, down to the printer's address."""
    target = (ipp_message.URI, "printer-uri", ["ipp://printer.example.com/ipp/print/pinetree"])

    content = ipp_message.request(ipp_message.PRINT_JOB, 1, [target])

    assert content == (
        b"\x02\x00\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x02en"
        b"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree\x03"
    )


@pytest.mark.parametrize("length", [0, 3, 8, 9, 12, 30])
def test_an_answer_that_breaks_off_is_no_answer(length: int) -> None:
    target = (ipp_message.URI, "printer-uri", ["ipp://printer.example.com/ipp/print/pinetree"])
    whole = ipp_message.request(0, 1, [target])

    with pytest.raises(ValueError, match="breaks off"):
        ipp_message.answer(whole[:length])


def test_a_pdf_for_a_printer_has_the_size_of_its_dots(printer: FakePrinter, page: bytes) -> None:
    printer.formats = ("application/pdf",)

    send(printer, page)

    image = Image.open(io.BytesIO(page))
    width = f"[0 0 {image.width * 72 / 300:.3f}".encode()
    assert width in printer.jobs[0]["document"]
