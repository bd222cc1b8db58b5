"""A person's own ledger: whom they met, when and where, what they gave and what they got."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kiosk.db import db
from kiosk.domain import events
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.employers import Employer
from kiosk.domain.meetings.record import Meeting, Share
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
    is_withheld: bool = False
    """One of the two was under 18: whatever a share says, nothing is handed over."""

    @property
    def shared(self) -> dict[str, object]:
        """The values of the fields the other gave, by field; empty values are left out."""
        if self.got.state != "given" or self.is_withheld:
            return {}
        values = {name: getattr(self.person, name) for name in SHARED if name in self.got.fields}
        return {name: value for name, value in values.items() if value}

    @property
    def at(self) -> datetime:
        """When they met."""
        return self.meeting.happened_at


def ledger_of(attendee: Attendee) -> list[Met]:
    """Return everyone a person has met and who is not erased, first meeting first."""
    mine = (Meeting.low_id == attendee.id) | (Meeting.high_id == attendee.id)
    return _read(attendee, mine)


def met_by_public_id(attendee: Attendee, public_id: str) -> Met:
    """Return one of a person's own meetings.

    Raises:
        NotKnown: it is not theirs, or was undone.
    """
    mine = (Meeting.low_id == attendee.id) | (Meeting.high_id == attendee.id)
    found = _read(attendee, mine & (Meeting.public_id == public_id))
    if not found:
        raise NotKnown("no_such_meeting", "There is no such meeting.")
    return found[0]


def _read(attendee: Attendee, condition: object) -> list[Met]:
    got, gave = aliased(Share), aliased(Share)
    query = (
        select(Meeting, Attendee, got, gave, Device.name, Employer)
        .join(got, (got.meeting_id == Meeting.id) & (got.receiver_id == attendee.id))
        .join(gave, (gave.meeting_id == Meeting.id) & (gave.giver_id == attendee.id))
        .join(Attendee, Attendee.id == got.giver_id)
        .outerjoin(Device, Device.id == Meeting.device_id)
        .outerjoin(Employer, Employer.id == Attendee.employer_id)
        .where(condition, Meeting.event_id == attendee.event_id)  # type: ignore[arg-type]
        .where(Meeting.undone_at.is_(None), Attendee.erased_at.is_(None))
        .order_by(Meeting.happened_at, Meeting.id)
    )
    event = events.facts(events.get(attendee.event_id))
    return [
        Met(
            *row, is_withheld=any(p.is_minor(event, row[0].happened_at) for p in (attendee, row[1]))
        )
        for row in db.session.execute(query)
    ]


def of_team(event_id: int, employer_id: int) -> list[tuple[Meeting, Attendee, Attendee]]:
    """Return an employer's meetings with the recruiter and the one met, newest first."""
    recruiter, other = aliased(Attendee), aliased(Attendee)
    ids = (Meeting.low_id, Meeting.high_id)
    query = (
        select(Meeting, recruiter, other)
        .join(recruiter, recruiter.id.in_(ids) & (recruiter.employer_id == employer_id))
        .join(other, other.id.in_(ids) & (other.id != recruiter.id))
        .where(Meeting.event_id == event_id, Meeting.undone_at.is_(None))
        .where(recruiter.erased_at.is_(None), other.erased_at.is_(None))
        .order_by(Meeting.happened_at.desc(), Meeting.id.desc())
    )
    return [(meeting, one, two) for meeting, one, two in db.session.execute(query)]


def open_requests(attendee: Attendee) -> list[Met]:
    """Return the meetings in which somebody may still ask this person for more than the name."""
    asked = (met for met in ledger_of(attendee) if met.gave.state == "asked")
    return [met for met in asked if not met.is_withheld]
