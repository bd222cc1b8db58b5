"""Spare badges at the desk: made and printed before the fair, given to whoever needs one at once.

The sheet of a spare that is worn is not drawn again: its code is somebody's by then.
"""

from datetime import datetime
from typing import Annotated, Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.adapters.badge_sheets import badges_pdf
from kiosk.adapters.event_picture import logo_for
from kiosk.adapters.spare_face import face_of_spare
from kiosk.domain import arrivals, attendees, codes, print_jobs
from kiosk.domain.arrivals import SpareBadge
from kiosk.domain.arrivals.spares import MOST
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.medium import asked_medium, pdf_file, public_url
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.desk.paper_words import FOR_PAPERS
from kiosk.web.forms import Command, Line, Scanned, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

A_SHEET = 50


class Making(Command):
    """How many spare badges are wanted."""

    how_many: Annotated[Line, Field(max_length=6)] = ""


class Giving(Command):
    """The spare badge in the steward's hand, scanned or typed."""

    code: Scanned


@bp.get("/<slug>/spares")
@access("steward", event="staff")
def spares_page(slug: str) -> ResponseReturnValue:
    """Show the steward how many spare badges there are and who wears which."""
    return _page(slug, {}, "")


def _page(slug: str, wrong: dict[str, str], typed: str) -> str:
    event = this_event(slug)
    spares = arrivals.spares_of(event.id)
    wearers = attendees.by_ids(event.id, [each.attendee_id for each in spares if each.attendee_id])
    free = [each for each in spares if each.attendee_id is None]
    return show(
        "spares",
        event,
        here="spares",
        spares=spares,
        worn=[(each, wearers[each.attendee_id or 0]) for each in spares
              if each.attendee_id in wearers],
        free=len(free),
        sheets=[(some[0].number, some[-1].number) for some in _sheets(free)],
        wrong=wrong,
        typed={"how_many": typed},
        on=asked_medium(event),
        **FOR_PAPERS,
    )  # fmt: skip


def _sheets(free: list[SpareBadge]) -> list[list[SpareBadge]]:
    return [free[start : start + A_SHEET] for start in range(0, len(free), A_SHEET)]


@bp.post("/<slug>/spares")
@access("organiser", event="staff", op_id=True)
def make_spares(slug: str) -> ResponseReturnValue:
    """Make spare badges, numbered on from the last."""
    event = this_event(slug)
    try:
        command = read_form(Making)
        how_many = _number(command.how_many)
    except Invalid as fault:
        return _page(slug, fault.fields, request.form.get("how_many", "")[:20]), 422
    acted(
        command,
        event.id,
        "make-spares",
        lambda at: _made(event.id, how_many, at),
        subject=event.public_id,
        how_many=how_many,
    )
    flash(_("Made. Print the sheet now: a badge on paper needs no network."))
    return redirect(url_for("desk.spares_page", slug=slug), 303)


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not 0 < number <= MOST:
        raise Invalid({"how_many": _("Write a number from 1 to %(most)s.", most=MOST)})
    return number


def _made(event_id: int, how_many: int, at: datetime) -> Outcome:
    arrivals.make_spares(event_id, how_many, at)
    return Outcome(201, "made")


@bp.get("/<slug>/spares/<int:first>/sheet")
@access("steward", event="staff")
def spares_file(slug: str, first: int) -> ResponseReturnValue:
    """Give the steward a PDF of up to fifty spare badges that nobody wears, on labels or sheets."""
    event = this_event(slug)
    spares = arrivals.spares_of(event.id)
    some = [each for each in spares if each.attendee_id is None and each.number >= first][:A_SHEET]
    if not some:
        raise NotKnown("no_such_spare", "There are no spare badges from that number on.")
    faces = [_face(spare) for spare in some]
    content = badges_pdf(faces, asked_medium(event), logo=logo_for(event.id))
    return pdf_file(content, f"spares-{event.slug}-{some[0].number}-{some[-1].number}")


def _face(spare: SpareBadge) -> Any:
    return face_of_spare(
        _("Spare %(n)s", n=spare.number),
        codes.spare_code(spare.public_id, spare.key_id),
        public_url=public_url(),
        scan_label=_("Scan with any camera"),
    )


@bp.post("/<slug>/people/<person>/spare")
@access("steward", event="staff", op_id=True)
def give_spare(slug: str, person: str) -> ResponseReturnValue:
    """Let somebody wear a spare badge: from now on it is theirs, and their older one is dead."""
    event = this_event(slug)
    try:
        command = read_form(Giving)
    except Invalid:
        raise Refused("no_code", "Scan the spare badge, or type the code under it.") from None
    acted(
        command,
        event.id,
        "give-spare",
        lambda at: _given(event.id, person, command.code, at),
        subject=person,
    )
    flash(_("That badge is theirs now. Write the name on it."))
    return go_back(slug, "", person)


def _given(event_id: int, person: str, code: str, at: datetime) -> Outcome:
    wearer = attendees.by_public_id(event_id, person)
    spare = arrivals.spare_of(event_id, code)
    if wearer.status == "cancelled":
        raise Refused("cancelled", "Their registration was cancelled.")
    arrivals.bind_spare(spare, wearer, at)
    print_jobs.void_waiting(wearer.id, at)  # they have a badge now: no label is wasted on another
    return Outcome(200, "given", {"spare": spare.public_id})
