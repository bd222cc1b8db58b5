"""Walk-ins at the tablet: a name, a kind and one tick, and somebody who was on no list is in.

Whoever may be on the list after all is asked first, by masked names. That an address is known is
told to stewards alone: what a screen answers must not depend on it.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from flask import current_app, request
from flask.typing import ResponseReturnValue
from limits import parse
from pydantic import StringConstraints
from werkzeug.wrappers import Response

from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.faults import FAULTS, CellRefused
from kiosk.domain import arrivals, attendees, audit, codes, events
from kiosk.domain.attendees.walk_ins import KINDS
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web.forms import Command, once, read_form, settled
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.limits import TooMany, limiter
from kiosk.web.tablet import bp
from kiosk.web.tablet.factors import admission, welcome_in
from kiosk.web.tablet.names import found_here
from kiosk.web.tablet.screen import only_at_the_door, state, tapped_language
from kiosk.web.tablet.told import refused
from kiosk.web.tablet.welcome import through

Typed = Annotated[str, StringConstraints(max_length=2000)]
_AN_HOUR = parse("60 per hour")
_READERS = {"called": cells.one_line(120), "kind": cells.kind, "write_to": cells.email}
_FIELD_OF = {"called": "name", "kind": "kind", "write_to": "email"}


class WalkIn(Command):
    """Somebody new, who was told how sharing works. No field is one that browsers fill in."""

    called: Typed = ""
    kind: Typed = ""
    write_to: Typed = ""
    under_18: Literal["yes", ""] = ""
    consent: Literal["yes", ""] = ""
    new: Literal["yes", ""] = ""
    """They are none of those who were offered."""


class NotNow(Invalid):
    """The door lets them in no more than anybody else; nothing was written."""

    def __init__(self, refusal: Refused) -> None:
        """Take the door's own refusal."""
        super().__init__({}, refusal.sentence)
        self.outcome = Outcome(409, refusal.slug, {**refusal.facts, "sentence": refusal.sentence})


@bp.get("/new")
@access("station", event="device")
def new_here() -> ResponseReturnValue:
    """Ask somebody who is on no list for their name, or tell them where to go."""
    device = the_device()
    kinds = _kinds(device)
    return _form(device, {"kind": kinds[0]}) if kinds else state("new")


def _kinds(device: DeviceFacts) -> list[str]:
    """Return which kinds of people may register themselves here; none: at the desk."""
    if device.mode != "door" or device.door.kind == "session":
        return []
    if device.event.walk_ins_at != "tablet":
        return []
    return [kind for kind in KINDS if not device.door.kinds or kind in device.door.kinds]


def _form(
    device: DeviceFacts, typed: dict[str, str], wrong: dict[str, str] | None = None
) -> Response:
    event = device.event
    wording = _(events.consent_wording(event.id, event.consent_version))
    words = {"student": _("Student"), "mentor": _("Mentor"), "guest": _("Guest"),
             "employer": _("Employer")}  # fmt: skip
    kinds = [(kind, words[kind]) for kind in _kinds(device)]
    return state("walk_in", 422 if wrong else 200, typed=typed, wrong=wrong or {}, kinds=kinds,
                 wording=wording)  # fmt: skip


@bp.post("/new")
@access("station", event="device", op_id=True)
def walk_in() -> ResponseReturnValue:
    """Register and let in somebody new, unless they may be on the list after all."""
    device = the_device()
    only_at_the_door(device)
    if not _kinds(device):
        return state("new", 409)
    try:
        command = read_form(WalkIn)
        values = _read(device, command)
    except Invalid as fault:
        return _form(device, request.form.to_dict(), fault.fields)
    if not _was_heard(device, command):  # whose answer was lost is no namesake of their own
        _count(device)
        like = attendees.namesakes(device.event.id, values["name"])
        if like and command.new != "yes":
            return state("perhaps", typed=request.form.to_dict(), **found_here(device, like))
    return _let_in(device, command, values)


def _was_heard(device: DeviceFacts, command: WalkIn) -> bool:
    try:
        arrivals.by_op_id(device.event.id, str(command.op_id))
    except NotKnown:
        return False
    return True


def _read(device: DeviceFacts, command: WalkIn) -> dict[str, Any]:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, reader in _READERS.items():
        try:
            values[_FIELD_OF[name]] = reader(getattr(command, name))
        except CellRefused as fault:
            wrong[name] = _(FAULTS[fault.slug], **fault.params)
    if "called" not in wrong and not values["name"]:
        wrong["called"] = _("Please type your name.")
    if values.get("kind") not in _kinds(device):
        wrong["kind"] = _("Please choose one.")
    if command.consent != "yes":
        wrong["consent"] = _("Please read this and tick it.")
    if wrong:
        raise Invalid(wrong)
    kept = {name: value for name, value in values.items() if value}
    return kept | {"under_18": command.under_18 == "yes"}


def _count(device: DeviceFacts) -> None:
    enabled = current_app.config.get("RATELIMIT_ENABLED", True)
    if enabled and not limiter.limiter.hit(_AN_HOUR, "walk-ins", device.asker):
        raise TooMany(sentence="Many people registered here just now. Please go to the help lane.")


def _let_in(device: DeviceFacts, command: WalkIn, values: dict[str, Any]) -> Response:
    known = attendees.is_known(device.event.id, values)
    if language := tapped_language():
        values["locale"] = language

    def act(at: datetime) -> Outcome:
        return _registered(device, command, values, at, known=known)

    event_id = device.event.id
    try:
        outcome = once(command, "walk_in", act, event_id=event_id, asker=device.asker)
    except NotNow as refusal:
        return refused(device, refusal.outcome)
    outcome = settled(outcome)
    arrival = arrivals.by_public_id(event_id, outcome.rows["arrival"])
    return through(device, arrival, attendees.get(arrival.attendee_id), outcome.status)


def _registered(
    device: DeviceFacts, command: WalkIn, values: dict[str, Any], at: datetime, *, known: bool
) -> Outcome:
    event = events.get(device.event.id)
    person = attendees.come_in_new(event, values, origin="person", at=at)
    codes.issue_missing(event.id, at)
    wish = admission(device, "walk_in", str(command.op_id))
    try:
        outcome = welcome_in(wish, person, at)
    except Refused as refusal:  # as for anybody; then they are not registered either
        raise NotNow(refusal) from None
    if known:
        arrivals.keep_refusal("maybe_twice", wish, person.public_id, person, at)
    consent = device.event.consent_version
    audit.note(event.id, device.asker, "walk-in", person.public_id, at=at, consent=consent)
    return outcome
