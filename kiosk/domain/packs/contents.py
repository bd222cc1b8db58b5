"""What one reader's letter is written from, and whether a letter that was written holds it."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, union

from kiosk.db import db
from kiosk.domain import attendees, employers, keys, meetings, notes
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Vacancy
from kiosk.domain.meetings import Meeting, Met
from kiosk.domain.packs.record import Pack
from kiosk.domain.packs.team import TeamPart, team_of


@dataclass(frozen=True)
class PackEntry:
    """One person in a pack: the meeting, what they gave, and the reader's own note."""

    met: Met
    note: str
    topics: tuple[str, ...] = ()
    """What a recruiter ticked that the two talked about."""
    vacancies: tuple[Vacancy, ...] = ()
    """What the employer of the one met shows."""


@dataclass(frozen=True)
class PackContents:
    """Everything one reader's letter is written from."""

    reader: Attendee
    entries: tuple[PackEntry, ...]
    team: TeamPart | None = None
    """What the reader's team met, for somebody who stands for an employer."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to write about."""
        return not self.entries and not (self.team and self.team.talks)


def people(event_id: int) -> list[int]:
    """Return the ids of everyone who arrived or met, and is not erased: those who have a pack.

    Also of those whose arrival was undone after a freeze: their letter is to be taken back.
    """
    arrived = select(Arrival.attendee_id).where(
        Arrival.event_id == event_id, Arrival.kind == "entry", Arrival.undone_at.is_(None)
    )
    live = (Meeting.event_id == event_id, Meeting.undone_at.is_(None))
    low, high = (select(of).where(*live) for of in (Meeting.low_id, Meeting.high_id))
    packed = select(Pack.attendee_id).where(Pack.event_id == event_id)
    ids = union(arrived, low, high, packed)
    query = select(Attendee.id).where(Attendee.id.in_(ids), Attendee.erased_at.is_(None))
    query = query.where(Attendee.status != "practice")
    return list(db.session.scalars(query.order_by(Attendee.id)))


def contents_of(attendee: Attendee, *, with_notes: bool = True) -> PackContents:
    """Return what a person's pack holds now; an organiser's preview goes without the notes."""
    own = notes.by_meeting(attendee) if with_notes else {}
    topics = notes.topics_by_meeting(attendee)
    vacancies = employers.vacancies_by_employer(attendee.event_id)
    entries = tuple(
        PackEntry(
            met,
            own.get(met.meeting.id, ""),
            tuple(topics.get(met.meeting.id, ())),
            tuple(vacancies.get(met.employer.id, ())) if met.employer else (),
        )
        for met in meetings.ledger_of(attendee)
    )
    return PackContents(attendee, entries, team_of(attendee, with_notes=with_notes))


def items_of(contents: PackContents) -> list[dict[str, Any]]:
    """Return what a pack's row keeps of its contents: ids, field names, consent versions."""
    return [
        {
            "meeting": entry.met.meeting.public_id,
            "fields": sorted(entry.met.shared),
            "consent": entry.met.got.consent_version,
        }
        for entry in contents.entries
    ]


def stamp_of(contents: PackContents) -> str:
    """Return a keyed hash of whom a pack names, with what, and where it goes.

    A letter may leave only while this is what it was when the letter was written: whoever withdrew,
    corrected or was kept away meanwhile is then not in it.
    """
    met = [(each.met.meeting.public_id, each.met.person.name, sorted(each.met.shared.items()))
           for each in contents.entries]  # fmt: skip
    team = [(each.met.meeting.public_id, each.met.person.name, sorted(each.met.shared.items()))
            for each in (contents.team.talks if contents.team else ())]  # fmt: skip
    written = json.dumps([contents.reader.email, met, team], ensure_ascii=False)
    return keys.ring().digest("pack-stamp", written).hex()


def readers_of(attendee: Attendee) -> list[Attendee]:
    """Return those in whose packs a person stands: after a withdrawal, they are frozen again.

    Whom a recruiter met stands in the packs of the whole team.
    """
    met = (each for one in meetings.everyone_met(attendee) for each in attendees.with_team(one))
    return list(dict.fromkeys(each for each in met if each.id != attendee.id))
