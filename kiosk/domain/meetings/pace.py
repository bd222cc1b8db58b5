"""How fast one person may meet others: nobody talks to thirty people in a minute.

Whoever collects photographed badges does. So new meetings are counted in the database, for a
recruiter at every door together, and the first refusal of an hour waits for somebody at the desk.
People who met before are no news, and are never counted.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, func, select, union

from kiosk.db import db, new_public_id
from kiosk.domain import keys
from kiosk.domain.arrivals import RefusedScan
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.meetings.meet import Handshake
from kiosk.domain.meetings.record import Meeting, between
from kiosk.errors import KioskError

A_MINUTE = 30
A_DAY = 600
TELL_AGAIN_AFTER = timedelta(hours=1)


class TooFast(KioskError):
    """More new people than anybody can talk to: nothing was kept, and a later try may be (429)."""

    slug = "too_fast"
    sentence = "Slow down, please. Take a minute for the next talk, then hold up the badge again."


def in_pace(handshake: Handshake, one: Attendee, other: Attendee, at: datetime) -> bool:
    """Whether these two may meet now, as far as the pace goes; the desk is told of the first no.

    Call it before `meet`, in the same transaction, and commit it also when the answer is no.
    """
    collectors = [each for each in (one, other) if _collects(handshake, each)]
    if not collectors or between(handshake.event.id, one.id, other.id) is not None:
        return True
    for each in sorted(collectors, key=lambda person: person.id):
        hold(each.id)  # two screens of one recruiter: the second counts the first one's
        if _is_full(handshake, each, at):
            _tell_the_desk(handshake, each, at)
            return False
    return True


def _collects(handshake: Handshake, person: Attendee) -> bool:
    """Whoever scans, and a recruiter whoever scans: a station may be shown any badge."""
    return person.employer_id is not None or person.asker == handshake.asker


def _is_full(handshake: Handshake, person: Attendee, at: datetime) -> bool:
    """Count what their phones and this stand made, undone or not, and what any screen made.

    Meetings that the other person's own phone made are that person's doing.
    """
    askers = {person.asker, handshake.asker} if handshake.way == "stand" else {person.asker}
    today = (Meeting.event_id == handshake.event.id, Meeting.recorded_at > at - timedelta(days=1))
    row = (Meeting.id, Meeting.recorded_at)
    by_them = select(*row).where(Meeting.asker.in_(sorted(askers)), *today)
    live = (Meeting.undone_at.is_(None), Meeting.asker.like("device:%"), *today)
    with_them = [
        select(*row).where(mine == person.id, *live) for mine in (Meeting.low_id, Meeting.high_id)
    ]
    found = union(by_them, *with_them).subquery()
    in_a_minute = case((found.c.recorded_at > at - timedelta(minutes=1), 1))
    minute, day = db.session.execute(select(func.count(in_a_minute), func.count(found.c.id))).one()
    return minute >= A_MINUTE or day >= A_DAY


def _tell_the_desk(handshake: Handshake, person: Attendee, at: datetime) -> None:
    told = select(RefusedScan.id).where(
        RefusedScan.event_id == handshake.event.id,
        RefusedScan.attendee_id == person.id,
        RefusedScan.reason == TooFast.slug,
        RefusedScan.recorded_at > at - TELL_AGAIN_AFTER,
    )
    if db.session.scalar(told.limit(1)) is not None:
        return
    notice = RefusedScan(
        public_id=new_public_id(),
        event_id=handshake.event.id,
        attendee_id=person.id,
        device_id=handshake.device_id,
        reason=TooFast.slug,
        read_hash=keys.lookup_hash("pace", person.public_id),
        happened_at=at,
        recorded_at=at,
        minute=int(at.timestamp() // 60),
    )
    db.session.add(notice)
    db.session.flush()
