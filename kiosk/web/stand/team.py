"""Whom the whole team met, on a recruiter's own phone or browser: found, narrowed, taken home.

Names belong into no address, so looking for one is a POST, and so is each file. The stand's tablet,
which anybody can touch, never shows this.
"""

from typing import Annotated

from flask import render_template
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.adapters import team_contacts
from kiosk.adapters.team_contacts import terms_of
from kiosk.domain import attendees, employers, events, notes, packs
from kiosk.domain.events import Event
from kiosk.domain.notes import Talk, Wanted
from kiosk.web.attachment import attachment
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access
from kiosk.web.stand import bp
from kiosk.web.stand.recruiter import Stand, own_stand
from kiosk.web.stand.team_list import choices, lines
from kiosk.web.times import date_of

SHOWN = 100
"""How many talks one page lists; a search narrows them down."""
Short = Annotated[Line, Field(max_length=160)]


class Search(Form):
    """Whom somebody looks for; nothing means everybody."""

    name: Short = ""
    course: Short = ""
    level: Short = ""
    graduation_year: Short = ""
    topic: Short = ""
    rating: Short = ""
    recruiter: Short = ""


@bp.get("/team")
@access("phone", event="phone")
def team() -> ResponseReturnValue:
    """Show a recruiter everybody their team met, newest first."""
    return _page(Wanted())


@bp.post("/team")
@access("phone", event="phone", because="it only looks: a name belongs into no address")
def search_team() -> ResponseReturnValue:
    """Show a recruiter those of whom their team met that they look for."""
    return _page(_wanted())


def _wanted() -> Wanted:
    return Wanted(**read_form(Search).model_dump())


def _page(wanted: Wanted) -> str:
    stand = own_stand()
    everyone = _talks(stand)
    found = [talk for talk in everyone if wanted.fits(talk)]
    event = events.get(stand.event.id)
    return render_template(
        "stand/team.html",
        employer=employers.get(stand.employer_id or 0),
        lines=lines(found[:SHOWN], stand.event),
        found=len(found),
        shown=SHOWN,
        all=len(everyone),
        wanted=wanted,
        choices=(offered := choices(everyone, wanted)),
        narrowed=any(each.chosen for each in offered),
        erase_on=_last_day(event),
        deletions=len(packs.notices_of_employer(stand.employer_id or 0)),
    )


def _talks(stand: Stand) -> list[Talk]:
    return notes.talks_for(attendees.get(stand.recruiter_id)) if stand.recruiter_id else []


@bp.post("/team/contacts.csv")
@access("phone", event="phone", because="it only reads: a name belongs into no address")
def team_table() -> ResponseReturnValue:
    """Give a recruiter those they look for as a table."""
    talks, event = _found()
    content = team_contacts.table(talks, event, terms_of(event, talks))
    return attachment(content, "text/csv; charset=utf-8", "contacts.csv")


@bp.post("/team/contacts.vcf")
@access("phone", event="phone", because="it only reads: a name belongs into no address")
def team_cards() -> ResponseReturnValue:
    """Give a recruiter those they look for as contact cards."""
    talks, event = _found()
    content = team_contacts.cards(talks, event, terms_of(event, talks))
    return attachment(content, "text/vcard; charset=utf-8", "contacts.vcf")


def _found() -> tuple[list[Talk], Event]:
    stand, wanted = own_stand(), _wanted()
    found = [talk for talk in _talks(stand) if wanted.fits(talk)]
    return found, events.get(stand.event.id)


def _last_day(event: Event) -> str:
    return date_of(event, event.erase_on)
