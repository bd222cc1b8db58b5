"""Check-ins by a program: POST /check-ins, and undo."""

from datetime import datetime
from typing import Any, Literal

from flask import jsonify
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees
from kiosk.domain.arrivals import Admission, Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown
from kiosk.web import limits
from kiosk.web.api import bp
from kiosk.web.api.asking import device_of
from kiosk.web.forms import Command, Scanned, TimedCommand, Words, once, read_json, settled
from kiosk.web.identity import access


class CheckIn(TimedCommand):
    """A scanned ticket or badge, for entry or exit."""

    code: Scanned
    kind: Literal["entry", "exit"] = "entry"
    offline: bool = False
    """Let in by a program that could not ask us: they are in, so no capacity refuses them."""


class Undo(Command):
    """A check-in to take back, and why."""

    reason: Words = ""


@bp.post("/events/<slug>/check-ins")
@access("station", "api", event="device", op_id=True)
@limits.misses
def check_in(slug: str) -> ResponseReturnValue:
    """Let whoever's code was scanned in, or out."""
    device = device_of(slug)
    command = read_json(CheckIn)
    made: dict[str, Any] = {}

    def act(at: datetime) -> Outcome:
        admission = _admission(device, command)
        scanned = arrivals.scan(admission, command.code, at)
        made.update(attendee=scanned.attendee, arrival=scanned.arrival)
        return scanned.outcome

    outcome = once(command, "check_in", act, event_id=device.event.id, asker=device.asker)
    if outcome.status == 404:
        raise NotKnown(outcome.slug)
    settled(outcome)
    if outcome.replayed:
        made["arrival"] = arrivals.by_public_id(device.event.id, outcome.rows["arrival"])
        made["attendee"] = attendees.get(made["arrival"].attendee_id)
    body = _body(made["arrival"], made["attendee"], device)
    return jsonify(body), 200 if outcome.replayed else 201


def _admission(device: DeviceFacts, command: CheckIn) -> Admission:
    return Admission(
        device.event,
        device.door,
        "ticket",
        str(command.op_id),
        kind=command.kind,
        device=device,
        happened_at=command.instant(),
        offline=command.offline,
    )


def _body(arrival: Arrival, attendee: Attendee, device: DeviceFacts) -> dict[str, Any]:
    return {
        "outcome": "accepted",
        "op_id": arrival.op_id,
        "kind": arrival.kind,
        "attendee": {"id": attendee.public_id, "name": attendee.name, "kind": attendee.kind},
        "happened_at": arrival.happened_at.isoformat(),
        "station": device.name,
    }


@bp.post("/events/<slug>/check-ins/<uuid:op_id>/undo")
@access("station", "api", event="device", op_id=True)
def undo_check_in(slug: str, op_id: object) -> ResponseReturnValue:
    """Take back a check-in this device made in the last 15 minutes."""
    device = device_of(slug)
    command = read_json(Undo)

    def act(at: datetime) -> Outcome:
        arrival = arrivals.by_op_id(device.event.id, str(op_id))
        arrivals.undo(arrival, by=device.asker, why=command.reason, device_id=device.id, at=at)
        return Outcome(200, "undone", {"arrival": arrival.public_id})

    settled(once(command, f"undo:{op_id}", act, event_id=device.event.id, asker=device.asker))
    return jsonify(outcome="undone", op_id=str(op_id))
