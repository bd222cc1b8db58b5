"""Finding somebody by name, for a program or a station: a question, so it writes nothing."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees
from kiosk.domain.attendees import Attendee, masked_name, masked_organisation
from kiosk.web import limits, lookups
from kiosk.web.api import bp
from kiosk.web.api.asking import device_of
from kiosk.web.forms import Form, Line, read_json
from kiosk.web.identity import access


class Search(Form):
    """A part of a name."""

    q: Line


@bp.post("/events/<slug>/attendees/search")
@access("station", "api", event="device", because="a question: it writes nothing")
@limits.limiter.limit("120/minute")
def search(slug: str) -> ResponseReturnValue:
    """Return at most eight people by a part of their name; masked for a self-service station."""
    device = device_of(slug)
    masked = device.kind == "station"
    q = read_json(Search).q
    found = lookups.look_for(device, q) if masked else _for_a_program(device.event.id, q)
    return jsonify(attendees=[_answer(attendee, masked=masked) for attendee in found])


def _for_a_program(event_id: int, q: str) -> list[Attendee]:
    # It is told no status, so of nobody who is cancelled.
    found = attendees.search(event_id, q, staff=True)
    return [attendee for attendee in found if attendee.status != "cancelled"]


def _answer(attendee: Attendee, *, masked: bool) -> dict[str, object]:
    organisation = attendee.organisation or ""
    return {
        "id": attendee.public_id,
        "name": masked_name(attendee.name) if masked else attendee.name,
        "organisation": organisation if not masked else masked_organisation(organisation),
        "checked_in": arrivals.has_arrived(attendee.id),
    }
