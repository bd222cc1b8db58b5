"""A picture of a badge, chosen on a phone: read there by a worker, opened, and sent nowhere."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import FilePayload, Page, Request, expect

from tests.real.application import LiveServer
from tests.web.a_fair import Fair, hold, let_in
from tests.web.a_phone import claim_of

Axe = Callable[[Page], None]


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    fair = hold(live_server.app)
    let_in(fair, "Asha", "Ben")
    return fair


def photo(text: str | None) -> FilePayload:
    """A large picture with a small, turned code on a grey table, or with the table alone."""
    table = Image.new("RGB", (2400, 1800), (120, 116, 108))
    if text:
        code = qrcode.make(text, box_size=9, border=4).get_image().convert("RGB")
        turned = code.rotate(17, expand=True, fillcolor=(120, 116, 108))
        table.paste(turned, (1100, 700))
    kept = io.BytesIO()
    table.save(kept, "JPEG", quality=80)
    return {"name": "badge.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_a_picture_of_a_badge_opens_its_page_and_goes_nowhere(
    fair: Fair, live_server: LiveServer, phone: Page, axe: Axe
) -> None:
    asked: list[Request] = []
    phone.goto(f"{live_server.url}/claim#{claim_of(fair, 'Asha')}")
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Link this phone").click()
    phone.get_by_role("link", name="Choose a picture of a badge").click()
    axe(phone)
    phone.on("request", lambda request: asked.append(request))

    choose = phone.get_by_label("The picture")
    choose.set_input_files({"name": "a.txt", "mimeType": "image/png", "buffer": b"no picture"})
    expect(phone.get_by_text("cannot be opened as a picture")).to_be_visible()
    choose.set_input_files(photo(None))
    expect(phone.get_by_text("No code was found.")).to_be_visible(timeout=20_000)
    choose.set_input_files(photo("https://cafe.example/menu"))
    expect(phone.get_by_text("but not a badge’s")).to_be_visible(timeout=20_000)
    axe(phone)
    choose.set_input_files(photo(f"{live_server.url}/B/{fair.badges['Ben']}".upper()))

    phone.wait_for_url(f"**/b/{fair.badges['Ben']}")
    expect(phone.get_by_role("button", name="We have met")).to_be_visible()
    assert {request.method for request in asked} == {"GET"}
