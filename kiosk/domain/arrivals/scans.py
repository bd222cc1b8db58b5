"""Scans: whose code a station read, and whether it let them in. A refused one is kept as a row."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain import codes
from kiosk.domain.arrivals.check_in import check_in
from kiosk.domain.arrivals.record import Admission, Arrival
from kiosk.domain.arrivals.refusals import keep_refusal
from kiosk.domain.arrivals.sequence import live_rows
from kiosk.domain.attendees import Attendee, by_campus_card, hold
from kiosk.domain.events import EventFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import KioskError, NotKnown

_DONE = {"already_in": "entry", "not_in": "exit"}
"""What was done a moment ago, when the same scan is refused so."""


@dataclass(frozen=True)
class Scanned:
    """What a scan led to: the outcome to keep, and the rows when it let somebody in or out."""

    outcome: Outcome
    attendee: Attendee | None = None
    arrival: Arrival | None = None


def scan(
    admission: Admission, read: str, at: datetime, *, seen_still: timedelta = timedelta()
) -> Scanned:
    """Let in (or out) whoever's ticket, badge or campus card was read.

    The outcome is 201 `accepted`, 404 `not_known`, or 409 with the refusals of `check_in`; a
    refusal is kept and returned, not raised. A camera goes on seeing what it has just read: within
    `seen_still` the same station answers 200 `accepted` with the row there is.
    """
    attendee, way = None, admission.way
    try:
        attendee, way = whose(admission.event, read, held=True)
        arrival = check_in(replace(admission, way=way), attendee, at, held=True)
    except KioskError as refusal:
        here = replace(admission, way=way)
        done = _done(here, attendee, refusal.slug) if seen_still else None
        if attendee and done and admission.moment(at) - done.happened_at < seen_still:
            return Scanned(Outcome(200, "accepted", {"arrival": done.public_id}), attendee, done)
        keep_refusal(refusal.slug, admission, read, attendee, at)
        status = 404 if isinstance(refusal, NotKnown) else 409
        facts = {**refusal.facts, "sentence": refusal.sentence}
        return Scanned(Outcome(status, refusal.slug, facts), attendee)
    return Scanned(Outcome(201, "accepted", {"arrival": arrival.public_id}), attendee, arrival)


def _done(admission: Admission, attendee: Attendee | None, slug: str) -> Arrival | None:
    if attendee is None or admission.device is None or _DONE.get(slug) != admission.kind:
        return None
    last = next(reversed(live_rows(admission.list_id, attendee.id)), None)
    if last is None or last.device_id != admission.device.id:
        return None
    return last if (last.kind, last.way) == (admission.kind, admission.way) else None


def whose(event: EventFacts, read: str, *, held: bool = False) -> tuple[Attendee, str]:
    """Return whose code or card was read, and which: ticket, badge or card.

    `held` lets others who act about that person wait until the transaction ends.

    Raises:
        NotKnown: unknown, dead, erased and foreign ones alike.
    """
    try:
        return codes.whose(event.id, read, "ticket", "badge", held=held)
    except NotKnown:
        attendee = by_campus_card(event, read)
        if attendee is None:
            raise
        if held:
            hold(attendee.id)
        return attendee, "card"
