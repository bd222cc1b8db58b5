"""The fair's logo: uploaded, read and written anew, shown as it will stand on a badge, removed.

Nothing of the uploaded file is kept or served but its dots; reading it is slow, so it happens
before anything is written.
"""

from datetime import datetime
from hashlib import sha256

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.adapters.badge_picture import sample_of, sample_size
from kiosk.adapters.event_picture import read_upload
from kiosk.domain import events
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.words import STOCKS
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.pictures import picture, uploaded, why_refused


@bp.get("/<slug>/logo")
@access("organiser", event="staff")
def logo_page(slug: str) -> ResponseReturnValue:
    """Show the organiser the logo as it will stand on a badge."""
    return _page(slug, "")


def _page(slug: str, wrong: str) -> str:
    event = this_event(slug)
    return show(
        "logo",
        event,
        here="settings",
        wrong=wrong,
        has_logo=events.logo_of(event.id) is not None,
        stock=STOCKS[event.stock],
        size=sample_size(event.id, public_url=_public_url()),
    )


def _public_url() -> str:
    return str(current_app.config["KIOSK"].public_url)


@bp.post("/<slug>/logo")
@access("organiser", event="staff", op_id=True)
def put_logo(slug: str) -> ResponseReturnValue:
    """Let badges and signs bear the organiser's logo."""
    event = this_event(slug)
    try:
        picture = read_upload(uploaded())
    except Refused as fault:
        return _page(slug, why_refused(fault)), 422
    acted(
        read_form(Command),
        event.id,
        "put-logo",
        lambda at: _put(event.id, picture, at),
        subject=sha256(picture).hexdigest()[:16],
    )
    flash(_("The logo is kept. This is how it stands on a badge."))
    return _back(slug)


def _put(event_id: int, picture: bytes, at: datetime) -> Outcome:
    events.put_logo(event_id, picture, at)
    return Outcome(200, "kept")


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.logo_page", slug=slug), 303)


@bp.post("/<slug>/logo/remove")
@access("organiser", event="staff", op_id=True)
def remove_logo(slug: str) -> ResponseReturnValue:
    """Let badges and signs bear no logo."""
    event = this_event(slug)
    acted(read_form(Command), event.id, "remove-logo", lambda _at: _removed(event.id))
    flash(_("Badges and signs have no logo now."))
    return _back(slug)


def _removed(event_id: int) -> Outcome:
    events.remove_logo(event_id)
    return Outcome(200, "removed")


@bp.get("/<slug>/logo/badge.png")
@access("organiser", event="staff")
def sample_badge(slug: str) -> ResponseReturnValue:
    """Show the organiser a badge of nobody, on the fair's stock, with the logo."""
    event = this_event(slug)
    in_colour = "colour" in request.args
    return picture(sample_of(event.id, public_url=_public_url(), colour=in_colour), "sample")
