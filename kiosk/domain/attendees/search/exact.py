"""The first look: people who have every word that was typed, whole or begun, from the index alone.

One statement each, whatever the size of the list: nothing is counted, nothing sorted that the
index does not have in order already.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Select, and_, bindparam, case, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from kiosk.db import db
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search.tokens import NameToken
from kiosk.domain.events import Event

ROWS = 27
"""Three words of a name may begin alike, and nine people show that there are more than eight."""
_LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Sight:
    """Whom an asker may find at an event: staff find minors, unlisted and cancelled people too."""

    event_id: int
    staff: bool
    born_by: date | None = None
    unknown_is_minor: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """What the statements are asked with."""
        seen = {"event_id": self.event_id}
        own = {"born_by": self.born_by, "unknown_is_minor": self.unknown_is_minor}
        return seen if self.staff else seen | own


def sight_of(event_id: int, *, staff: bool) -> Sight:
    """Return whom an asker may find; who is 18 on the fair's first day is grown up."""
    if staff:
        return Sight(event_id, True)
    query = select(Event.starts_at, Event.timezone, Event.unknown_age_is_minor)
    row = db.session.execute(query.where(Event.id == event_id)).first()
    if row is None:  # nobody is there either
        return Sight(event_id, False, date.min, True)
    return Sight(event_id, False, _years_before(row[0], row[1]), row[2])


def _years_before(starts_at: datetime, timezone: str, years: int = 18) -> date:
    day = starts_at.astimezone(ZoneInfo(timezone)).date()
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)


def in_sight(*, staff: bool) -> ColumnElement[bool]:
    """Return the condition that an attendee may be found; asked with a Sight's values."""
    there = and_(Attendee.event_id == bindparam("event_id"), Attendee.erased_at.is_(None))
    if staff:
        return and_(there, Attendee.status != "practice")
    unknown: ColumnElement[bool] = bindparam("unknown_is_minor", type_=Boolean)
    by_flag = not_(func.coalesce(Attendee.under_18, unknown))
    grown_up = case(
        (Attendee.date_of_birth.is_not(None), Attendee.date_of_birth <= bindparam("born_by")),
        else_=by_flag,
    )
    listed = and_(Attendee.status.in_(("expected", "unpaid")), not_(Attendee.unlisted))
    return and_(there, listed, grown_up)


def having(sight: Sight, words: list[str], *, whole: bool) -> list[Attendee]:
    """Return people who have all words, each whole or else as the beginning of one of theirs.

    At most as many as ROWS tell apart; the rarest word first makes it quick.
    """
    values: dict[str, Any] = dict(sight.values)
    for number, word in enumerate(words):
        values |= {f"word_{number}": word} | ({} if whole else {f"beyond_{number}": beyond(word)})
    query = _statement(len(words), whole=whole, staff=sight.staff)
    return list(db.session.scalars(query, values))


def beyond(prefix: str) -> str:
    """Return a string after everything that begins so: a range needs no wildcard, no escaping."""
    return prefix + _LAST


@cache
def _statement(words: int, *, whole: bool, staff: bool) -> Select[Any]:
    query = select(Attendee).join(NameToken, NameToken.attendee_id == Attendee.id)
    query = query.where(NameToken.event_id == bindparam("event_id"), in_sight(staff=staff))
    query = query.where(_matches(NameToken.token, 0, whole=whole))
    for number in range(1, words):
        other = aliased(NameToken)
        has = select(other.id).where(other.attendee_id == Attendee.id)
        query = query.where(has.where(_matches(other.token, number, whole=whole)).exists())
    return query.order_by(NameToken.token).limit(ROWS)


def _matches(token: InstrumentedAttribute[str], number: int, *, whole: bool) -> ColumnElement[bool]:
    if whole:
        return token == bindparam(f"word_{number}")
    return and_(token >= bindparam(f"word_{number}"), token < bindparam(f"beyond_{number}"))
