"""Meetings by a program: two badges held up together, and undo."""

from datetime import datetime
from typing import Annotated, Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import attendees, codes, meetings, prompts
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.meetings import Handshake, MeetingMade
from kiosk.domain.operations import Outcome
from kiosk.web import limits
from kiosk.web.api import bp
from kiosk.web.api.asking import device_of
from kiosk.web.forms import TOO_FAST, Command, Scanned, TimedCommand, once, read_json, settled
from kiosk.web.identity import access
from kiosk.web.letters import refresh_both_packs


class Badges(TimedCommand):
    """Two badge codes."""

    badges: Annotated[list[Scanned], Field(min_length=2, max_length=2)]


class Undo(Command):
    """A meeting to undo."""


@bp.post("/events/<slug>/meetings")
@access("station", "api", event="device", op_id=True)
@limits.misses
def meet(slug: str) -> ResponseReturnValue:
    """Let the wearers of two badges meet; met before answers 200 with the next question."""
    device = device_of(slug)
    command = read_json(Badges)

    held: list[tuple[MeetingMade, dict[int, Attendee]]] = []

    def act(at: datetime) -> Outcome:
        one, other = codes.whose_each(device.event.id, command.badges, "badge")
        handshake = Handshake(
            device.event,
            "tablet",
            str(command.op_id),
            device.asker,
            device_id=device.id,
            happened_at=command.instant(),
        )
        if not meetings.in_pace(handshake, one, other, at):
            return TOO_FAST
        made = meetings.meet(handshake, one, other, at)
        held[:] = [(made, {one.id: one, other.id: other})]  # so that nothing is read again
        status, slug = (200, "met_before") if made.met_before else (201, "met")
        return Outcome(status, slug, {"meeting": made.meeting.public_id})

    outcome = settled(once(command, "meet", act, event_id=device.event.id, asker=device.asker))
    if outcome.replayed:
        held = [_again(device.event.id, outcome)]
    status = 200 if outcome.replayed else outcome.status
    return jsonify(_body(*held[0], outcome.slug, device)), status


def _again(event_id: int, outcome: Outcome) -> tuple[MeetingMade, dict[int, Attendee]]:
    meeting = meetings.by_public_id(event_id, outcome.rows["meeting"])
    given = tuple(meetings.given_at(meeting))
    people = {each: attendees.get(each) for each in (meeting.low_id, meeting.high_id)}
    return MeetingMade(meeting, outcome.slug == "met_before", given), people


def _body(
    made: MeetingMade, people: dict[int, Attendee], outcome: str, device: DeviceFacts
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "people": [{"id": person.public_id, "name": person.name} for person in people.values()],
        "shares": [
            {
                "giver": people[share.giver_id].public_id,
                "receiver": people[share.receiver_id].public_id,
                "fields": list(share.fields),
                "state": share.state,
            }
            for share in made.given
        ],
        "prompt": prompts.wording(device.event.id, made.meeting.prompt_id, device.event.locale),
    }


@bp.post("/events/<slug>/meetings/<uuid:op_id>/undo")
@access("station", "api", event="device", op_id=True)
def undo_meeting(slug: str, op_id: object) -> ResponseReturnValue:
    """Undo a meeting this device made in the last ten minutes."""
    device = device_of(slug)
    command = read_json(Undo)

    def act(at: datetime) -> Outcome:
        meeting = meetings.by_op_id(device.event.id, str(op_id))
        meetings.undo(meeting, by=device.asker, device_id=device.id, at=at)
        refresh_both_packs(meeting, at)
        return Outcome(200, "undone", {"meeting": meeting.public_id})

    settled(once(command, f"undo:{op_id}", act, event_id=device.event.id, asker=device.asker))
    return jsonify(outcome="undone", op_id=str(op_id))
