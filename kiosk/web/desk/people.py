"""Finding people: by a part of the name, at most eight. A list of people is never browsed.

The question carries a name, so it is a POST; it writes nothing.
"""

from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.adapters.unprintable import by_hand, named
from kiosk.domain import arrivals, attendees
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.forms import Form, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class Search(Form):
    """A part of somebody's name."""

    q: str = Field("", max_length=200)


@bp.get("/<slug>/people")
@access("steward", event="staff")
def people_page(slug: str) -> ResponseReturnValue:
    """Ask the steward for a name."""
    event = this_event(slug)
    pens = [(each, named(each.letters)) for each in by_hand(event.id)]
    return show("people", event, here="people", q="", found=None, wrong="", by_hand=pens)


@bp.post("/<slug>/people")
@access("steward", event="staff", because="writes nothing")
def search(slug: str) -> ResponseReturnValue:
    """Show the steward at most eight people of that name, and who of them is inside."""
    event = this_event(slug)
    q, wrong, status = "", "", 200
    found: list[attendees.Attendee] | None = None
    try:
        q = read_form(Search).q
        found = attendees.search(event.id, q, staff=True)
    except Invalid as fault:
        wrong, status = _(fault.sentence), 422
    inside = arrivals.who_is_inside(event.id, [person.id for person in found or ()], clock.now())
    page = show("people", event, here="people", q=q, found=found, wrong=wrong, inside=inside)
    return page, status
