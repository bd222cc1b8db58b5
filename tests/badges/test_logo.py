import random
import struct

import pytest
from PIL import Image, PngImagePlugin

from badges import LogoRefused, logo_png, read_logo
from badges.logo import on_white
from tests.badges.uploads import BOX, bomb, mark, refusal, saved, svg


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


@pytest.mark.parametrize(
    ("slug", "content"),
    [
        ("logo_not_a_picture", b""),
        ("logo_not_a_picture", b"%PDF-1.4"),
        ("logo_not_a_picture", b"\x1f\x8b" + b"\0" * 100),
        ("logo_not_a_picture", saved(mark())[:200]),
        ("logo_not_a_picture", saved(mark(), "JPEG")[:400]),
        ("logo_not_a_picture", saved(mark(), "GIF")),
        ("logo_not_a_picture", saved(mark(), "TIFF")),
        ("logo_not_a_picture", bomb(30_000)),
        ("logo_not_a_picture", bomb(3_000)),
        ("logo_too_large", bomb(9_000)),
        ("logo_too_large", b"\0" * 5_000_001),
        ("logo_blank", saved(mark(colour="white"))),
        ("logo_blank", saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)))),
        ("logo_blank", svg('<rect width="100" height="50" fill="#fff"/>')),
        ("logo_blank", svg("")),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(slug: str, content: bytes) -> None:
    assert slug == refusal(content)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(form: str) -> None:
    frames = [mark(colour=colour) for colour in ("teal", "black")]

    assert (
        refusal(saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100))
        == "logo_animated"
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
