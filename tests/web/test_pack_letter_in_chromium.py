"""The pack letter as a mail program shows it: axe finds nothing, in light and in dark."""

from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import pytest
from playwright.sync_api import Page

from kiosk.adapters import letters
from kiosk.adapters.letters import Sender
from tests.people import NOON, Fair
from tests.real.application import LiveServer
from tests.real.pages import PHONE, OpenPage


@pytest.fixture
def page_of_a_letter(live_server: LiveServer) -> str:
    """The page of a test letter, with everything a pack can have."""
    with live_server.app.app_context():
        event = Fair().event
        event.contact_email = "careers@uni.example"
        sender = Sender("Employer Fair <fair@fair.example>", "https://kiosk.example")
        letter = letters.sample_letter(event, sender, "org@example.org", NOON)
    message: Any = message_from_bytes(letter.message, policy=policy.default)
    return str(message.get_body(("html",)).get_content())


def test_axe_finds_nothing_in_a_letter_by_day_and_by_night(
    page_of_a_letter: str, open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    phone = open_page(PHONE)
    phone.set_content(page_of_a_letter)

    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        axe(phone)

    assert phone.get_by_role("link", name="Write to Ben").get_attribute("href")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
