"""Mentors, for a student: my requests, whom I might ask, and what each of them offers.

A search may hold a name, so it is posted and writes nothing. Nobody is ranked, and the page says by
which rules it suggests anybody.
"""

from datetime import datetime
from typing import Annotated, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Mentor, caring, finding, profiles
from kiosk.domain.mentoring.finding import Found, Sought
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web import offer_words
from kiosk.web.forms import Command, Form, Line, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.pack_reader import PackReader, reading

Long = Annotated[str, Field(max_length=20_000)]


class Search(Form):
    """What somebody looks for among the mentors."""

    words: Line = ""
    sector: Line = ""
    course: Line = ""
    language: Line = ""
    offer: Line = ""
    free: Line = ""
    page: Line = "1"


class Worry(Command):
    """Something a coordinator should look at."""

    words: Long = ""


WORDS: dict[str, Any] = {
    "offered": offer_words.offered,
    "asked_for": offer_words.asked_for,
    "room": offer_words.room,
    "listed": offer_words.listed,
    "formats": offer_words.FORMATS,
    "states": offer_words.STATES,
}
"""What templates about mentors say things with."""


@bp.get("/me/mentors")
@access("phone", "reader", event="reader")
def mentors() -> ResponseReturnValue:
    """Show a student their requests, a few suggestions, and the mentors of the fair."""
    return _list_page(Sought(), is_search=False)


@bp.post("/me/mentors")
@access("phone", "reader", event="reader", because="a search; it writes nothing")
def find_mentors() -> ResponseReturnValue:
    """Find mentors by words, sector, course, language, offer, or who has room now."""
    asked = read_form(Search)
    page = int(asked.page) if asked.page.isascii() and asked.page.isdecimal() else 1
    offer = asked.offer if asked.offer in mentoring.KINDS else ""
    return _list_page(
        Sought(asked.words, asked.sector, asked.course, asked.language, offer,
               asked.free == "yes", min(page, 10_000)),
        is_search=True,
    )  # fmt: skip


def _list_page(sought: Sought, *, is_search: bool) -> str:
    reader, at = reading(), clock.now()
    person = reader.person
    may_ask = person.kind in mentoring.ASKERS
    if may_ask and not is_search:
        suggested, found = finding.first_page(person, reader.event, at)
    else:
        suggested, found = [], finding.browse(person, sought, reader.event, at)
    return render_template(
        "phone/mentors.html",
        fair=reader.event,
        by_link=reader.by_link,
        may_ask=may_ask,
        mine=[_mine(row) for row in mentoring.of_student(person.id)] if not is_search else [],
        suggested=suggested,
        found=found,
        choices=finding.choices(reader.event.id),
        kinds=offer_words.KINDS,
        sought=sought,
        is_search=is_search,
        profile=mentoring.of_attendee(person.id),
        **WORDS,
    )


def _mine(row: mentoring.Row) -> dict[str, Any]:
    request, offer, mentor, _student = row
    return {
        "id": request.public_id,
        "is_live": request.is_live,
        "state": request.state,
        "what": offer_words.asked_for(offer),
        "who": mentor.name,
        "when": offer_words.moment(request.starts_at, mentor.timezone)
        if request.state in {"accepted", "suggested"}
        else "",
    }


def mentor_here(reader: PackReader, public_id: str) -> Mentor:
    """Return a mentor of the reader's fair whom they may see.

    Raises:
        NoSuchMentor: none, or one that is hidden from them.
    """
    mentor = mentoring.of_event(reader.event.id, public_id)
    if not finding.is_seen(mentor, reader.person):
        raise mentoring.NoSuchMentor
    return mentor


@bp.get("/me/mentors/<public_id>")
@access("phone", "reader", event="reader")
def mentor(public_id: str) -> ResponseReturnValue:
    """Show a student one mentor, and what each offer has room for."""
    reader = reading()
    return mentor_page(reader, finding.told_one(mentor_here(reader, public_id), clock.now()))


def mentor_page(reader: PackReader, found: Found, **more: Any) -> str:
    """Draw a mentor's profile as students read it."""
    live = {
        offer.id: request.public_id
        for request, offer, mentor, _student in mentoring.of_student(reader.attendee_id)
        if mentor.id == found.mentor.id and request.is_live
    }
    values = {"wrong": {}, "typed": {}, **more}
    return render_template(
        "phone/mentor.html",
        fair=reader.event,
        each=found,
        asked=live,
        may_ask=reader.person.kind in mentoring.ASKERS,
        **WORDS,
        **values,
    )


@bp.post("/me/mentors/<public_id>/concern")
@access("phone", "reader", event="reader", op_id=True)
def worry_about_mentor(public_id: str) -> ResponseReturnValue:
    """Tell the coordinators about a mentor's profile."""
    reader = reading()
    found = mentor_here(reader, public_id)
    seat = mentoring.seat_at(reader.event.id, found.id)
    command = read_form(Worry)

    def tell(at: datetime) -> Outcome:
        if seat is not None:
            caring.raise_concern_about(seat, reader.person, command.words, at)
        return Outcome(201, "raised", {})

    name = f"worry_about_mentor {public_id}"
    try:
        settled(once(command, name, tell, event_id=reader.event.id, asker=reader.asker))
    except Invalid as fault:
        told = finding.told_one(found, clock.now())
        return mentor_page(reader, told, wrong=fault.fields, typed=command.model_dump()), 422
    flash(_("The coordinators know, and nobody else. They may write to you."))
    return redirect(url_for("phone.mentor", public_id=public_id), 303)


@bp.post("/me/mentor-page")
@access("phone", event="phone", op_id=True)
def send_mentor_link() -> ResponseReturnValue:
    """Send a mentor whose phone is linked the private link of their own page."""
    command, phone = read_form(Command), the_phone()

    def send(at: datetime) -> Outcome:
        profile = mentoring.of_attendee(phone.attendee_id)
        if profile is not None:
            for place in mentoring.places_of(profile.id):
                if place.attendee_id == phone.attendee_id:
                    profiles.send_link(profile, place, at)
        return Outcome(200, "sent", {})

    settled(once(command, "send_mentor_link", send, event_id=phone.event.id, asker=phone.asker))
    flash(_("The link to your mentor page is on its way to your mailbox."))
    return redirect(url_for("phone.me"), 303)
