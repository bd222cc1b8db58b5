"""The logo at the desk: read and written anew, shown on a badge, refused calmly, removed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, PngImagePlugin
from werkzeug.test import TestResponse

import badges
from kiosk.db import writing
from kiosk.domain import events
from kiosk.web.desk.words import STOCKS
from kiosk.web.pictures import LOGO_REFUSED
from tests.badges.uploads import bomb, mark, saved, svg
from tests.people import op_id
from tests.web.a_desk import OURS, Desk, words


def upload(desk: Desk, content: bytes, op: str = "") -> TestResponse:
    # Written by hand: the test client would leave its own temporary file open.
    parts = {
        'name="op_id"': (op or op_id()).encode(),
        'name="file"; filename="canary.png"': content,
    }
    head = b"--x\r\nContent-Disposition: form-data; "
    body = b"".join(
        head + name.encode() + b"\r\n\r\n" + value + b"\r\n" for name, value in parts.items()
    )
    return desk.client.post(
        f"/desk/{desk.slug}/logo",
        data=body + b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers=OURS,
    )


def kept(desk: Desk) -> bytes | None:
    with desk.app.app_context():
        return events.logo_of(desk.fair.id)


def sample(desk: Desk, query: str = "") -> Image.Image:
    return Image.open(BytesIO(desk.get(f"/logo/badge.png{query}").data))


def put_on(desk: Desk, stock: str) -> None:
    with desk.app.app_context(), writing():
        desk.fair.event.change("stock", stock)


def test_a_logo_is_written_anew_and_stands_on_the_sample_badge(app: Flask) -> None:
    desk, op = Desk(app), op_id()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Carol Secret")
    content, plain = saved(mark(), pnginfo=notes), sample(desk)

    answers = [upload(desk, content, op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert kept(desk) == badges.logo_png(badges.read_logo(content))
    assert b"Carol" not in (kept(desk) or b"")
    assert sample(desk).tobytes() != plain.tobytes()
    assert "This is how it stands on a badge." in words(desk.get("/logo"))
    assert "canary" not in desk.get("/logo").text
    assert desk.said() == ["put-logo"]


@pytest.mark.parametrize("stock", badges.STOCKS)
def test_the_sample_is_as_large_as_the_page_says_on_every_stock(app: Flask, stock: str) -> None:
    desk = Desk(app)
    put_on(desk, stock)

    page, shown = desk.get("/logo"), sample(desk)

    assert f'width="{shown.width}" height="{shown.height}"' in page.text
    assert str(STOCKS[stock]) in words(page)
    assert zxingcpp.read_barcodes(shown.convert("L"))[0].text == "HTTP://LOCALHOST:8000"


def test_a_colour_printer_shows_the_logo_in_colour(app: Flask) -> None:
    desk = Desk(app)
    upload(desk, saved(mark(colour="red")))

    assert sample(desk, "?colour=yes").mode == "RGB"
    assert sample(desk).mode == "1"


def test_the_sample_is_a_picture_that_no_page_elsewhere_may_show(app: Flask) -> None:
    answer = Desk(app).get("/logo/badge.png")

    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "no_file"),
        (b"%PDF-1.4", "logo_not_a_picture"),
        (b"<html><script>alert(1)</script></html>", "svg_damaged"),
        (bomb(30_000), "logo_not_a_picture"),
        (bomb(9_000), "logo_too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 5_000_000, "logo_too_large"),
        (saved(mark(colour="white")), "logo_blank"),
        (svg("<script>alert(1)</script>"), "svg_unsafe"),
        (svg('<image href="file:///etc/passwd"/>'), "svg_unsafe"),
        (svg('<text y="20">Fair</text>'), "svg_letters"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do_and_changes_nothing(
    app: Flask, content: bytes, slug: str
) -> None:
    desk = Desk(app)
    upload(desk, saved(mark()))
    before = kept(desk)

    answer = upload(desk, content)

    assert answer.status_code == 422
    assert str(LOGO_REFUSED[slug]) in words(answer)
    assert kept(desk) == before
    assert desk.said() == ["put-logo"]


def test_twenty_megabytes_are_refused_before_they_are_read(app: Flask) -> None:
    answer = upload(Desk(app), b"\0" * 20_000_000)

    assert answer.status_code == 422
    assert "This picture is too large." in words(answer)


def test_a_form_without_a_file_asks_for_one(app: Flask) -> None:
    desk = Desk(app)

    assert "Choose a file first." in words(desk.post("/logo"))
    assert "Choose a file first." in words(desk.post("/logo", file="words"))


def test_a_logo_is_removed_and_again_changes_nothing(app: Flask) -> None:
    desk = Desk(app)
    upload(desk, saved(mark()))

    answers = [desk.post("/logo/remove") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert kept(desk) is None
    assert "Remove the logo" not in words(desk.get("/logo"))


def test_a_steward_and_a_neighbour_change_no_logo(app: Flask) -> None:
    desk, other = Desk(app, "stew"), Desk(app, slug="other")
    upload(other, saved(mark()))

    assert upload(desk, saved(mark())).status_code == 403
    assert desk.post("/logo/remove").status_code == 403
    assert desk.get("/logo/badge.png").status_code == 403
    assert other.client.get("/desk/fair/logo/badge.png").status_code == 404
    assert kept(desk) is None


def test_every_stock_and_every_refusal_of_badges_has_words() -> None:
    source = "".join(path.read_text() for path in Path(badges.__file__).parent.glob("*.py"))
    refusals = set(re.findall(r'LogoRefused\("(\w+)"', source))

    assert set(badges.STOCKS) == set(STOCKS)
    assert "logo_blank" in refusals and refusals <= set(LOGO_REFUSED)
