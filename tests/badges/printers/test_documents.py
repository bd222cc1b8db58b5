"""Pages in each format, read back by another's code; and which format at which resolution."""

import pytest
import zxingcpp
from hypothesis import given, settings, strategies
from PIL import Image

from badges import Abilities, Page, PrinterUnavailable, best_dpi
from badges.printers.documents import Document, document, formats, resolutions
from badges.printers.ipp_message import Group, Resolution, Value
from badges.printers.media import Medium
from badges.printers.pwg import pwg
from badges.printers.urf import urf
from tests.real.paper import pages

ALL = ("image/png", "application/pdf", "image/jpeg", "image/urf", "image/pwg-raster")
LABEL = Medium(6200, 10000, "oe_w1_62x100mm")


def printer(*takes: str, **more: list[Value]) -> Group:
    values: dict[str, list[Value]] = {"document-format-supported": [*takes]}
    return Group(values | {name.replace("_", "-"): each for name, each in more.items()})


@pytest.mark.parametrize("format_", ALL)
@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_badge_comes_back_from_each_format(page: Page, format_: str, mode: str) -> None:
    coloured = Page(page.image.convert(mode), page.width_mm, page.height_mm, page.dpi)

    (back,) = pages(Document(format_, 300, LABEL, one_bit=True).encoded([coloured]))

    assert abs(back.width - 732) <= 1
    assert abs(back.height - 1181) <= 1
    assert len(zxingcpp.read_barcodes(back)) == 1
    if format_ in ("image/png", "image/urf", "image/pwg-raster"):
        assert page.image.tobytes() == back.convert("1").tobytes()


@pytest.mark.parametrize("format_", ["image/urf", "image/pwg-raster", "application/pdf"])
def test_several_badges_are_several_pages(page: Page, format_: str) -> None:
    content = Document(format_, 300, LABEL).encoded([page, page])

    if format_ == "application/pdf":
        assert b"/Count 2" in content
    else:
        assert len(pages(content)) == 2


@pytest.mark.parametrize("format_", ["image/urf", "image/pwg-raster", "image/png"])
def test_a_badge_on_a_turned_label_lies_on_its_side(page: Page, format_: str) -> None:
    turned = Medium(10000, 6200, "oe_w1_100x62mm", turned=True)

    (back,) = pages(Document(format_, 300, turned).encoded([page]))

    assert back.size == (1181, 732)
    assert len(zxingcpp.read_barcodes(back)) == 1


@pytest.mark.parametrize("format_", ["image/urf", "image/pwg-raster"])
def test_raster_has_the_label_s_own_dots(page: Page, format_: str) -> None:
    wider = Medium(6290, 9950, "oe_w1_62.9x99.5mm")

    (back,) = pages(Document(format_, 300, wider).encoded([page]))

    assert wider.dots(300) == back.size
    assert len(zxingcpp.read_barcodes(back)) == 1


def test_a_finer_printer_gets_each_dot_as_several(page: Page) -> None:
    finer = printer("image/urf", urf_supported=["W8", "RS600-1200"])

    chosen = document([page], finer, LABEL)
    (back,) = pages(chosen.encoded([page]))

    assert chosen.dpi == 600
    assert back.size == (1465, 2362)
    assert len(zxingcpp.read_barcodes(back)) == 1


@pytest.mark.parametrize("format_", ["image/urf", "image/pwg-raster"])
def test_a_resolution_that_is_no_multiple_is_refused_in_words(page: Page, format_: str) -> None:
    odd = printer(format_, printer_resolution_supported=[Resolution(203, 203, 3)])

    with pytest.raises(PrinterUnavailable) as refusal:
        document([page], odd, LABEL)

    assert (refusal.value.slug, refusal.value.permanent) == ("resolution_unknown", True)
    assert "300 dots" in refusal.value.sentence


def test_a_picture_has_any_resolution(page: Page) -> None:
    odd = printer("image/urf", "image/png", printer_resolution_supported=[Resolution(203, 203, 3)])

    assert (document([page], odd, LABEL).format, 300) == ("image/png", 300)


def test_the_printer_s_own_order_of_formats_is_kept() -> None:
    takes = printer(
        "application/octet-stream", "image/urf", "text/plain", "image/jpeg", "image/png"
    )
    prefers = printer("image/urf", "image/png", document_format_preferred=["image/png"])

    assert formats(takes) == ["image/urf", "image/jpeg", "image/png"]
    assert formats(prefers) == ["image/png", "image/urf"]


@pytest.mark.parametrize(
    ("format_", "said", "found"),
    [
        ("image/urf", {"urf-supported": ["V1.4", "RS300-600", "W8"]}, [300, 600]),
        ("image/urf", {"urf-supported": ["RS", "RSx-", "RS0"]}, []),
        ("image/urf", {"printer-resolution-supported": [Resolution(203, 203, 3)]}, [203]),
        (
            "image/pwg-raster",
            {
                "pwg-raster-document-resolution-supported": [Resolution(300, 300, 3)],
                "printer-resolution-supported": [Resolution(600, 600, 3)],
            },
            [300],
        ),
        ("image/png", {"printer-resolution-supported": [Resolution(600, 300, 3)]}, []),
        ("image/png", {"printer-resolution-supported": [Resolution(118, 118, 4)]}, [300]),
        ("image/png", {"printer-resolution-supported": [Resolution(-1, -1, 3), b"x"]}, []),
        ("image/png", {"printer-resolution-supported": [Resolution(300, 300, 9)]}, []),
        ("image/png", {}, []),
    ],
)
def test_a_printer_s_resolutions(
    format_: str, said: dict[str, list[Value]], found: list[int]
) -> None:
    assert found == resolutions(Group(said), format_)


@pytest.mark.parametrize(
    ("offered", "dpi"),
    [((), 300), ((203, 300), 300), ((203,), 203), ((600,), 600), ((180, 360), 360),
     ((203, 1200), 203), ((1200,), 1200), ((150, 203), 203)],
)  # fmt: skip
def test_the_resolution_to_draw_at(offered: tuple[int, ...], dpi: int) -> None:
    assert dpi == best_dpi(Abilities(resolutions_dpi=offered))


def test_raster_begins_as_its_standard_has_it() -> None:
    """PWG 5102.4, 4.3 and its sample pages; for Apple's, CUPS's reader of it."""
    picture = Image.new("1", (16, 2), 1)

    content = pwg([picture], 300, one_bit=True)
    assert content[:4] == b"RaS2"
    assert content[4:13] == b"PwgRaster"
    assert content[4 + 372 : 4 + 380] == b"\0\0\0\x10\0\0\0\2"
    assert content[4 + 1796 :] == b"\1\1\0"  # the line stands twice: two bytes of no ink

    assert urf([picture], 300) == (
        b"UNIRAST\0\0\0\0\1\x08\0\1\4" + b"\0" * 8
        + b"\0\0\0\x10\0\0\0\2\0\0\1\x2c" + b"\0" * 8
        + b"\1\x0f\xff"
    )  # fmt: skip


dots = strategies.binary(min_size=1, max_size=300)


@settings(deadline=None)
@given(dots, strategies.integers(1, 40), strategies.sampled_from(["1", "L", "RGB"]))
def test_any_picture_comes_back_dot_for_dot(content: bytes, width: int, mode: str) -> None:
    bits = {"1": 1, "L": 8, "RGB": 24}[mode]
    line = (width * bits + 7) // 8
    height = -(-len(content) // line)
    image = Image.frombytes(mode, (width, height), content.ljust(line * height, b"\xff"))

    for written in (urf([image], 300), pwg([image], 300), pwg([image], 300, one_bit=True)):
        (back,) = pages(written)
        assert image.tobytes() == back.convert(mode).tobytes()


@settings(deadline=None)
@given(strategies.binary(max_size=200))
def test_whatever_arrives_is_pages_or_a_value_error(content: bytes) -> None:
    head = pwg([Image.new("1", (9, 9))], 300)[:1800]
    for whole in (content, b"UNIRAST\0\0\0\0\1" + content, b"RaS2" + content, head + content):
        try:
            found = pages(whole)
        except ValueError:
            continue
        assert isinstance(found, list)


def test_a_badge_is_small_as_raster(page: Page) -> None:
    assert len(urf([page.image], 300)) < 80_000
    assert len(pwg([page.image], 300, one_bit=True)) < 40_000
