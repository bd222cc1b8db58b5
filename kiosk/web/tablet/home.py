"""The tablet's first page: pairing, then waiting; and the pages that only tell or ask."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import arrivals, devices
from kiosk.domain.devices import DeviceFacts
from kiosk.errors import NotKnown
from kiosk.web import limits
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access, forget_devices, set_cookie, the_device, this_device
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import (
    LANGUAGE_COOKIE,
    named_languages,
    part,
    state,
    tapped_language,
)

PAIRED_DAYS = 400


class Pairing(Form):
    """A pairing code that a steward made at the desk."""

    code: Line


@bp.get("")
@access("anyone", event="device")
def home() -> ResponseReturnValue:
    """Wait for the next person; an unpaired screen asks for its pairing code."""
    device = this_device()
    if device is None:
        return state("pairing")
    if device.kind == "stand":
        return redirect(url_for("stand.home"), 303)
    page = state("waiting", languages=named_languages(device.event), left=places_left(device))
    page.headers["Kiosk-Shell"] = "waiting"
    if chosen := tapped_language():
        secure = current_app.config["KIOSK"].is_https
        page.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=180, httponly=True, secure=secure, samesite="Lax"
        )
    if "lang" not in request.args:
        page.delete_cookie(LANGUAGE_COOKIE)  # the next person begins in the fair's language
    return page


def places_left(device: DeviceFacts) -> int | None:
    """Return how many more may be inside by this station's list; None: as many as come."""
    door = device.door
    if door.capacity is None or door.kind != "session":
        return None
    return max(0, door.capacity - arrivals.inside_now(door.id))


@bp.get("/places")
@access("station", event="device")
def places() -> ResponseReturnValue:
    """Tell how many places are left, for the page that keeps itself fresh."""
    return part("_places", left=places_left(the_device()) or 0)


@bp.post("/pairings")
@access("anyone", event="none", because="pairing carries its own one-time code")
@limits.guesses
def pair() -> ResponseReturnValue:
    """Pair this screen by the code a steward types once."""
    form = read_form(Pairing)
    try:
        with writing():
            device, key = devices.claim_pairing(form.code, clock.now())
    except NotKnown as error:
        return state("pairing", 404, sentence=_(error.sentence))
    forget_devices()
    home_of = "stand.home" if device.kind == "stand" else "tablet.home"
    answer = redirect(url_for(home_of), 303)
    set_cookie(answer, "device", key, days=PAIRED_DAYS)
    return answer


@bp.get("/code")
@access("station", event="device")
def type_code() -> ResponseReturnValue:
    """Let somebody whose ticket no camera reads type its letters."""
    return state("code")
