"""One person at the desk: the facts, coming in, taking a check-in back, a new badge, a phone code.

A steward sees contact data masked; an organiser sees it whole. Private notes are shown to neither.
"""

from datetime import datetime
from typing import Annotated, Literal

from flask import current_app
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.adapters.badge_picture import picture_of, size_of
from kiosk.adapters.unprintable import lost_letters, named, needs_a_pen
from kiosk.domain import (
    arrivals,
    attendees,
    codes,
    deliveries,
    events,
    meetings,
    phones,
    print_jobs,
)
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.help import rows_of
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.desk.print_words import AGAIN
from kiosk.web.desk.told import story_of
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, the_member
from kiosk.web.names import masked_address
from kiosk.web.pictures import picture


class Undo(Command):
    """Why a check-in is taken back."""

    why: Annotated[Line, Field(min_length=3)]
    back: Literal["help", ""] = ""


class Reprint(Command):
    """Why a badge is printed again."""

    reason: Literal["reprint", "spoiled", "lost", "corrected"]


@bp.get("/<slug>/people/<person>")
@access("steward", event="staff")
def person_page(slug: str, person: str) -> ResponseReturnValue:
    """Show the steward one person, and what can be done for them."""
    event = this_event(slug)
    found = attendees.by_public_id(event.id, person)
    at = clock.now()
    return show(
        "person",
        event,
        here="people",
        person=found,
        contact=contact_of(found),
        row=rows_of(event, [found])[0],
        entry=arrivals.latest_entry(found.id),
        story=story_of(event, found),
        doors=events.lists_of(event.id),
        stand_in=attendees.stand_in_of(found),
        stands_in_for=_stands_in_for(event.id, found),
        job=print_jobs.latest_of(found.id),
        phones=len(phones.of_attendee(found.id, at)),
        met=len(meetings.ledger_of(found)),
        preset=sharing.preset_of(found),
        is_minor=found.is_minor(events.facts(event), at),
        pack=deliveries.of_attendee(found.id, "pack"),
        slip=meetings.slip_offer(found, at),
        again_because=AGAIN,
        badge_size=_badge_size(found),
        by_hand=named(lost_letters(found)),
    )


def _badge_size(person: Attendee) -> tuple[int, int] | None:
    try:
        return size_of(person, codes.code_of("badge", person), public_url=_public_url())
    except NotKnown:  # there is no code for them yet
        return None


@bp.get("/<slug>/people/<person>/badge.png")
@access("steward", event="staff")
def badge_picture(slug: str, person: str) -> ResponseReturnValue:
    """Show the steward somebody's badge as it prints."""
    found = attendees.by_public_id(this_event(slug).id, person)
    code = codes.code_of("badge", found)
    return picture(picture_of(found, code, public_url=_public_url()), "badge")


def _public_url() -> str:
    return str(current_app.config["KIOSK"].public_url)


def _stands_in_for(event_id: int, person: Attendee) -> Attendee | None:
    away = person.stands_in_for_id
    return attendees.by_ids(event_id, [away]).get(away) if away else None


def contact_of(person: Attendee) -> dict[str, str]:
    """Return address and phone number as the one who asks may see them."""
    if the_member().may("organiser"):
        return {"email": person.email or "", "phone": person.phone or ""}
    return {"email": masked_address(person.email), "phone": _masked_phone(person.phone)}


def _masked_phone(phone: str | None) -> str:
    return f"…{phone[-3:]}" if phone else ""


@bp.post("/<slug>/people/<person>/check-ins/<arrival>/undo")
@access("steward", event="staff", op_id=True)
def undo(slug: str, person: str, arrival: str) -> ResponseReturnValue:
    """Let the steward take a check-in back, with the reason."""
    event = this_event(slug)
    command = read_form(Undo)
    acted(
        command,
        event.id,
        "undo-check-in",
        lambda at: _undone(event.id, person, arrival, command.why, at),
        subject=arrival,
    )
    return go_back(slug, command.back, person)


def _undone(event_id: int, person: str, public_id: str, why: str, at: datetime) -> Outcome:
    arrival = arrivals.by_public_id(event_id, public_id)
    if arrival.attendee_id != attendees.by_public_id(event_id, person).id:
        raise NotKnown("no_such_check_in", "There is no such check-in.")
    by = f"staff:{the_member().public_id}"
    arrivals.undo(arrival, by=by, why=why, device_id=None, at=at)
    return Outcome(200, "undone")


@bp.post("/<slug>/people/<person>/reprints")
@access("steward", event="staff", op_id=True)
def reprint(slug: str, person: str) -> ResponseReturnValue:
    """Let the steward print somebody's badge again."""
    event = this_event(slug)
    command = read_form(Reprint)
    acted(
        command,
        event.id,
        "reprint",
        lambda at: reprinted(event.id, person, command.reason, at),
        subject=person,
        reason=command.reason,
    )
    return go_back(slug, "", person)


def reprinted(event_id: int, public_id: str, reason: str, at: datetime) -> Outcome:
    """Queue a person's new badge."""
    found = attendees.by_public_id(event_id, public_id)
    if found.status == "cancelled":
        raise Refused("cancelled", "This person is not expected. Correct the list first.")
    job = print_jobs.reprint(found, reason=reason, by_hand=needs_a_pen(found), at=at)
    return Outcome(201, "queued", {"job": job})
