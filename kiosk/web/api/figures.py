"""An event's figures, for a program: the same as `kiosk figures --json`."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import figures
from kiosk.web.api import bp
from kiosk.web.api.asking import device_of
from kiosk.web.identity import access


@bp.get("/events/<slug>/figures")
@access("station", "api", event="device")
def read(slug: str) -> ResponseReturnValue:
    """Return registered, arrived, inside, meetings, shares and packs by state."""
    return jsonify(figures.of_event(device_of(slug).event.id, clock.now()))
