"""The front page: which fair, who is here, a ticket sent again, a ticket as a picture.

Nothing here tells whether an address or a name is registered: known or not, the answer is the same.
"""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters.code_picture import data_address
from kiosk.db import writing
from kiosk.domain import attendees, codes, employers, events, keys
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event
from kiosk.web.forms import Form, Line, Scanned, read_form
from kiosk.web.identity import access
from kiosk.web.language import _, prefer
from kiosk.web.letters import letters
from kiosk.web.limits import limiter, misses
from kiosk.web.names import give_filters
from kiosk.web.times import day_of, hours_of

bp = Blueprint("front", __name__)
give_filters(bp)


class TicketAgain(Form):
    """Somebody's address, to send the ticket there again."""

    email: Line


class ShownTicket(Form):
    """A ticket code to show as a picture."""

    code: Scanned


def _mailbox() -> str:
    # Counted by address, known or not; the limit's memory holds no address.
    return keys.lookup_hash("limit", request.form.get("email", "").strip().lower())


@bp.get("/")
@access("anyone", event="none")
def home() -> ResponseReturnValue:
    """Show a visitor the one open fair, or let them choose among several."""
    fairs = events.are_open(clock.now())
    if len(fairs) == 1:
        return _fair_page(fairs[0])
    return render_template("front/fairs.html", fairs=[(each, _when(each)) for each in fairs])


@bp.get("/fair/<slug>")
@access("anyone", event="address")
def fair(slug: str) -> ResponseReturnValue:
    """Show a visitor one fair: when, where, and who has a stand."""
    return _fair_page(events.by_slug(slug))


def _fair_page(event: Event) -> str:
    g.event_locale = event.locale
    return render_template(
        "front/fair.html",
        fair=event,
        when=_when(event),
        is_over=event.is_over(clock.now()),
        stands=[(each, _public_link(each)) for each in employers.of_event(event.id)],
    )


def _when(event: Event) -> tuple[str, str] | None:
    return None if event.never_closes else (day_of(event, event.starts_at), hours_of(event))


def _public_link(employer: Employer) -> str:
    link = employer.vacancies_url
    return link if link.startswith(("https://", "http://")) else ""


@bp.post("/ticket-letters")
@access("anyone", event="none", because="asks for a letter that says nothing new; limited")
@limiter.limit("3/hour", key_func=_mailbox)
@limiter.limit("120/hour")
def send_ticket_again() -> ResponseReturnValue:
    """Send an attendee the ticket letter again; the same answer whether we know them or not."""
    asked = read_form(TicketAgain)
    at = clock.now()
    with writing():
        for event in events.are_open(at):
            for attendee in attendees.with_address(event.id, asked.email):
                if attendee.status == "expected":
                    letters().send_ticket(attendee, at)
    flash(_("If we know that address, your ticket is on its way to it. It can take a few minutes."))
    return redirect(url_for("front.home"), 303)


@bp.get("/ticket")
@access("anyone", event="none")
def ticket() -> ResponseReturnValue:
    """Let an attendee open or paste the ticket from the letter."""
    return render_template("front/ticket_code.html")


@bp.post("/ticket")
@access("anyone", event="code", because="writes nothing")
@misses
def show_ticket() -> ResponseReturnValue:
    """Show an attendee the ticket as a picture that the tablet reads."""
    code = codes.read(read_form(ShownTicket).code)
    event = events.get(codes.event_of(code, "ticket"))
    attendee, _kind = codes.whose(event.id, code, "ticket")
    g.event_locale = event.locale
    prefer(attendee.locale)
    picture = data_address(code)
    return render_template(
        "front/ticket.html", fair=event, when=_when(event), attendee=attendee, picture=picture
    )
