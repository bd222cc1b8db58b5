"""The part of the walk past a phone's own pages: whom I met, my details, and after the fair."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import packs
from tests.web.a_fair import Fair
from tests.web.a_phone import PhoneInHand, phone, phone_of


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


def after_the_fair(fair: Fair, asha: PhoneInHand) -> dict[str, TestResponse]:
    """The contact pack: made, said what came of it, opened by its link; and what is to go."""
    ben, stranger = phone(fair), phone(fair)
    met = asha.met(fair.badges["Ben"], gives="name,email")
    with fair.app.app_context(), writing():
        for name in ("Asha", "Ben"):
            fair.app.extensions["kiosk_letters"].freeze(fair.person(name), clock.now())
        secret, of_ben = (packs.pack_secret(fair.person(name), 1) for name in ("Asha", "Ben"))
    ben.post("/pack", secret=of_ben)
    pages = {"after": asha.get("/me/pack"), "nothing to delete": ben.get("/me/deletions")}
    asha.post(f"/me/pack/{met}/answered", said="yes")
    asha.post("/me/pack/nudge", said="yes")
    asha.post("/me/pack/count", said="yes")
    pages["a pack's link"] = stranger.get("/pack")
    pages["no such pack"] = stranger.post("/pack", secret="nothing")
    stranger.post("/pack", secret=secret)
    pages["a pack by its link"] = stranger.get("/me/pack")
    stranger.post(f"/me/pack/{met}/withdrawal")
    return pages | {
        "taken back in the pack": stranger.get("/me/pack"),
        "a recruiter's pack": ben.get("/me/pack"),
        "to be deleted": ben.get("/me/deletions"),
    }
