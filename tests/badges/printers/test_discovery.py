"""The queues that a CUPS offers, for a form to choose from."""

import socket
import time

import pytest

from badges import FoundPrinter, cups_printers
from tests.badges.printers.fake_ipp import CUPS_GET_PRINTERS, NAME, TEXT, FakePrinter
from tests.real.listening import unanswered


def test_the_queues_of_a_cups_are_found(fake: FakePrinter) -> None:
    fake.more = {
        "printer-name": (NAME, ["Tür 1"]),
        "printer-make-and-model": (TEXT, ["Brother QL-820NWB"]),
    }
    host = fake.url.removesuffix("printers/badge")

    found = cups_printers(host)

    url = f"{host}printers/T%C3%BCr%201"
    assert [FoundPrinter("Tür 1", url, "Brother QL-820NWB", "ready", fake.media)] == found


def test_a_cups_without_queues_has_none(fake: FakePrinter) -> None:
    fake.refusals = {CUPS_GET_PRINTERS: [0x0406]}

    assert cups_printers(fake.url) == []


def test_no_cups_means_no_queues() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))

        assert cups_printers(f"ipp://127.0.0.1:{free.getsockname()[1]}/") == []


def test_a_cups_that_does_not_answer_is_not_waited_for() -> None:
    began = time.monotonic()

    with unanswered() as port:
        assert cups_printers(f"ipp://127.0.0.1:{port}/") == []

    assert time.monotonic() - began < 3


def test_what_is_no_address_is_said() -> None:
    with pytest.raises(ValueError, match="address"):
        cups_printers("cups")
