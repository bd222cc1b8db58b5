"""The morning's rehearsal: practice tickets, a checklist that ticks itself, and one wipe.

What is practised counts nowhere; when the doors open it is wiped by itself.
"""

from datetime import datetime
from typing import Annotated, Any

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.networks import EmailStr

from kiosk import clock
from kiosk.adapters.code_picture import data_address
from kiosk.adapters.practice_tickets import practice_tickets_pdf
from kiosk.domain import codes, events
from kiosk.domain.arrivals import rehearsal
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.checklist import checklist
from kiosk.web.desk.medium import asked_medium, pdf_file, public_url
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.paper_words import FOR_PAPERS
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import letters


class LetterWish(Command):
    """Where a test letter shall go."""

    email: Annotated[Line, Field(max_length=254)] = ""


@bp.get("/<slug>/rehearsal")
@access("steward", event="staff")
def rehearsal_page(slug: str) -> ResponseReturnValue:
    """Show the steward what to try before the doors open, and what has been seen to work."""
    return _page(this_event(slug), {}, {})


def _page(event: Event, wrong: dict[str, str], typed: dict[str, str]) -> str:
    values = _values(event)
    opens_at = events.facts(event).window("student")
    return show(
        "rehearsal",
        event,
        here="stations",
        people=rehearsal.people_of(event.id),
        ends_at=opens_at[0] if opens_at else None,
        wrong=wrong,
        typed=typed,
        **values,
    )


def _values(event: Event) -> dict[str, Any]:
    return {"groups": checklist(event, clock.now())}


@bp.get("/<slug>/rehearsal/part")
@access("steward", event="staff")
def rehearsal_part(slug: str) -> ResponseReturnValue:
    """Give the checklist anew, or 304 when nothing in it has changed."""
    event = this_event(slug)
    answer = make_response(show("_checklist", event, **_values(event)))
    answer.add_etag()
    return answer.make_conditional(request)


@bp.post("/<slug>/rehearsal")
@access("steward", event="staff", op_id=True)
def start_rehearsal(slug: str) -> ResponseReturnValue:
    """Let practice people exist, with tickets to hold up."""
    event = this_event(slug)
    acted(read_form(Command), event.id, "start-rehearsal", lambda at: _started(event.id, at))
    return _back(slug)


def _started(event_id: int, at: datetime) -> Outcome:
    rehearsal.start(events.get(event_id), at)
    return Outcome(201, "started")


@bp.post("/<slug>/rehearsal/wipe")
@access("steward", event="staff", op_id=True)
def wipe_rehearsal(slug: str) -> ResponseReturnValue:
    """Let nothing remain of the rehearsal."""
    event = this_event(slug)
    acted(read_form(Command), event.id, "wipe-rehearsal", lambda _at: _wiped(event.id))
    flash(_("Nothing of the rehearsal is left."))
    return _back(slug)


def _wiped(event_id: int) -> Outcome:
    rehearsal.wipe(event_id)
    return Outcome(200, "wiped")


@bp.get("/<slug>/rehearsal/tickets")
@access("steward", event="staff")
def practice_tickets(slug: str) -> ResponseReturnValue:
    """Show the practice tickets, to be held to a tablet from here or printed."""
    event = this_event(slug)
    shown = [(person, code, data_address(code)) for person, code in _tickets(event)]
    return show("practice_tickets", event, here="stations", tickets=shown, on=asked_medium(event),
                **FOR_PAPERS)  # fmt: skip


@bp.get("/<slug>/rehearsal/tickets.pdf")
@access("steward", event="staff")
def practice_tickets_file(slug: str) -> ResponseReturnValue:
    """Give the practice tickets as a PDF, on the fair's own labels or on sheets."""
    event = this_event(slug)
    content = practice_tickets_pdf(_tickets(event), asked_medium(event), public_url())
    return pdf_file(content, "practice-tickets")


def _tickets(event: Event) -> list[tuple[Attendee, str]]:
    people = rehearsal.people_of(event.id)
    return [(person, codes.code_of("ticket", person)) for person in people]


@bp.post("/<slug>/rehearsal/letters")
@access("organiser", event="staff", op_id=True)
def send_test_letter(slug: str) -> ResponseReturnValue:
    """Send a practice person's ticket to the organiser's own address, through the whole outbox."""
    event = this_event(slug)
    try:
        command = read_form(LetterWish)
        TypeAdapter(EmailStr).validate_python(command.email)
    except (Invalid, ValidationError):
        wrong = {"email": _("That is not an e-mail address.")}
        return _page(event, wrong, request.form.to_dict()), 422
    acted(command, event.id, "test-letter", lambda at: _sent(event.id, command.email, at))
    flash(_("A test letter is on its way. The checklist tells what becomes of it."))
    return _back(slug)


def _sent(event_id: int, email: str, at: datetime) -> Outcome:
    people = rehearsal.people_of(event_id)
    if not people:
        raise Refused("no_rehearsal", "Start the rehearsal first.")
    people[0].email = email
    if letters().send_ticket(people[0], at) is False:
        raise Refused("letter_waits", "A test letter went just now. Wait ten minutes for another.")
    return Outcome(201, "sent")


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.rehearsal_page", slug=slug), 303)
