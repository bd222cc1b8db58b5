"""A walk past what phones say about being linked, and after the fair, for tests of all pages."""

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import phones
from tests.web.a_fair import Fair
from tests.web.a_phone import claim_of, phone, phone_of

AWAY = ("ask", "kept", "full")


def linking_pages(fair: Fair) -> dict[str, TestResponse]:
    """Ben has two phones: a third is asked about in a letter, then takes one's place."""
    oldest, other, third = phone_of(fair, "Ben"), phone_of(fair, "Ben"), phone(fair)
    asked = third.show(claim_of(fair, "Ben"))
    in_app = phone(fair)
    in_app.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 Instagram 300"
    with fair.app.app_context(), writing():
        secret, _digits = phones.show_code(fair.person("Ben"), None, clock.now())
    confirmed = third.show(secret)
    pages = {
        "no such claim": in_app.post("/claim", secret="nothing"),
        "claim inside an app": in_app.get("/claim"),
        "third phone": asked,
        "third phone's letter": third.press_link(asked),
        "third phone, at the tablet": confirmed,
        "picture of a badge": other.get("/me/picture"),
        **{f"no network: {page}": other.get(f"/me/no-network/{page}") for page in AWAY},
    }
    third.press_link(confirmed)
    return pages | {
        "let go": oldest.get("/me"),
        "face, let go": oldest.get(f"/b/{fair.badges['Asha']}"),
    }
