"""Asking to mentor at a fair, and having one's link sent again.

Both answer the same whether an address is known or not, and send a letter to it at most.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import events, keys
from kiosk.domain.events import Event
from kiosk.domain.mentoring import profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.errors import Invalid, NotKnown
from kiosk.web.forms import Form, Line, Words, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.limits import limiter
from kiosk.web.mentor import bp
from kiosk.web.person_fields import Typed, read_person

NO_REGION = ""
"""No telephone number is asked for."""


class SignUp(Form):
    """Who would like to mentor."""

    name: Typed = ""
    email: Typed = ""
    role: Typed = ""
    organisation: Typed = ""
    connected: Words = ""
    """How they are connected with the service: it begins their story."""


class LinkAgain(Form):
    """Somebody's address, to send their link there again."""

    email: Line


def _mailbox() -> str:
    # Counted by address, known or not; the limit's memory holds no address.
    return keys.lookup_hash("limit", request.form.get("email", "").strip().lower())


def _fair(slug: str) -> Event:
    event = events.by_slug(slug)
    if not event.mentors_sign_up:
        raise NotKnown("no_sign_up", "Nobody signs up to mentor here just now.")
    g.event_locale = event.locale
    return event


@bp.get("/<slug>/new")
@access("anyone", event="address")
def new(slug: str) -> ResponseReturnValue:
    """Let anybody ask to mentor at a fair."""
    return render_template("mentor/new.html", fair=_fair(slug), wrong={}, typed={})


@bp.post("/<slug>/new")
@access("anyone", event="address", because="asks for a letter; soon again sends none; limited")
@limiter.limit("3/hour", key_func=_mailbox)
@limiter.limit("120/hour")
def sign_up(slug: str) -> ResponseReturnValue:
    """Keep that somebody would like to mentor; the same answer whether we know them or not."""
    event, at = _fair(slug), clock.now()
    try:
        draft, email = _read(read_form(SignUp))
    except Invalid as fault:
        typed = request.form.to_dict()
        return render_template("mentor/new.html", fair=event, wrong=fault.fields, typed=typed), 422
    with writing():
        profiles.sign_up(event, draft, email, at)
    flash(_("Thank you. A letter is on its way to that address: its link opens your mentor page."))
    return redirect(url_for("mentor.own_link"), 303)


def _read(sent: SignUp) -> tuple[ProfileDraft, str]:
    values = read_person(sent, ("name", "email", "role", "organisation"), region=NO_REGION)
    if not values.get("email"):
        raise Invalid({"email": _("We need an address: the letter to it opens your page.")})
    name, role, where = (str(values.get(each) or "") for each in ("name", "role", "organisation"))
    return ProfileDraft(name, role, where, sent.connected), str(values["email"])


@bp.post("/link")
@access("anyone", event="none", because="asks for a letter that says nothing new; limited")
@limiter.limit("3/hour", key_func=_mailbox)
@limiter.limit("120/hour")
def send_link() -> ResponseReturnValue:
    """Send a mentor their link again; the same answer whether we know the address or not."""
    asked, at = read_form(LinkAgain), clock.now()
    with writing():
        profiles.send_link_again(asked.email, at)
    flash(_("If somebody mentors with that address, their link is on its way to it."))
    return redirect(url_for("mentor.own_link"), 303)
