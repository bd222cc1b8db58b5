"""The part of the walk that begins in a letter: its way out, and the way back."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import deliveries
from tests.web.a_fair import Fair
from tests.web.a_phone import phone


def unsubscribe_pages(fair: Fair) -> dict[str, TestResponse]:
    """Asked, stopped, written to again, and a link that nobody knows."""
    with fair.app.app_context(), writing():
        cai = fair.person("Cai")
        deliveries.put_without_letter(cai, "nudge", "empty", at=clock.now())
        out = f"/unsubscribe/{deliveries.unsubscribe_token(cai.public_id, 'nudge', 1)}"
    fresh = phone(fair)
    return {
        "no more letters?": fresh.get(out),
        "no more letters": fresh.post(out),
        "letters again": fresh.post(out, answer="again"),
        "no such letter": fresh.get("/unsubscribe/x"),
    }
