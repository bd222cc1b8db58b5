"""The door list: everybody who may come, by name, to tick on paper in a hall without power.

It is printed, or kept as a file, before the fair. What was ticked is checked in at the desk later.
"""

from datetime import datetime
from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import arrivals, attendees
from kiosk.domain.events import Event
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.desk.roll_call import alone
from kiosk.web.identity import access
from kiosk.web.times import day_of, time_of

_MAY_COME = ("expected", "unpaid")


@bp.get("/<slug>/door-list")
@access("steward", event="staff")
def door_list(slug: str) -> ResponseReturnValue:
    """List by name who is expected, for the steward who will have nothing but paper."""
    event = this_event(slug)
    return show("door_list", event, here="printing", **_expected(event, clock.now()))


@bp.get("/<slug>/door-list/file")
@access("steward", event="staff")
def door_list_file(slug: str) -> ResponseReturnValue:
    """Give the steward the same list as one file to keep: it opens without any network."""
    event, at = this_event(slug), clock.now()
    answer = make_response(alone(event, show("_door_list", event, **_expected(event, at))))
    name = f"door-list-{event.slug}.html"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _expected(event: Event, at: datetime) -> dict[str, Any]:
    people = [each for each in attendees.of_event(event.id) if each.status in _MAY_COME]
    return {
        "people": people,
        "inside": {person.id for person, _entry in arrivals.roll_call(event.id, at)},
        "as_of": time_of(event, at),
        "day": day_of(event, at),
    }
