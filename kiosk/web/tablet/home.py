"""The tablet's first page: pairing, then waiting; and the pages that only tell or ask."""

from babel import Locale
from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices
from kiosk.errors import NotKnown
from kiosk.web import language, limits
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access, forget_devices, set_cookie, this_device
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import LANGUAGE_COOKIE, state

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
    page = state("waiting", languages=_languages())
    page.headers["Kiosk-Shell"] = "waiting"
    if chosen := request.args.get("lang"):
        secure = current_app.config["KIOSK"].is_https
        page.set_cookie(
            LANGUAGE_COOKIE, chosen[:20], max_age=180, httponly=True, secure=secure, samesite="Lax"
        )
    else:
        page.delete_cookie(LANGUAGE_COOKIE)  # the next person begins in the fair's language
    return page


def _languages() -> list[tuple[str, str]]:
    known = language.available()
    if len(known) < 2:
        return []
    return [(code, Locale.parse(code).get_display_name(code) or code) for code in known]


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
