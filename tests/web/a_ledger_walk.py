"""The part of the walk past a phone's own pages: whom I met, my details, and after the fair."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from tests.web.a_fair import Fair
from tests.web.a_phone import PhoneInHand, phone_of


def ledger_pages(fair: Fair, asha: PhoneInHand) -> dict[str, TestResponse]:
    """What an attendee sees of their own, filled in well and badly."""
    dana = phone_of(fair, "Dana")
    dana.post("/me/remembered", name="Asha Patel", gives="name,email")
    asked = asha.get("/me")
    met = asha.met(fair.badges["Dana"])
    return {
        "asked to write to": (
            asha.post(f"/me/contacts/{met}/follow-up", wanted="yes"),
            asha.get("/me"),
        )[1],
        "those to write to": asha.get("/me?show=marked"),
        "asked whether they met": asked,
        "found": asha.post("/me/found", q="dana"),
        "nobody found": asha.post("/me/found", q="zzz"),
        "told the stewards": (
            asha.post(f"/me/contacts/{met}/report", words="«…»"),
            asha.get(f"/me/contacts/{met}"),
        )[1],
        "kept away": (asha.post(f"/me/contacts/{met}/block"), asha.get("/me"))[1],
        "a name said": (asha.post("/me/remembered", name="«…»"), asha.get("/me"))[1],
        "sharing": asha.get("/me/sharing"),
        "no pack yet": asha.get("/me/pack"),
        "no such contact": asha.get("/me/contacts/nobody"),
        "bad choice": asha.post("/me/sharing", preset="all"),
        "details": asha.get("/me/details"),
        "wrong details": asha.post("/me/details", phone="x", links="x y", cv="x"),
    }


def after_the_fair(fair: Fair, asha: PhoneInHand) -> TestResponse:
    """The contact pack, made."""
    with fair.app.app_context(), writing():
        fair.app.extensions["kiosk_letters"].freeze(fair.person("Asha"), clock.now())
    return asha.get("/me/pack")
