"""The tablet whose server was out of reach: what it keeps for that, and what it noted meanwhile.

The sealed list goes out beforehand; what was noted comes back sealed, each under the op_id of its
own scan: a scan whose answer was lost is the same operation, and is answered as it was then.
"""

import json
import threading
import time
from base64 import b64encode
from binascii import Error as NotBase64
from binascii import a2b_base64
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import jsonify, make_response, request
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, Field, ValidationError

from kiosk import clock
from kiosk.domain import events
from kiosk.domain.arrivals import Admission, waiting
from kiosk.domain.arrivals.sealed import RECORD, SealedRecords, seal_records
from kiosk.domain.arrivals.sealed_names import SealedNames, seal_names, settle_named
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.events import EventFacts, ListFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown, Refused
from kiosk.web.answers import status_of
from kiosk.web.forms import Form, Line, TimedCommand, once, read_json
from kiosk.web.identity import access, the_device
from kiosk.web.tablet import bp
from kiosk.web.tablet.reading import Reading, Scan

REBUILT_AFTER_S = 60.0
BATCH = 50
_built: dict[tuple[str, tuple[str, ...], bytes | None], "Built"] = {}
_building = threading.Lock()


class Noted(Form):
    """One scan that a tablet noted alone: sealed, under the op_id it had from the first."""

    op_id: UUID
    sealed: Annotated[str, Field(max_length=140_000)]


class Letter(Form):
    """What was sealed: whom it was about, when, and what the station was there for."""

    happened_at: AwareDatetime
    mode: Literal["door", "exit", "meet"]
    at_list: Line
    who: Line = ""


class Settling(Form):
    """What a tablet noted, oldest first, and the time on its clock as it sends."""

    waiting: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=BATCH)]
    sent_at: AwareDatetime


class Picked(TimedCommand):
    """Somebody whom a steward picked from the sealed names."""

    who: Line


class Alone(Reading):
    """A scan that was read while the station was alone."""

    def _admission(self) -> Admission:
        return replace(super()._admission(), offline=True)


@dataclass(frozen=True)
class Built:
    """What was sealed for the stations of one list, and when."""

    at_s: float
    records: SealedRecords
    names: SealedNames | None


@bp.get("/sealed-list")
@access("station", event="device")
def sealed_list() -> ResponseReturnValue:
    """Hand a station what it needs to greet people without us; unchanged, it is a 304."""
    device = the_device()
    event = events.get(device.event.id)
    names_key = events.names_key(event) if event.offline_names and device.mode == "door" else None
    kept = _built_for(device, names_key)
    head = _head(device, kept)
    if kept.names is not None:
        head["names"] = {
            "key": json.loads(event.names_key or "{}"),
            "nonce": b64encode(kept.names.nonce).decode(),
            "bytes": len(kept.names.sealed),
        }
    line = json.dumps(head, separators=(",", ":"), sort_keys=True).encode()
    names = kept.names.sealed if kept.names else b""
    answer = make_response(line + b"\n" + kept.records.records + names)
    answer.content_type = "application/octet-stream"
    answer.set_etag(sha256(line).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


def _built_for(device: DeviceFacts, names_key: bytes | None) -> Built:
    kinds = () if device.mode == "meet" else device.door.kinds
    wanted = (device.event.public_id, kinds, names_key)
    with _building:  # a hall of tablets that ask at once wait for one list
        found = _built.get(wanted)
        if found is None or time.monotonic() - found.at_s > REBUILT_AFTER_S:
            records = seal_records(device.event, kinds)
            names = names_key and seal_names(device.event, names_key, clock.now(), kinds)
            found = Built(time.monotonic(), records, names or None)
            _built[wanted] = found
    return found


def forget_lists() -> None:
    """Drop the lists of the last minute."""
    _built.clear()


def _head(device: DeviceFacts, kept: Built) -> dict[str, Any]:
    event, door = device.event, device.door
    windows = [_window(event.window(kind, door)) for kind in events.KINDS]
    return {
        "version": 1,
        "event": event.public_id,
        "list": door.public_id,
        "mode": device.mode,
        "many": door.entries == "many",
        "timezone": event.timezone,
        "windows": windows,
        "until": _until(event, windows),
        "record": RECORD,
        "salt": b64encode(kept.records.salt).decode(),
        "settles": b64encode(waiting.sealing_key(event.public_id)).decode(),
    }


def _until(event: EventFacts, windows: list[list[int] | None]) -> int | None:
    """Return when the list is of no more use: nobody comes in any more."""
    if event.closed_at is not None:
        return _ms(event.closed_at)
    return None if None in windows else max(window[1] for window in windows if window)


def _window(window: tuple[datetime, datetime] | None) -> list[int] | None:
    return window and [_ms(window[0]), _ms(window[1])]


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@bp.post("/settlements")
@access("station", event="device", op_id=True)
def settle() -> ResponseReturnValue:
    """Take in what a station noted while it was alone: in its order, each exactly once."""
    device = the_device()
    command = read_json(Settling)
    return jsonify(settled=[_settle(device, each, command.sent_at) for each in command.waiting])


def _settle(device: DeviceFacts, each: dict[str, Any], sent_at: datetime) -> dict[str, object]:
    try:
        outcome = _act(device, Noted.model_validate(each), sent_at)
    except ValidationError:
        outcome = Outcome(422, waiting.Unreadable.slug)
    except (Refused, NotKnown) as refusal:
        outcome = Outcome(status_of(refusal), refusal.slug)
    return {"op_id": each.get("op_id"), "status": outcome.status, "outcome": outcome.slug}


def _act(device: DeviceFacts, noted: Noted, sent_at: datetime) -> Outcome:
    event, op_id = device.event, str(noted.op_id)
    try:
        opened = waiting.open_waiting(event.public_id, op_id, a2b_base64(noted.sealed))
    except NotBase64:
        raise waiting.Unreadable from None
    letter = Letter.model_validate(opened)
    station = replace(device, mode=letter.mode, door=_door(device, letter.at_list))
    asked = {**opened, "op_id": noted.op_id, "sent_at": sent_at}
    if letter.who:
        return _let_in(station, Picked.model_validate(asked))
    # The very command that the tablet sent, or would have: its repeat is known by it.
    scan = Scan.model_validate(asked)
    reading = Alone(station, scan)
    return once(scan, "scan", reading.act, event_id=event.id, asker=device.asker)


def _let_in(station: DeviceFacts, picked: Picked) -> Outcome:
    event = station.event
    admission = Admission(
        event, station.door, "name", str(picked.op_id), device=station,
        happened_at=picked.instant(), offline=True,
    )  # fmt: skip

    def act(at: datetime) -> Outcome:
        return settle_named(admission, picked.who, at)

    return once(picked, "let_in_picked", act, event_id=event.id, asker=station.asker)


def _door(device: DeviceFacts, public_id: str) -> ListFacts:
    if public_id == device.door.public_id:
        return device.door
    return events.list_facts(events.list_by_public_id(device.event.id, public_id))
