"""Hello: what somebody sees who has just come in by a ticket or a nod.

One tap chooses what others get; a code links the phone; the badge prints meanwhile, and the page
says about it only what is true. The forms act by a slip for this check-in at this tablet alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from flask import current_app, g
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.adapters.badge_picture import miniature_of
from kiosk.adapters.code_picture import data_address
from kiosk.domain import arrivals, attendees, phones, print_jobs
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.domain.print_jobs import Whereabouts
from kiosk.errors import NotKnown, Refused
from kiosk.web import language, slips
from kiosk.web.forms import Command, Words, once, read_form, settled
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.printer_words import what_it_needs
from kiosk.web.tablet import bp
from kiosk.web.tablet.goodbye import goodbye_page
from kiosk.web.tablet.reading import may_link
from kiosk.web.tablet.screen import named_languages, part, state

PAGE_LASTS = timedelta(minutes=3)
JUST_NOW = timedelta(seconds=1)
"""A badge asked for so lately is at no printer yet: the page says where two seconds later."""


class Choice(Command):
    """What others may have, chosen with one tap."""

    arrival: Words
    share: Literal["name", "name_email", "email_phone"]


class Unlink(Command):
    """The phone that was just linked is not mine."""

    arrival: Words


@dataclass(frozen=True)
class Guest:
    """Somebody who has just come in here, as their page's slip says."""

    slip: str
    arrival: Arrival
    attendee: Attendee
    seed: str
    shown_at: datetime


def through(
    device: DeviceFacts, arrival: Arrival, attendee: Attendee, status: int = 200
) -> Response:
    """Return the page of somebody who has just come in or gone out."""
    name = attendee.first_name
    if attendee.status == "practice":
        return state("practice", status, first_name=name)
    if arrival.kind == "exit":
        return goodbye_page(device, arrival, attendee, status)
    if device.door.kind == "session":
        return state("in_session", status, first_name=name)
    if arrival.way == "badge":
        return state("again", status, first_name=name)
    return welcome_page(device, arrival, attendee, status)


def welcome_page(
    device: DeviceFacts, arrival: Arrival, attendee: Attendee, status: int = 200
) -> Response:
    """Return the page of somebody who has just come in."""
    return guest_page(
        _guest(device, arrival, attendee, arrival.public_id, arrival.recorded_at), status
    )


def _guest(
    device: DeviceFacts, arrival: Arrival, attendee: Attendee, seed: str, shown_at: datetime
) -> Guest:
    slip = slips.seal("arrival", device.asker, shown_at, arrival=arrival.public_id, seed=seed,
                      shown_at=shown_at.isoformat())  # fmt: skip
    return Guest(slip, arrival, attendee, seed, shown_at)


def owner_by(slip: str, at: datetime) -> Guest:
    """Return who chooses: never who came in by something that others may hold too."""
    guest = guest_by(slip, at)
    if not may_link(guest.arrival):
        raise slips.SlipGone
    return guest


def guest_by(slip: str, at: datetime) -> Guest:
    """Return who has just come in here, and let their page speak their language.

    Raises:
        SlipGone: the page has closed, or the check-in was taken back.
    """
    device = the_device()
    facts = slips.unseal("arrival", device.asker, slip, at, lasts=PAGE_LASTS)
    arrival = arrivals.by_public_id(device.event.id, facts["arrival"])
    if arrival.undone_at is not None:
        raise slips.SlipGone
    shown_at = datetime.fromisoformat(facts["shown_at"])
    attendee = attendees.get(arrival.attendee_id)
    _speak_to(attendee)
    return Guest(slip, arrival, attendee, facts["seed"], shown_at)


def guest_page(guest: Guest, status: int = 200, *, sentence: str = "") -> Response:
    """Return the page of somebody who has just come in, as things stand."""
    attendee, event, at = guest.attendee, the_device().event, clock.now()
    _speak_to(attendee)
    linked = phones.was_linked_since(attendee.id, guest.shown_at)
    return state(
        "welcome",
        status,
        slip=guest.slip,
        first_name=attendee.first_name,
        **_badge(guest),
        own=may_link(guest.arrival),
        minor=attendee.is_minor(event, at),
        presets=_presets(),
        chosen=sharing.preset_of(attendee),
        linked=linked,
        code=None if linked else _code(guest, at),
        sentence=sentence,
        languages=named_languages(event) if may_link(guest.arrival) else [],
    )


def _speak_to(attendee: Attendee) -> None:
    # What they tapped before they came in is theirs by now: see `reading`.
    if attendee.locale and attendee.locale != g.get("locale"):
        language.prefer(attendee.locale)
        refresh()


def _presets() -> list[tuple[str, str, str]]:
    return [
        ("name", _("Name"), _("They can ask me for more.")),
        ("name_email", _("Name and email"), _("They can write to me after the fair.")),
        ("email_phone", _("Email and phone"), _("They can call me too.")),
    ]


def _badge(guest: Guest) -> dict[str, Any]:
    """Return where their badge is, and what keeps it from coming out."""
    job = print_jobs.latest_of(guest.attendee.id)
    has_face = job is not None and may_link(guest.arrival)  # nobody but its wearer sees it small
    told: dict[str, Any] = {"badge": None, "needs": "", "ahead": False, "has_face": has_face}
    if job is None:
        return told
    if job.settled_at is not None and job.settled_at < guest.arrival.recorded_at:
        return told | {"ahead": job.batch_id is not None and job.state == "printed"}
    at = clock.now()
    if job.state == "queued" and at - job.created_at < JUST_NOW:
        return told | {"badge": Whereabouts(job.state, "")}
    badge = print_jobs.where_is(job, at)
    return told | {"badge": badge, "needs": what_it_needs(badge.stuck) if badge.stuck else ""}


def _code(guest: Guest, at: datetime) -> dict[str, str] | None:
    if at - guest.shown_at > phones.SHOWN_FOR or not may_link(guest.arrival):
        return None
    secret, digits = phones.shown_code(guest.seed)
    settings = current_app.config["KIOSK"]
    return {
        "picture": data_address(f"{settings.public_url}/claim#{secret}"),
        "place": f"{settings.public_host}/claim",
        "digits": f"{digits[:3]} {digits[3:]}",
    }


@bp.post("/choices")
@access("station", event="device", op_id=True)
def choose() -> ResponseReturnValue:
    """Keep what the person who has just come in lets others have."""
    device = the_device()
    command = read_form(Choice)

    def act(at: datetime) -> Outcome:
        guest = owner_by(command.arrival, at)
        if guest.attendee.is_minor(device.event, at):
            raise Refused("under_18", "People under 18 share nothing here.")
        fields = sharing.PRESETS[command.share]
        sharing.choose(guest.attendee, fields, event=device.event, through="tablet", at=at)
        return Outcome(200, "chosen")

    settled(once(command, "choose", act, event_id=device.event.id, asker=device.asker))
    return guest_page(guest_by(command.arrival, clock.now()), sentence=_("Saved."))


@bp.post("/unlinks")
@access("station", event="device", op_id=True)
def unlink() -> ResponseReturnValue:
    """Let go of a phone that was linked from this page, and show a new code."""
    device = the_device()
    command = read_form(Unlink)

    def act(at: datetime) -> Outcome:
        guest = owner_by(command.arrival, at)
        for phone in phones.of_attendee(guest.attendee.id, at):
            if phone.linked_at >= guest.shown_at:
                phones.revoke(guest.attendee.id, phone.public_id, at)
        seed = f"{guest.arrival.public_id}:{command.op_id}"
        phones.show_code(guest.attendee, device.id, at, seed=seed)
        return Outcome(200, "unlinked", {"seed": seed, "shown_at": at.isoformat()})

    verb = "unlink"
    outcome = settled(once(command, verb, act, event_id=device.event.id, asker=device.asker))
    old = guest_by(command.arrival, clock.now())
    shown_at = datetime.fromisoformat(outcome.rows["shown_at"])
    fresh = _guest(device, old.arrival, old.attendee, outcome.rows["seed"], shown_at)
    return guest_page(fresh, sentence=_("That phone is not linked any more."))


@bp.get("/arrivals/<slip>/badge")
@access("station", event="device")
def badge_part(slip: str) -> ResponseReturnValue:
    """Tell what has become of the badge, for the page that keeps itself fresh."""
    return part("_badge", **_badge(guest_by(slip, clock.now())))


@bp.get("/arrivals/<slip>/face.png")
@access("station", event="device")
def face_picture(slip: str) -> ResponseReturnValue:
    """Show who has just come in their badge in miniature, while the page stands."""
    attendee = owner_by(slip, clock.now()).attendee
    content = miniature_of(attendee, public_url=current_app.config["KIOSK"].public_url)
    if content is None:
        raise NotKnown
    return content, 200, {"Content-Type": "image/png"}


@bp.get("/arrivals/<slip>/phone")
@access("station", event="device")
def phone_part(slip: str) -> ResponseReturnValue:
    """Tell whether a phone was linked, for the page that keeps itself fresh."""
    guest = guest_by(slip, clock.now())
    linked = phones.was_linked_since(guest.attendee.id, guest.shown_at)
    if not linked and clock.now() - guest.shown_at <= phones.SHOWN_FOR:
        return "", 304  # the code on the page stands
    return part("_phone", linked=linked, code=None, slip=slip)
