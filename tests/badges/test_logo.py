import base64
import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from badges import LogoRefused, logo_png, read_logo
from badges.logo import embedded, on_white
from badges.svg import rasterise, shapes

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BOX = '<rect width="100" height="50"/>'


def mark(
    mode: str = "RGB", size: tuple[int, int] = (200, 100), colour: Any = "teal"
) -> Image.Image:
    """A coloured left half on white, so that a logo turned or emptied is noticed."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=colour)
    return image.convert(mode)


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **({"compress_level": 1} if form == "PNG" else {}) | options)
    return out.getvalue()


def svg(body: str, head: str = 'width="100" height="50"') -> bytes:
    return f"<svg {SVG} {head}>{body}</svg>".encode()


def refusal(content: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        read_logo(content)
    assert "PNG" in refused.value.sentence
    return refused.value.slug


@pytest.mark.parametrize(
    "content",
    [
        saved(mark()),
        saved(mark("L")),
        saved(mark("1")),
        saved(mark("P")),
        saved(mark(), "JPEG", quality=95),
        saved(mark("L"), "JPEG", quality=95),
        saved(mark("CMYK"), "JPEG", quality=95),
        saved(mark(), "WEBP", lossless=True),
        saved(mark("I;16")),
    ],
    ids=["png", "grey", "bits", "palette", "jpeg", "grey jpeg", "cmyk", "webp", "16 bits"],
)
def test_a_picture_of_any_usual_kind_keeps_its_dots(content: bytes) -> None:
    logo = read_logo(content)

    assert (logo.mode, logo.size) == ("RGB", (200, 100))
    assert on_white(logo).getpixel((50, 50)) < 140
    assert on_white(logo).getpixel((150, 50)) > 250


def test_a_clear_ground_stays_clear() -> None:
    for clear in (mark("RGBA"), mark("LA"), mark("P")):
        if clear.mode == "P":
            content = saved(clear, transparency=clear.getpixel((150, 50)))
        else:
            clear.putalpha(Image.linear_gradient("L").resize(clear.size))
            content = saved(clear)

        logo = read_logo(content)

        assert logo.mode == "RGBA"
        assert logo.getchannel("A").getextrema()[0] < 2


def test_a_ground_that_is_not_clear_at_all_is_dropped() -> None:
    assert read_logo(saved(mark("RGBA"))).mode == "RGB"


def test_a_large_picture_is_made_smaller_in_its_own_shape() -> None:
    assert read_logo(saved(mark(size=(3000, 1500)))).size == (1200, 600)
    assert read_logo(saved(mark(size=(3000, 1500)), "JPEG")).size == (1200, 600)


def test_a_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    assert read_logo(saved(mark(), "JPEG", exif=exif)).size == (100, 200)


def test_nothing_of_a_file_but_its_dots_is_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Carol Secret")
    exif = Image.Exif()
    exif[0x010E] = "Carol Secret"
    content = saved(mark(), pnginfo=notes, exif=exif, icc_profile=b"profile", dpi=(72, 72))

    written = logo_png(read_logo(content))

    assert b"Carol" in content
    assert {b"IHDR", b"IDAT", b"IEND"} == set(chunks(written))
    assert written == logo_png(read_logo(saved(mark())))


def chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append(png[at + 4 : at + 8])
        at += length + 12
    return found


def bomb(side: int) -> bytes:
    """A PNG that claims `side` dots a side, in a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@pytest.mark.parametrize(
    ("slug", "content"),
    [
        ("not_a_picture", b""),
        ("not_a_picture", b"%PDF-1.4"),
        ("not_a_picture", b"\x1f\x8b" + b"\0" * 100),
        ("not_a_picture", saved(mark())[:200]),
        ("not_a_picture", saved(mark(), "JPEG")[:400]),
        ("not_a_picture", saved(mark(), "GIF")),
        ("not_a_picture", saved(mark(), "TIFF")),
        ("not_a_picture", bomb(30_000)),
        ("not_a_picture", bomb(3_000)),
        ("too_large", bomb(9_000)),
        ("too_large", b"\0" * 5_000_001),
        ("blank", saved(mark(colour="white"))),
        ("blank", saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)))),
        ("blank", svg('<rect width="100" height="50" fill="#fff"/>')),
        ("blank", svg("")),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(slug: str, content: bytes) -> None:
    assert slug == refusal(content)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(form: str) -> None:
    frames = [mark(colour=colour) for colour in ("teal", "black")]

    assert (
        refusal(saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100))
        == "animated"
    )


def test_a_damaged_file_is_refused_and_never_breaks_the_reader() -> None:
    dice = random.Random(7)
    for whole in (saved(mark("P")), saved(mark(), "JPEG"), saved(mark(), "WEBP"), svg(BOX)):
        for _ in range(60):
            broken = bytearray(whole)
            for _ in range(dice.randint(1, 8)):
                broken[dice.randrange(len(broken) if whole[:1] != b"<" else 40)] = dice.randrange(
                    256
                )
            try:
                assert max(read_logo(bytes(broken)).size) <= 1200
            except LogoRefused as refused:
                assert refused.slug


def test_a_drawing_is_as_large_and_as_clear_as_a_logo_can_be() -> None:
    logo = read_logo(svg('<circle cx="50" cy="25" r="20" fill="teal"/>'))

    assert (logo.mode, logo.size) == ("RGBA", (1200, 600))
    assert logo.getpixel((600, 300)) == (0, 128, 128, 255)
    assert logo.getpixel((2, 2))[3] == 0


def test_a_drawing_as_a_drawing_program_writes_it_is_read() -> None:
    content = f"""<?xml version="1.0" encoding="utf-8"?><!-- Generator: a program -->
        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
          "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
        <svg {SVG} xmlns:i="http://program.example/" viewBox="0 0 100 50" i:kept="yes">
        <title>A mark</title><metadata><i:all onclick="x">words</i:all></metadata>
        <style type="text/css"><![CDATA[.st0{{fill:url(#g);}} .st1>a{{fill:#123}}]]></style>
        <defs><linearGradient id="g"><stop stop-color="teal"/></linearGradient>
        <rect id="box" class="st0" width="50" height="50"/></defs>
        <switch><foreignObject requiredExtensions="i:all"><i:copy/></foreignObject>
        <g><a xlink:href="https://fair.example"><use xlink:href="#box"/></a></g></switch></svg>"""

    logo = read_logo(content.encode())

    assert logo.getpixel((300, 300)) == (0, 128, 128, 255)
    assert logo.getpixel((900, 300))[3] == 0
    assert read_logo(content.replace("utf-8", "utf-16").encode("utf-16")) == logo


def test_a_picture_inside_a_drawing_is_drawn() -> None:
    inside = base64.b64encode(saved(mark())).decode()
    image = f'<image width="100" height="50" xlink:href="data:image/png;base64,{inside}"/>'

    assert read_logo(svg(image)).getpixel((300, 300))[:3] == (0, 128, 128)


@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("svg_unsafe", "<script>alert(1)</script>"),
        ("svg_unsafe", '<rect width="9" height="9" onclick="alert(1)"/>'),
        ("svg_unsafe", '<rect width="9" height="9" ONLOAD="alert(1)"/>'),
        ("svg_unsafe", "<foreignObject><p>x</p></foreignObject>"),
        ("svg_unsafe", '<image xlink:href="/etc/hostname"/>'),
        ("svg_unsafe", '<image href="file:///etc/hostname"/>'),
        ("svg_unsafe", '<image xlink:href="https://fair.example/x.png"/>'),
        ("svg_unsafe", '<image xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
        ("svg_unsafe", '<use href="other.svg#a"/>'),
        ("svg_unsafe", '<rect style="fill:url(http://fair.example/x#a)"/>'),
        ("svg_unsafe", "<rect fill=\"URL( 'x.svg#a')\"/>"),
        ("svg_unsafe", "<style>@import 'http://fair.example/x';</style>"),
        ("svg_unsafe", "<style>@im<!-- -->port 'http://fair.example/x';</style>"),
        ("svg_unsafe", "<style>a{fill:u\\72l(x)}</style>"),
        ("svg_letters", '<text y="20">Nova</text>'),
        ("svg_too_much", "<g>" * 200 + "</g>" * 200),
        ("svg_too_much", "<g/>" * 20_001),
        ("svg_too_much", " " * 2_000_000),
        ("svg_damaged", "<g>"),
        ("svg_damaged", '<image xlink:href="data:image/png;base64,A"/>'),
        ("not_a_picture", '<image xlink:href="data:image/png;base64,AAAA"/>'),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(slug: str, body: str) -> None:
    assert slug == refusal(svg(BOX + body))


def test_a_bomb_inside_a_drawing_is_refused() -> None:
    inside = base64.b64encode(bomb(9_000)).decode()

    assert refusal(svg(f'<image xlink:href="data:image/png;base64,{inside}"/>')) == "too_large"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>',
        "<!DOCTYPE svg []>",
    ],
)
def test_a_drawing_that_declares_anything_is_refused(doctype: str) -> None:
    assert refusal(doctype.encode() + svg(BOX)) == "svg_unsafe"


def test_a_file_that_a_drawing_names_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(saved(mark()))
    named = f'<image width="100" height="50" xlink:href="{path}"/>'

    drawn = Image.open(io.BytesIO(rasterise(svg(named).decode(), 100)))

    assert drawn.convert("RGBA").getchannel("A").getextrema() == (0, 0)


def test_a_drawing_that_never_ends_is_stopped() -> None:
    layers = "".join(
        f'<g id="a{depth + 1}">' + f'<use xlink:href="#a{depth}"/>' * 10 + "</g>"
        for depth in range(9)
    )
    small = '<rect id="a0" width="5" height="5"/>'

    assert refusal(svg(f'<defs>{small}{layers}</defs><use xlink:href="#a9"/>')) == "svg_too_much"


def test_a_drawing_that_takes_too_long_is_stopped() -> None:
    blur = '<filter id="f"><feGaussianBlur stdDeviation="40"/></filter>'
    slow = svg(blur + '<rect width="100" height="50" filter="url(#f)"/>' * 1_000)

    with pytest.raises(LogoRefused) as refused:
        rasterise(shapes(slow, embedded), 1200, seconds=1)

    assert refused.value.slug == "svg_too_much"


@pytest.mark.parametrize(
    "head",
    ['width="0" height="0"', 'width="1e30" height="1"', 'width="1" height="1e30"'],
)
def test_a_drawing_of_an_odd_size_is_refused(head: str) -> None:
    assert refusal(svg(BOX, head)) in ("svg_too_much", "blank")


def test_a_drawing_may_have_no_size() -> None:
    assert read_logo(svg(BOX, "")).size == (1200, 600)


def test_another_document_in_angle_brackets_is_refused() -> None:
    assert refusal(b"<html><body>A page</body></html>") == "svg_damaged"
    assert refusal(b'<?xml version="1.0" encoding="no-such"?><svg/>') == "svg_damaged"
