"""Checking in and out, and taking it back: the verbs of the door."""

from datetime import datetime, timedelta

from kiosk.db import db
from kiosk.domain import codes, print_jobs
from kiosk.domain.arrivals.record import Admission, Arrival, has_arrived
from kiosk.domain.arrivals.rules import check_door, check_person
from kiosk.domain.arrivals.sequence import enter, leave, settle, stands_aside
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.events import CheckInList, get, list_facts, practice_list
from kiosk.errors import Refused

UNDO_WITHIN = timedelta(minutes=15)


class TooLate(Refused):
    """An undo after its time."""

    slug = "too_late"
    sentence = "That is too long ago to undo here. A steward can do it at the desk."


class NotYours(Refused):
    """An undo from another device."""

    slug = "not_yours"
    sentence = "That was done at another station. Undo it there, or at the desk."


def check_in(
    admission: Admission, attendee: Attendee, at: datetime, *, held: bool = False
) -> Arrival:
    """Let a person in (or out) and queue the badge; `happened_at` may lie up to a day back.

    Acts about one person queue, so that their order is plain; `held`: this one has its turn.

    Raises:
        Refused: already_in, not_in, not_open, closed, cancelled, unpaid, full, no_reentry,
            not_on_list, not_arrived.
        NotKnown: erased.
    """
    if not held:
        hold(attendee.id)
    happened_at = admission.moment(at)
    if attendee.status == "practice" and attendee.erased_at is None:
        practice = list_facts(practice_list(admission.event.id))
        admission = admission.at_list(practice)
        if admission.kind == "exit":
            return leave(admission, attendee, at, at)
        return _enter(admission, attendee, at, at)
    check_person(admission, attendee)
    if admission.kind == "exit":
        return leave(admission, attendee, happened_at, at)
    check_door(admission, attendee, happened_at, at)
    return _enter(admission, attendee, happened_at, at)


def _enter(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> Arrival:
    arrival = enter(admission, attendee, happened_at, at)
    if _prints(admission, attendee, at):
        reason = "arrival" if admission.event.print_on_arrival == "once" else "entry"
        device_id = admission.device.id if admission.device else None
        print_jobs.queue(attendee, reason=reason, device_id=device_id, at=at)
    return arrival


def _prints(admission: Admission, attendee: Attendee, at: datetime) -> bool:
    event = admission.event
    # A worn badge can be photographed: showing one lets its wearer in again and prints nothing.
    if admission.way == "badge" or admission.door.kind == "session":
        return False
    if admission.offline and (event.is_over(at) or codes.wears_spare(attendee.id)):
        return False  # they went home, or took a spare badge while their tablet was alone
    return event.print_on_arrival != "never"


def undo(arrival: Arrival, *, by: str, why: str, device_id: int | None, at: datetime) -> None:
    """Take a check-in back, keeping its row; undone already changes nothing.

    A device undoes its own within 15 minutes; staff (`device_id` None) any. The badge of somebody
    who has not arrived any more is taken out of the queue, if it has not begun to print. An undone
    exit lets its person be inside again, and a row that stood aside for the undone one may stand.

    Raises:
        NotYours: another device's.
        TooLate: more than 15 minutes ago.
    """
    hold(arrival.attendee_id)
    db.session.refresh(arrival)  # two undo it at once: the second sees the first
    if arrival.undone_at is not None and not stands_aside(arrival):
        return
    if device_id is not None and arrival.device_id != device_id:
        raise NotYours
    if device_id is not None and at - arrival.recorded_at > UNDO_WITHIN:
        raise TooLate
    arrival.undone_at, arrival.undone_by, arrival.undone_why = at, by, why[:200]
    arrival.is_open = False
    settle(arrival.list_id, arrival.attendee_id, _rule_of(arrival), by=arrival, at=at)
    if arrival.kind == "entry" and not has_arrived(arrival.attendee_id):
        print_jobs.void_waiting(arrival.attendee_id, at)


def _rule_of(arrival: Arrival) -> str:
    own = db.session.get_one(CheckInList, arrival.list_id).entries
    return own or ("again" if get(arrival.event_id).reentry else "once")
