"""A person's own ledger: whom they met, when and where, what they gave and what they got.

What a reader may see is decided here and nowhere else: pages, packs, slips, exports read a `Met`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import aliased

from kiosk.db import db
from kiosk.domain import events
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.employers import Employer
from kiosk.domain.meetings.keeping_away import kept_apart
from kiosk.domain.meetings.record import Meeting, Share, shares_of
from kiosk.errors import NotKnown

SHARED = ("email", "phone", "links", "organisation", "course", "cv")


@dataclass(frozen=True)
class Met:
    """One person met, as the reader may see them: only what that person gave."""

    meeting: Meeting
    person: Attendee
    got: Share
    gave: Share
    station: str | None
    employer: Employer | None
    is_minor_rule: bool = False
    """One of the two was under 18: whatever a share says, nothing is handed over."""
    is_kept_apart: bool = False
    """A block or a report stands between them; the reader is not to learn of it."""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing is handed over, whatever a share says."""
        return self.is_minor_rule or self.is_kept_apart

    @property
    def shared(self) -> dict[str, object]:
        """The values of the fields the other gave, by field; empty values are left out."""
        if self.got.state != "given" or self.is_withheld:
            return {}
        values = {name: getattr(self.person, name) for name in SHARED if name in self.got.fields}
        return {name: value for name, value in values.items() if value}

    @property
    def got_state(self) -> str:
        """The other's share as the reader may know it: kept away, it is asked and not answered."""
        return "asked" if self.is_kept_apart else self.got.state

    @property
    def at(self) -> datetime:
        """When they met."""
        return self.meeting.happened_at


@dataclass(frozen=True)
class Given:
    """What one of two gives the other by now, as both may be told on a screen between them."""

    giver_id: int
    receiver_id: int
    fields: tuple[str, ...]
    state: str
    act: str


_reader = aliased(Attendee)
_got, _gave = aliased(Share), aliased(Share)
_ROWS = (
    select(_reader, Meeting, Attendee, _got, _gave, Device.name, Employer)
    .join(_got, _got.receiver_id == _reader.id)
    .join(_gave, (_gave.meeting_id == _got.meeting_id) & (_gave.giver_id == _reader.id))
    .join(Meeting, Meeting.id == _got.meeting_id)
    .join(Attendee, Attendee.id == _got.giver_id)
    .outerjoin(Device, Device.id == Meeting.device_id)
    .outerjoin(Employer, Employer.id == Attendee.employer_id)
    .where(Meeting.event_id == bindparam("event_id"), Meeting.undone_at.is_(None))
    .where(_reader.erased_at.is_(None), Attendee.erased_at.is_(None))
    .order_by(Meeting.happened_at, Meeting.id)
)
# Built once: a freeze asks these thousands of times.
_OF_READER = _ROWS.where(_reader.id == bindparam("reader_id"))
_OF_MEETING = _OF_READER.where(Meeting.public_id == bindparam("public_id"))
_OF_TEAM = _ROWS.where(_reader.employer_id == bindparam("employer_id"))


def ledger_of(attendee: Attendee) -> list[Met]:
    """Return everyone a person has met and wants to see, not erased, first meeting first."""
    return [met for _one, met in _read(_OF_READER, attendee.event_id, reader_id=attendee.id)]


def met_by_public_id(attendee: Attendee, public_id: str) -> Met:
    """Return one of a person's own meetings.

    Raises:
        NotKnown: it is not theirs, was undone, or they keep the other away.
    """
    found = _read(_OF_MEETING, attendee.event_id, reader_id=attendee.id, public_id=public_id)
    if not found:
        raise NotKnown("no_such_meeting", "There is no such meeting.")
    return found[0][1]


def met_by_team(event_id: int, employer_id: int) -> list[tuple[Attendee, Met]]:
    """Return whom an employer's team met, each as their recruiter may see them, newest first."""
    return _read(_OF_TEAM, event_id, employer_id=employer_id)[::-1]


def _read(query: Executable, event_id: int, **values: int | str) -> list[tuple[Attendee, Met]]:
    rows = list(db.session.execute(query, {"event_id": event_id, **values}))
    if not rows:
        return []
    event = events.facts(events.get(event_id))
    apart = kept_apart(event_id, {row[0].id for row in rows})
    found = []
    for reader, meeting, person, theirs, ours, station, employer in rows:
        if apart.hides(reader.id, person.id):
            continue
        minors = [one.is_minor(event, meeting.happened_at) for one in (reader, person)]
        met = Met(meeting, person, theirs, ours, station, employer, any(minors),
                  is_kept_apart=apart.withholds(reader.id, person.id))  # fmt: skip
        found.append((reader, met))
    return found


def everyone_met(attendee: Attendee) -> list[Attendee]:
    """Return everybody who stands in a live meeting with a person, kept away or not."""
    other = (Meeting.low_id == Attendee.id) | (Meeting.high_id == Attendee.id)
    mine = (Meeting.low_id == attendee.id) | (Meeting.high_id == attendee.id)
    query = select(Attendee).join(Meeting, other).where(mine, Attendee.id != attendee.id)
    query = query.where(Meeting.undone_at.is_(None), Attendee.erased_at.is_(None))
    return list(db.session.scalars(query.order_by(Meeting.happened_at, Meeting.id)))


def given_at(meeting: Meeting) -> list[Given]:
    """Return what each of two gives the other by now; kept apart, the name alone."""
    apart = kept_apart(meeting.event_id, (meeting.low_id, meeting.high_id))
    if apart.withholds(meeting.low_id, meeting.high_id):
        pairs = ((meeting.low_id, meeting.high_id), (meeting.high_id, meeting.low_id))
        return [Given(giver, receiver, ("name",), "asked", "standing") for giver, receiver in pairs]
    return [
        Given(share.giver_id, share.receiver_id, tuple(share.fields), share.state, share.act)
        for share in shares_of(meeting)
    ]


def open_requests(attendee: Attendee) -> list[Met]:
    """Return the meetings in which somebody may still ask this person for more than the name."""
    asked = (met for met in ledger_of(attendee) if met.gave.state == "asked")
    return [met for met in asked if not met.is_minor_rule]
