"""The second factor at the door: somebody found by name shows that it is theirs.

They type the last digits of their phone, or their address up to the @, or wait for a steward's nod,
as the event allows. What is offered says nothing about what we hold. Five tries in ten minutes a
person and twenty a minute a station; then only the nod or the help lane is left.
"""

from datetime import datetime, timedelta

from flask import current_app
from flask.typing import ResponseReturnValue
from limits import parse
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import arrivals, attendees, phones
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee, masked_name
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web import slips
from kiosk.web.forms import Command, Form, Line, Words, once, read_form
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.limits import limiter
from kiosk.web.tablet import bp
from kiosk.web.tablet.reading import may_link
from kiosk.web.tablet.screen import only_at_the_door, state
from kiosk.web.tablet.told import refused
from kiosk.web.tablet.welcome import through

FOUND_LASTS = timedelta(minutes=5)
_PERSONS = parse("5 per 10 minutes")
_STATIONS = parse("20 per minute")


class TooOften(Invalid):
    """No tries are left, for this person or at this station."""

    def __init__(self) -> None:
        """Say who helps now."""
        sentence = "That was tried too often. Please ask a steward, or go to the help lane."
        super().__init__({"proof": sentence})


class Picked(Form):
    """One of the masked names."""

    who: Words


class Proof(Command):
    """What somebody who was found by name knows: digits, or an address up to the @."""

    who: Words
    digits: Line = ""
    before_at: Line = ""


def asks_for_proof(device: DeviceFacts) -> bool:
    """Whether the event lets people prove by something they know."""
    return bool({"phone", "email"} & set(device.event.second_factor))


@bp.post("/name/picked")
@access("station", event="device", because="a question: it writes nothing")
def pick() -> ResponseReturnValue:
    """Ask somebody who picked a masked name to show that it is theirs."""
    device = the_device()
    only_at_the_door(device)
    who = read_form(Picked).who
    return _page(device, who, _found(device, who, clock.now()))


def _found(device: DeviceFacts, slip: str, at: datetime) -> Attendee:
    facts = slips.unseal("found", device.asker, slip, at, lasts=FOUND_LASTS)
    return attendees.by_public_id(device.event.id, facts["attendee"])


def _page(
    device: DeviceFacts,
    who: str,
    attendee: Attendee,
    status: int = 200,
    *,
    wrong: str = "",
    used_up: bool = False,
) -> Response:
    allowed = set(device.event.second_factor) or {"nod"}
    called = masked_name(attendee.name)
    return state("prove", status, who=who, called=called, allowed=allowed, wrong=wrong,
                 used_up=used_up)  # fmt: skip


@bp.post("/proofs")
@access("station", event="device", op_id=True)
def prove() -> ResponseReturnValue:
    """Let in somebody who was found by name and knows what only they know."""
    device = the_device()
    only_at_the_door(device)
    command = read_form(Proof)

    def act(at: datetime) -> Outcome:
        return _let_in(device, command, at)

    try:
        outcome = once(command, "prove", act, event_id=device.event.id, asker=device.asker)
    except Invalid as error:
        attendee = _found(device, command.who, clock.now())
        used_up = isinstance(error, TooOften)
        return _page(device, command.who, attendee, 422, wrong=_(error.sentence), used_up=used_up)
    if outcome.status == 409:
        return refused(device, outcome)
    arrival = arrivals.by_public_id(device.event.id, outcome.rows["arrival"])
    return through(device, arrival, attendees.get(arrival.attendee_id), outcome.status)


def _let_in(device: DeviceFacts, command: Proof, at: datetime) -> Outcome:
    attendee = _found(device, command.who, at)
    _count_try(device, attendee)
    known = {"digits": command.digits, "before_at": command.before_at}
    if not attendees.proves(attendee, device.event.second_factor, **known):
        raise Invalid({"proof": "That does not match. Please try again, or ask a steward."})
    wish = admission(device, "name", str(command.op_id))
    try:
        return welcome_in(wish, attendee, at)
    except Refused as refusal:
        arrivals.keep_refusal(refusal.slug, wish, attendee.public_id, attendee, at)
        return Outcome(409, refusal.slug, {**refusal.facts, "sentence": refusal.sentence})


def _count_try(device: DeviceFacts, attendee: Attendee) -> None:
    """Count a try, right or wrong, before it is made: two at once are two.

    Raises:
        TooOften: there are none left.
    """
    if not current_app.config.get("RATELIMIT_ENABLED", True):
        return
    station = limiter.limiter.hit(_STATIONS, "proofs", device.asker)
    if not station or not limiter.limiter.hit(_PERSONS, "proofs", attendee.public_id):
        raise TooOften


def admission(device: DeviceFacts, way: str, op_id: str) -> Admission:
    """Return the wish to come in here now."""
    return Admission(device.event, device.door, way, op_id, device=device)


def welcome_in(wish: Admission, attendee: Attendee, at: datetime) -> Outcome:
    """Check somebody in, with a code for their phone; called inside the write transaction.

    Raises:
        Refused: by the rules of the door.
    """
    arrival = arrivals.check_in(wish, attendee, at)
    if may_link(arrival):
        phones.show_code(attendee, arrival.device_id, at, seed=arrival.public_id)
    return Outcome(201, "accepted", {"arrival": arrival.public_id})
