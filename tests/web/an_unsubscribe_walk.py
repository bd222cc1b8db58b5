"""The part of the walk that begins in a letter: its way out, and the way back."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import deliveries
from tests.web.a_fair import Fair
from tests.web.a_phone import phone


def way_out(fair: Fair, first_name: str) -> str:
    """Where the way out of a letter to somebody leads."""
    with fair.app.app_context(), writing():
        reader = fair.person(first_name)
        deliveries.put_without_letter(reader, "nudge", "empty", at=clock.now())
        return f"/unsubscribe/{deliveries.unsubscribe_token(reader.public_id, 'nudge', 1)}"


def unsubscribe_pages(fair: Fair) -> dict[str, TestResponse]:
    """Asked, stopped, written to again, and a link that nobody knows."""
    fresh, out = phone(fair), way_out(fair, "Cai")
    return {
        "no more letters?": fresh.get(out),
        "no more letters": fresh.post(out),
        "letters again": fresh.post(out, answer="again"),
        "no such letter": fresh.get("/unsubscribe/x"),
    }
