"""Asking a mentor: one offer, a short message to begin with, and a time where that helps."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Asked, Mentor, MentorOffer, Slot, caring, openings, standing
from kiosk.domain.mentoring.requests import busy_of
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web import offer_words
from kiosk.web.forms import Command, Line, once, read_form, settled
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.mentors import WORDS, mentor_here
from kiosk.web.phone.pack_reader import PackReader, reading

MOST_SLOTS = 8


class Request(Command):
    """What a student asks for, in two or three sentences."""

    message: Annotated[str, Field(max_length=5000)] = ""
    slot: Line = ""
    cv_link: Literal["yes", ""] = ""
    agrees: Literal["yes", ""] = ""


def slots_of(
    mentor: Mentor, at: datetime, lead_days: int = 0, but: int = 0
) -> list[tuple[str, str]]:
    """Return a mentor's next free slots: the key that names each, and when it is in words."""
    found = free_of(mentor, at, lead_days, but)
    return [(slot.key, offer_words.moment(slot.starts_at, mentor.timezone)) for slot in found]


def free_of(mentor: Mentor, at: datetime, lead_days: int = 0, but: int = 0) -> list[Slot]:
    """Return a mentor's next free slots."""
    since, busy = at + timedelta(days=lead_days), busy_of(mentor.id, but=but)
    return openings.free_slots(openings.openings_of(mentor.id), busy, since)[:MOST_SLOTS]


@bp.get("/me/mentors/<public_id>/<offer>")
@access("phone", "reader", event="reader")
def ask_mentor(public_id: str, offer: str) -> ResponseReturnValue:
    """Let a student write to a mentor for one offer, with a message to begin from."""
    reader = reading()
    mentor = mentor_here(reader, public_id)
    chosen = mentoring.own_offer(mentor, offer)
    if not _may_be_asked(reader, mentor, chosen):
        return redirect(url_for("phone.mentor", public_id=public_id))  # it says how things stand
    typed = {"message": _draft(reader, chosen)}
    return _page(reader, mentor, chosen, typed, {})


def _may_be_asked(reader: PackReader, mentor: Mentor, offer: MentorOffer) -> bool:
    """Whether asking is not refused at once: it is open, and not asked for already."""
    mine = mentoring.of_student(reader.attendee_id)
    if any(row[1].id == offer.id and row[0].is_live for row in mine):
        return False
    return reader.person.kind in mentoring.ASKERS and standing.takes_requests(
        mentor, offer, clock.now()
    )


def _draft(reader: PackReader, offer: MentorOffer) -> str:
    """Return a message to begin from: who asks, and the sentences people find hard to start."""
    person = reader.person
    who = person.course or person.organisation or ""
    first = _("I am %(name)s, and I study %(course)s.", name=person.first_name, course=who)
    known = first if who else _("I am %(name)s.", name=person.first_name)
    asks = {
        "cv": _("Could you read my CV and tell me the one thing you would change?"),
        "story": _("I would like to hear how you came to do what you do."),
        "insight_day": _("I would like to see a day of your work."),
        "experience": _("I would like to learn your work by being there for a while."),
        "mock_interview": _("I would like to practise an interview with somebody who knows."),
    }
    return f"{known} {asks.get(offer.kind, '')}".strip() + " "


def _page(
    reader: PackReader, mentor: Mentor, offer: MentorOffer, typed: dict[str, str],
    wrong: dict[str, str],
) -> str:  # fmt: skip
    at = clock.now()
    shown = next(each for each in mentoring.shown(mentor, at) if each.offer.id == offer.id)
    return render_template(
        "phone/ask_mentor.html",
        fair=reader.event,
        mentor=mentor,
        shown=shown,
        slots=slots_of(mentor, at, offer.lead_days),
        at_work=offer.kind in mentoring.AT_WORK,
        has_agreed=caring.has_agreed(reader.attendee_id),
        has_cv=bool(reader.person.cv),
        first=caring.needs_coordinator(reader.person, reader.event, at),
        typed=typed,
        wrong=wrong,
        **WORDS,
    )


@bp.post("/me/mentors/<public_id>/<offer>")
@access("phone", "reader", event="reader", op_id=True)
def send_request(public_id: str, offer: str) -> ResponseReturnValue:
    """Ask a mentor for one offer."""
    reader = reading()
    mentor = mentor_here(reader, public_id)
    chosen = mentoring.own_offer(mentor, offer)
    try:
        command = read_form(Request)
        made = settled(_asked(reader, mentor, chosen, command))
    except Invalid as fault:
        return _page(reader, mentor, chosen, request.form.to_dict(), fault.fields), 422
    except Refused as fault:
        if fault.slug != "slot_taken":
            raise
        typed = {**request.form.to_dict(), "slot": ""}  # what they wrote stays
        return _page(reader, mentor, chosen, typed, {"slot": fault.sentence}), 409
    flash(_told(made.slug, mentor))
    return redirect(url_for("phone.asked", public_id=made.rows["request"]), 303)


def _asked(reader: PackReader, mentor: Mentor, offer: MentorOffer, command: Request) -> Outcome:
    def ask(at: datetime) -> Outcome:
        me = reader.person
        message = command.message.strip()
        if command.cv_link and me.cv:
            message = f"{message}\n{me.cv}"
        asked = Asked(message, command.slot, agrees=command.agrees == "yes")
        made = mentoring.ask(me, mentor, offer, asked, reader.event, at)
        return Outcome(201, made.state, {"request": made.public_id})

    name = f"send_request {mentor.public_id} {offer.public_id}"
    return once(command, name, ask, event_id=reader.event.id, asker=reader.asker)


def _told(state: str, mentor: Mentor) -> str:
    if state == "held":
        return _("A coordinator looks at it first, because you are under 18. You hear from us.")
    if state == "waiting":
        return _("You stand in line. We write to you when it is your turn.")
    return _("%(name)s is asked. You hear within a week.", name=mentor.first_name)
