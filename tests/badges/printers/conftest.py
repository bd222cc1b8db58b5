"""Printers that tests of printing ask for, and one badge to print."""

from collections.abc import Iterator

import pytest
from PIL import Image

import badges
from badges import Page
from badges.printers.ipp import IppPrinter
from tests.badges.faces import ASHA, STOCK
from tests.badges.printers.fake_ipp import FakePrinter, running


@pytest.fixture
def fake() -> Iterator[FakePrinter]:
    """A scripted printer on loopback."""
    with running(FakePrinter()) as printer:
        yield printer


@pytest.fixture
def printer(fake: FakePrinter) -> IppPrinter:
    """Our side of the line to it."""
    return IppPrinter(fake.url, ask_within_s=5, send_within_s=5, sleep=lambda _: None)


@pytest.fixture(scope="session")
def page() -> Page:
    """Asha's badge, edge to edge."""
    drawn = badges.draw(ASHA, STOCK)
    whole = Image.new("1", (732, 1181), 1)
    whole.paste(drawn, ((732 - drawn.width) // 2, (1181 - drawn.height) // 2))
    return Page(whole, 62, 100, 300)
