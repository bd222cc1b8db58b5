"""Debian's own emulated printer, straight and through CUPS: what comes out of it must scan."""

import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import zxingcpp
from PIL import Image

from badges import (
    Condition,
    Fate,
    OutcomeUnknown,
    Page,
    PrinterUnavailable,
    cups_printers,
)
from badges.printers.ipp import IppPrinter
from tests.badges.faces import ASHA
from tests.faults.a_proxy import Proxy, proxy
from tests.real.emulated import wait_until
from tests.real.printer import RealPrinter

WAYS = ("direct", "queue")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def line(label_printer: RealPrinter, way: str) -> IppPrinter:
    """Our side, to the printer itself or to the queue in front of it."""
    return IppPrinter(url(label_printer, way), cancel_within_s=0.5)


def url(label_printer: RealPrinter, way: str) -> str:
    return label_printer.direct_url if way == "direct" else label_printer.queue_url


def printed(line: IppPrinter, page: Page, name: str = "7f3a") -> str:
    """Begin and send one badge."""
    number = line.begin([page], name=name)
    assert number
    return line.send([page], name=name, number=number)


def comes_to(line: IppPrinter, number: str, state: str) -> Fate:
    """Wait until a job's fate is this one."""
    wait_until(lambda: line.fate(number).state == state)
    return line.fate(number)


def scans(page: Image.Image) -> bool:
    (code,) = zxingcpp.read_barcodes(page)
    return bool(code.text == ASHA.code_url)


def test_what_comes_out_is_the_badge_and_scans(
    label_printer: RealPrinter, line: IppPrinter, page: Page
) -> None:
    number = printed(line, page)

    assert Fate("printed", began=True) == comes_to(line, number, "printed")
    (paper,) = label_printer.wait_for(1)
    assert scans(paper)
    assert paper.size == (732, 1181)
    assert number == line.find("7f3a")


def test_a_printer_out_of_labels_is_stopped_and_goes_on_when_it_has_more(
    label_printer: RealPrinter, line: IppPrinter, page: Page
) -> None:
    label_printer.jam()
    number = printed(line, page)

    assert Fate("held_up", began=True) == comes_to(line, number, "held_up")
    assert Condition("stopped", "media-empty") == line.condition()
    assert label_printer.arrived() == []
    label_printer.refill()
    comes_to(line, number, "printed")

    assert [scans(paper) for paper in label_printer.wait_for(1)] == [True]
    wait_until(lambda: line.condition() == Condition("ready"))


def test_a_job_that_breaks_off_is_not_called_printed(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.direct_url)  # CUPS may not tell: see tests/faults
    label_printer.fail()

    number = printed(line, page)

    assert Fate("aborted", began=True) == comes_to(line, number, "aborted")
    assert label_printer.arrived() == []


def test_a_begun_job_without_dots_can_be_cancelled_and_never_began(
    label_printer: RealPrinter, line: IppPrinter, page: Page
) -> None:
    number = line.begin([page], name="7f3a")

    assert number == line.find("7f3a")
    assert Fate("waiting", began=False) == line.fate(number)
    assert Fate("cancelled", began=False) == line.cancel(number)
    assert label_printer.arrived() == []


def test_a_job_in_hand_that_is_cancelled_had_begun(
    label_printer: RealPrinter, line: IppPrinter, page: Page
) -> None:
    label_printer.slow_down()
    number = printed(line, page)
    comes_to(line, number, "printing")

    assert line.cancel(number).began


def test_a_lost_answer_is_settled_by_asking(
    label_printer: RealPrinter, line: IppPrinter, page: Page, way: str
) -> None:
    number = line.begin([page], name="7f3a")
    with through_a_proxy(label_printer, way) as (deaf, far):
        deaf.lose(1)

        with pytest.raises(OutcomeUnknown):
            far.send([page], name="7f3a", number=number)

    assert number == line.find("7f3a")
    comes_to(line, number, "printed")
    assert len(label_printer.wait_for(1)) == 1


def test_a_beginning_whose_answer_is_lost_leaves_nothing_on_paper(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.direct_url)
    with through_a_proxy(label_printer, "direct") as (deaf, far):
        deaf.lose(1)

        with pytest.raises(PrinterUnavailable):
            far.begin([page], name="7f3a")

    left_behind = line.find("7f3a")
    assert left_behind
    assert Fate("cancelled", began=False) == line.cancel(left_behind)
    assert label_printer.arrived() == []


@contextmanager
def through_a_proxy(label_printer: RealPrinter, way: str) -> Iterator[tuple[Proxy, IppPrinter]]:
    """Give a line that can lose answers, and our side of it, which knows the printer by now."""
    port = label_printer.emulator.port if way == "direct" else label_printer.cups.port
    with proxy(port, loses=0) as between:
        far = IppPrinter(url(label_printer, way).replace(f":{port}", f":{between.port}"))
        far.abilities()
        yield between, far


def test_a_printer_switched_off_with_a_job_in_hand_knows_it_no_more(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.direct_url)
    label_printer.slow_down()
    number = printed(line, page)
    comes_to(line, number, "printing")

    label_printer.switch_off()
    assert Condition("away", "printer_away") == line.condition()
    label_printer.refill()
    label_printer.switch_on()

    assert Fate("lost", began=True) == line.fate(number)
    assert line.find("7f3a") is None
    assert Condition("ready") == line.condition()


def test_a_printer_that_counts_from_1_again_does_not_mix_badges_up(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.direct_url)
    first = line.begin([page], name="first")
    label_printer.switch_off()
    label_printer.switch_on()

    second = printed(line, page, "second")

    comes_to(line, second, "printed")
    assert Fate("lost", began=True) == line.fate(first)


def test_a_queue_says_away_while_its_printer_is_off_and_prints_when_it_is_back(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.queue_url)
    label_printer.switch_off()
    number = printed(line, page)

    wait_until(lambda: line.condition() == Condition("away", "offline"))
    comes_to(line, number, "held_up")
    label_printer.switch_on()

    comes_to(line, number, "printed")
    assert scans(label_printer.wait_for(1)[0])


@pytest.mark.faults  # CUPS does not tell where the plug is pulled while it asks
def test_a_queue_whose_printer_went_off_mid_job_does_not_call_it_printed(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.queue_url)
    label_printer.slow_down()
    number = printed(line, page)
    wait_until(label_printer.has_a_job)

    label_printer.switch_off()
    label_printer.refill()
    label_printer.switch_on()

    assert Fate("lost", began=True) == comes_to(line, number, "lost")
    assert label_printer.arrived() == []


def test_a_paused_queue_is_stopped_and_keeps_its_jobs(
    label_printer: RealPrinter, page: Page
) -> None:
    line = IppPrinter(label_printer.queue_url)
    label_printer.pause_queue()
    kept, taken_back = printed(line, page, "kept"), printed(line, page, "taken back")

    assert Condition("stopped", "paused") == line.condition()
    assert Fate("waiting", began=False) == line.fate(kept)
    assert Fate("cancelled", began=False) == line.cancel(taken_back)
    label_printer.resume_queue()

    comes_to(line, kept, "printed")
    assert len(label_printer.wait_for(1)) == 1


def test_a_queue_that_rejects_jobs_takes_none(label_printer: RealPrinter, page: Page) -> None:
    line = IppPrinter(label_printer.queue_url)
    label_printer.close_queue()

    assert Condition("stopped", "not-accepting") == line.condition()
    with pytest.raises(PrinterUnavailable) as refusal:
        line.begin([page], name="7f3a")

    assert (refusal.value.slug, refusal.value.permanent) == ("not-accepting", False)


def test_a_printer_that_signed_its_own_certificate_is_known_by_its_fingerprint(
    label_printer: RealPrinter, page: Page
) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        IppPrinter(label_printer.direct_tls_url).abilities()
    assert (refusal.value.slug, refusal.value.permanent) == ("printer_untrusted", True)
    port = label_printer.emulator.port
    certificate = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("localhost", port)))
    fingerprint = f"?fingerprint=sha256:{hashlib.sha256(certificate).hexdigest()}"
    line = IppPrinter(label_printer.direct_tls_url + fingerprint)

    number = printed(line, page)

    comes_to(line, number, "printed")
    assert scans(label_printer.wait_for(1)[0])
    with pytest.raises(PrinterUnavailable):
        IppPrinter(f"{label_printer.direct_tls_url}?fingerprint=sha256:{'0' * 64}").abilities()
    assert IppPrinter(f"{label_printer.direct_tls_url}?verify=no").abilities().makes_jobs_first


def test_the_queue_is_found_where_cups_is(label_printer: RealPrinter) -> None:
    host = label_printer.queue_url.removesuffix("printers/badge")

    (found,) = cups_printers(host)

    assert ("badge", label_printer.queue_url, "ready") == (found.name, found.url, found.state)
    assert "custom_62x100mm_62x100mm" in found.media
