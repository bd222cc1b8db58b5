"""Openings: the slots in which a mentor can be met, once or every week, with a buffer around each.

They are kept as local time in the mentor's zone, so ten o'clock stays ten o'clock when the clocks
change. An hour that a clock change skips offers nothing; one that comes twice offers its first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Date, ForeignKey, SmallInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, plain
from kiosk.domain.mentoring.record import Mentor
from kiosk.errors import Invalid, NotKnown

AHEAD = timedelta(weeks=8)
MOST_OPENINGS = 40


class Opening(Model):
    """A time a mentor keeps free: one day, or that day of every week."""

    __tablename__ = "mentor_openings"
    __table_args__ = (
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
        CheckConstraint("lasts BETWEEN 10 AND 480", name="lasts"),
        CheckConstraint("buffer BETWEEN 0 AND 120", name="buffer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentors.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date, info=plain("the first day, of nobody's life"))
    minute: Mapped[int] = mapped_column(SmallInteger)
    """From midnight, local time."""
    lasts: Mapped[int] = mapped_column(SmallInteger)
    """Minutes."""
    buffer: Mapped[int] = mapped_column(SmallInteger)
    """Minutes kept free before and after."""
    weekly: Mapped[bool]
    until: Mapped[date | None] = mapped_column(Date, info=plain("the last day"))
    timezone: Mapped[str] = mapped_column(String(60), info=plain("IANA time zone"))
    created_at: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class Slot:
    """One time that can be booked; `key` names it in a form."""

    opening_id: int
    key: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Busy:
    """When a mentor is taken, with whose request."""

    request_id: int
    starts_at: datetime
    ends_at: datetime


def open_slot(
    mentor: Mentor, day: date, starts: time, *, at: datetime, lasts: int = 30, buffer: int = 10,
    weekly: bool = False, until: date | None = None,
) -> Opening:  # fmt: skip
    """Keep a time free; the same again is the one there is.

    Raises:
        Invalid: it lies behind, or a number is out of range, or there are forty already.
    """
    today = at.astimezone(ZoneInfo(mentor.timezone)).date()
    wrong = {}
    if not today <= day <= today + timedelta(days=365):
        wrong["day"] = "Choose a day from today on, within a year."
    if not 10 <= lasts <= 480:
        wrong["lasts"] = "Choose from ten minutes to eight hours."
    if not 0 <= buffer <= 120:
        wrong["buffer"] = "Choose from none to two hours."
    if until is not None and until < day:
        wrong["until"] = "The last day must not be before the first."
    if wrong:
        raise Invalid(wrong)
    minute, known = starts.hour * 60 + starts.minute, openings_of(mentor.id)
    for each in known:
        if (each.day, each.minute, each.lasts, each.weekly) == (day, minute, lasts, weekly):
            return each
    if len(known) >= MOST_OPENINGS:
        raise Invalid({"day": "Forty are enough. Take one away first."})
    opening = Opening(
        mentor_id=mentor.id, day=day, minute=minute, lasts=lasts, buffer=buffer, weekly=weekly,
        until=until, timezone=mentor.timezone, created_at=at,
    )  # fmt: skip
    db.session.add(opening)
    db.session.flush()
    return opening


def close_opening(mentor: Mentor, public_id: str, at: datetime) -> None:
    """Offer a time no more; what is booked in it stays. Again changes nothing.

    Raises:
        NotKnown: none of theirs.
    """
    query = select(Opening).where(Opening.mentor_id == mentor.id, Opening.public_id == public_id)
    opening = db.session.scalar(query)
    if opening is None:
        raise NotKnown("no_such_slot", "There is no such time.")
    opening.ended_at = opening.ended_at or at


def openings_of(mentor_id: int) -> list[Opening]:
    """Return the times a mentor keeps free, soonest first."""
    query = select(Opening).where(Opening.mentor_id == mentor_id, Opening.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Opening.day, Opening.minute)))


def slots_between(openings: Iterable[Opening], since: datetime, until: datetime) -> list[Slot]:
    """Return every slot of some openings that begins in a span, soonest first."""
    found = [
        slot
        for opening in openings
        for slot in _slots_of(opening, until)
        if since <= slot.starts_at < until
    ]
    return sorted(found, key=lambda slot: (slot.starts_at, slot.opening_id))


def _slots_of(opening: Opening, until: datetime) -> Iterator[Slot]:
    zone, starts = ZoneInfo(opening.timezone), time(opening.minute // 60, opening.minute % 60)
    last = opening.until if opening.weekly else opening.day
    day = opening.day
    while (last is None or day <= last) and day <= until.date() + timedelta(days=1):
        starts_at = instant(day, starts, zone)
        if starts_at is not None:
            key = f"{opening.public_id}.{day:%Y%m%d}"
            yield Slot(opening.id, key, starts_at, starts_at + timedelta(minutes=opening.lasts))
        day += timedelta(days=7)


def instant(day: date, starts: time, zone: ZoneInfo) -> datetime | None:
    """Return when a local time is; None where a clock change skips it."""
    local = datetime.combine(day, starts, tzinfo=zone)
    found = local.astimezone(UTC)
    return found if found.astimezone(zone).time() == starts else None


def free_slots(
    openings: list[Opening], busy: Iterable[Busy], since: datetime, *, ahead: timedelta = AHEAD
) -> list[Slot]:
    """Return the slots that nothing else is in the way of, buffers counted, soonest first."""
    buffers = {opening.id: timedelta(minutes=opening.buffer) for opening in openings}
    taken = list(busy)

    def is_free(slot: Slot) -> bool:
        margin = buffers[slot.opening_id]
        return not any(
            slot.starts_at - margin < each.ends_at and each.starts_at < slot.ends_at + margin
            for each in taken
        )

    return [s for s in slots_between(openings, since, since + ahead) if is_free(s)]
