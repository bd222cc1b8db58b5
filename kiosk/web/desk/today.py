"""Today: five live figures, arrivals by five minutes, what needs somebody, and the doors.

Three parts, each fresh every three seconds by its ETag; what needs somebody every two, so that
what a printer says is here within five. A fragment leaves its op_ids empty for the script to fill:
with fresh ones it would never be the same twice.
"""

from datetime import datetime
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import figures, print_jobs
from kiosk.domain.events import Event
from kiosk.errors import NotKnown
from kiosk.web.desk import bp, chart, waiting
from kiosk.web.desk.page import show, this_event
from kiosk.web.identity import access

_PARTS = ("figures", "needs", "doors")


@bp.get("/<slug>")
@access("steward", event="staff")
def today(slug: str) -> ResponseReturnValue:
    """Show the steward how the fair is going, and what needs somebody."""
    event = this_event(slug)
    at = clock.now()
    values: dict[str, Any] = {}
    for part in _PARTS:
        values |= _VALUES[part](event, at)
    return show("today", event, here="today", live=False, **values)


@bp.get("/<slug>/today/<part>")
@access("steward", event="staff")
def today_part(slug: str, part: str) -> ResponseReturnValue:
    """Give one part of today anew, or 304 when nothing in it has changed."""
    if part not in _PARTS:
        raise NotKnown("no_such_part", "There is nothing at this address.")
    event = this_event(slug)
    values = _VALUES[part](event, clock.now())
    answer = make_response(show(f"_{part}", event, live=True, **values))
    answer.add_etag()
    return answer.make_conditional(request)


def _figures(event: Event, at: datetime) -> dict[str, Any]:
    return {
        "figures": figures.of_event(event.id, at) | {"to_print": print_jobs.waiting(event.id)},
        "chart": chart.of_arrivals(event, at),
        "lists": figures.of_lists(event.id, at),
    }


def _needs(event: Event, at: datetime) -> dict[str, Any]:
    return waiting.needs(event, at) | {"back": "today"}


def _doors(event: Event, at: datetime) -> dict[str, Any]:
    return {"doors": figures.entries_by_station(event.id)}


_VALUES = {"figures": _figures, "needs": _needs, "doors": _doors}
