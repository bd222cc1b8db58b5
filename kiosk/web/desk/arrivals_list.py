"""The arrivals list: everybody who is expected, to tick with a pen where there is no power.

It is printed before the fair, or kept as a file that needs no network, and says how old it is. It
names a whole fair, so only an organiser has it.
"""

from datetime import datetime
from itertools import groupby
from typing import Any

from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import arrivals, attendees, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.web.attachment import attachment
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.desk.roll_call import alone
from kiosk.web.identity import access
from kiosk.web.times import day_of, time_of


@bp.get("/<slug>/arrivals-list")
@access("organiser", event="staff")
def arrivals_list(slug: str) -> ResponseReturnValue:
    """List everybody who is expected, for the organiser to print before the fair."""
    event = this_event(slug)
    return show("arrivals_list", event, here="people", **_expected(event, clock.now()))


@bp.get("/<slug>/arrivals-list/file")
@access("organiser", event="staff")
def arrivals_list_file(slug: str) -> ResponseReturnValue:
    """Give the organiser the same list as one file to keep: it opens without any network."""
    event, at = this_event(slug), clock.now()
    page = alone(event, show("_arrivals_list", event, **_expected(event, at)))
    name = f"arrivals-{event.slug}-{at.astimezone(event.zone):%H%M}.html"
    return attachment(page, "text/html; charset=utf-8", name)


def _expected(event: Event, at: datetime) -> dict[str, Any]:
    people = [
        each for each in attendees.of_event(event.id) if each.status in ("expected", "unpaid")
    ]
    people.sort(key=print_jobs.in_the_box)
    return {
        "count": len(people),
        "letters": [(letter, list(some)) for letter, some in groupby(people, _letter)],
        "with_badge": print_jobs.people_with_badge(event.id),
        "inside": arrivals.who_is_inside(event.id, [each.id for each in people], at),
        "as_of": time_of(event, at),
        "day": day_of(event, at),
    }


def _letter(person: Attendee) -> str:
    """Return the letter somebody stands under: of the name that badges are sorted by."""
    family, whole = print_jobs.in_the_box(person)
    return (family or whole)[:1].upper()
