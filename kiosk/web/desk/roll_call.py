"""The roll-call: who is inside, by name, on screen, on paper, and in a file that needs no network.

The page and the file carry all they need and say how old they are; ticks are the reader's own and
stay on the page. Nothing here is asked again by itself: a list that is being read must not move.
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import escape

from kiosk import clock
from kiosk.domain import arrivals, events
from kiosk.domain.events import CheckInList, Event
from kiosk.web.attachment import attachment
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.identity import access
from kiosk.web.times import day_of, time_of


@bp.get("/<slug>/inside")
@access("steward", event="staff")
def roll_call(slug: str) -> ResponseReturnValue:
    """List by name who is inside, for the steward at the assembly point."""
    event = this_event(slug)
    return show("roll_call", event, here="inside", **_called(event, clock.now()), linked=True)


def _called(event: Event, at: datetime) -> dict[str, Any]:
    lists = events.lists_of(event.id)
    on = _chosen(event)
    people = arrivals.roll_call(event.id, at) if on is None else arrivals.on_list(on)
    stories = arrivals.stories_of(event.id, [person.id for person, _entry in people])
    return {
        "lists": lists,
        "on": on,
        "people": people,
        "station_of": {
            step.arrival.id: step.station for story in stories.values() for step in story
        },
        "as_of": time_of(event, at),
        "day": day_of(event, at),
    }


def _chosen(event: Event) -> CheckInList | None:
    wanted = request.args.get("list", "")
    if not wanted:
        return None
    return events.list_by_public_id(event.id, wanted[:40])


@bp.get("/<slug>/inside/file")
@access("steward", event="staff")
def roll_call_file(slug: str) -> ResponseReturnValue:
    """Give the steward the same list as one file to keep: it opens without any network."""
    event, at = this_event(slug), clock.now()
    table = show("_roll_call", event, linked=False, **_called(event, at))
    name = f"inside-{event.slug}-{at.astimezone(event.zone):%H%M}.html"
    return attachment(alone(event, table), "text/html; charset=utf-8", name)


def alone(event: Event, table: str) -> str:
    """Return the table as a whole page with its own style, for a browser that is offline."""
    sheet = _sheet(current_app.static_folder or "")
    locale = str(get_locale() or "en").replace("_", "-")
    return (
        f'<!doctype html>\n<html lang="{escape(locale)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(event.name)}</title><style>{sheet}</style></head>"
        f'<body class="alone">{table}</body></html>\n'
    )


@cache
def _sheet(folder: str) -> str:
    return (Path(folder) / "css" / "roll-call.css").read_text(encoding="utf-8")
