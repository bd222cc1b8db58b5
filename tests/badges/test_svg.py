import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from badges import LogoRefused, read_logo
from badges.logo import embedded
from badges.svg import rasterise, shapes
from tests.badges.uploads import BOX, SVG, bomb, mark, refusal, saved, svg


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
        ("logo_not_a_picture", '<image xlink:href="data:image/png;base64,AAAA"/>'),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(slug: str, body: str) -> None:
    assert slug == refusal(svg(BOX + body))


def test_a_bomb_inside_a_drawing_is_refused() -> None:
    inside = base64.b64encode(bomb(9_000)).decode()

    assert refusal(svg(f'<image xlink:href="data:image/png;base64,{inside}"/>')) == "logo_too_large"


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
    assert refusal(svg(BOX, head)) in ("svg_too_much", "logo_blank")


def test_a_drawing_may_have_no_size() -> None:
    assert read_logo(svg(BOX, "")).size == (1200, 600)


def test_another_document_in_angle_brackets_is_refused() -> None:
    assert refusal(b"<html><body>A page</body></html>") == "svg_damaged"
    assert refusal(b'<?xml version="1.0" encoding="no-such"?><svg/>') == "svg_damaged"
