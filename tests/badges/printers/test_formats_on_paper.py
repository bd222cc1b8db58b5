"""Each format on a printer that takes no other, and read by a program that is not ours."""

import subprocess
from pathlib import Path

import pytest
import zxingcpp

from badges import Page
from badges.printers.documents import Document
from badges.printers.ipp import IppPrinter
from tests.badges.faces import ASHA
from tests.real.emulated import Emulator, wait_until
from tests.real.paper import pages, pages_below
from tests.real.parts import need
from tests.real.printer import RealPrinter


@pytest.mark.parametrize("format_", ["image/png", "image/jpeg", "application/pdf", "image/urf"])
def test_a_printer_of_one_format_gets_the_badge_in_it(
    printing_room: RealPrinter, page: Page, tmp_path: Path, format_: str
) -> None:
    emulator = Emulator(tmp_path / "label", printing_room.bus, formats=format_)
    emulator.switch_on()
    line = IppPrinter(emulator.url)

    number = line.begin([page], name="7f3a")
    line.send([page], name="7f3a", number=number)
    wait_until(lambda: line.fate(number).state == "printed")
    emulator.switch_off()

    (paper,) = pages_below(emulator.out)
    (code,) = zxingcpp.read_barcodes(paper)
    assert ASHA.code_url == code.text
    assert abs(paper.width % 732) <= 1  # in raster it asks for 600 dots an inch


@pytest.mark.printer
@pytest.mark.parametrize(
    ("format_", "mode", "one_bit"),
    [
        ("image/urf", "1", False),
        ("image/urf", "RGB", False),
        ("image/pwg-raster", "1", True),
        ("image/pwg-raster", "L", False),
    ],
)
def test_cups_reads_our_raster(
    page: Page, tmp_path: Path, format_: str, mode: str, one_bit: bool
) -> None:
    need("printer")
    sheet = Page(page.image.convert(mode), page.width_mm, page.height_mm, page.dpi)
    raster = tmp_path / "badge"
    raster.write_bytes(Document(format_, 300, None, one_bit).encoded([sheet]))

    command = ["/usr/lib/cups/filter/rastertopdf", "1", "user", "badge", "1", "", str(raster)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=30)

    (paper,) = pages(done.stdout)
    (code,) = zxingcpp.read_barcodes(paper)
    assert paper.size == (732, 1181)
    assert ASHA.code_url == code.text
