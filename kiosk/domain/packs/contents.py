"""What one reader's letter is written from, and whether a letter that was written holds it."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, union

from kiosk.db import db
from kiosk.domain import attendees, employers, keys, meetings, notes
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries import Delivery
from kiosk.domain.employers import Vacancy
from kiosk.domain.meetings import Meeting, Met
from kiosk.domain.mentoring.met import Offered, offered_by
from kiosk.domain.packs.record import Pack
from kiosk.domain.packs.team import TeamPart, team_of

SENT = ("data_open", "accepted", "unknown")
"""States of a letter that its reader has, or may have."""


@dataclass(frozen=True)
class PackEntry:
    """One person in a pack: the meeting, what they gave, and the reader's own note."""

    met: Met
    note: str
    topics: tuple[str, ...] = ()
    """What a recruiter ticked that the two talked about."""
    vacancies: tuple[Vacancy, ...] = ()
    """What the employer of the one met shows."""
    offered: Offered | None = None
    """What a mentor offers; it is open to everybody at the fair, so it is no part of the stamp."""
    is_new: bool = False
    """Of another course, faculty or organisation than the reader's own."""


@dataclass(frozen=True)
class PackContents:
    """Everything one reader's letter is written from."""

    reader: Attendee
    entries: tuple[PackEntry, ...]
    """Those new to the reader first, then as they met."""
    team: TeamPart | None = None
    """What the reader's team met, for somebody who stands for an employer."""
    edition: int = 1
    """From the second on, only what earlier letters did not hold."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to write about."""
        return not self.entries and not (self.team and self.team.talks)


def people(event_id: int, *, after: int = 0, limit: int | None = None) -> list[int]:
    """Return the ids of everyone who arrived or met, and is not erased: those who have a pack.

    Also of those whose arrival was undone after a freeze: their letter is to be taken back. `after`
    and `limit` let a worker walk through them.
    """
    arrived = select(Arrival.attendee_id).where(
        Arrival.event_id == event_id, Arrival.kind == "entry", Arrival.undone_at.is_(None)
    )
    live = (Meeting.event_id == event_id, Meeting.undone_at.is_(None))
    low, high = (select(of).where(*live) for of in (Meeting.low_id, Meeting.high_id))
    packed = select(Pack.attendee_id).where(Pack.event_id == event_id)
    ids = union(arrived, low, high, packed)
    query = select(Attendee.id).where(Attendee.id.in_(ids), Attendee.erased_at.is_(None))
    query = query.where(Attendee.status != "practice", Attendee.id > after)
    return list(db.session.scalars(query.order_by(Attendee.id).limit(limit)))


def contents_of(attendee: Attendee, *, with_notes: bool = True, edition: int = 1) -> PackContents:
    """Return what a person's pack holds now; an organiser's preview goes without the notes.

    A second edition holds only what the earlier letters that left did not.
    """
    met_by = meetings.ledger_of(attendee)
    stands = {met.employer.id for met in met_by if met.employer}
    own = notes.by_meeting(attendee) if with_notes and met_by else {}
    # Only recruiters tick topics, and only employers have vacancies.
    ticked = with_notes and (stands or attendee.employer_id)
    topics = notes.topics_by_meeting(attendee) if ticked else {}
    vacancies = employers.vacancies_by_employer(attendee.event_id, stands) if stands else {}
    mentors = offered_by(attendee, [met.person for met in met_by])
    had = _had_before(attendee.id, edition)
    entries = [
        PackEntry(
            met,
            own.get(met.meeting.id, ""),
            tuple(topics.get(met.meeting.id, ())),
            tuple(vacancies.get(met.employer.id, ())) if met.employer else (),
            mentors.get(met.person.id),
            is_new_to(attendee, met.person),
        )
        for met in met_by
        if not had or not _held(met) <= had
    ]
    entries.sort(key=lambda entry: not entry.is_new)  # the order of meeting stays within
    # The team's files are always whole on its page: news is about people one met oneself.
    team = team_of(attendee, with_notes=with_notes) if edition == 1 else None
    return PackContents(attendee, tuple(entries), team, edition)


def is_new_to(reader: Attendee, person: Attendee) -> bool:
    """Whether somebody comes from elsewhere: another course, faculty or organisation.

    What only one of the two names says nothing, unless there is nothing both name.
    """
    own, theirs = _background(reader), _background(person)
    both = own.keys() & theirs.keys()
    return any(own[name] != theirs[name] for name in both) if both else bool(theirs)


def _background(person: Attendee) -> dict[str, str]:
    values = {name: getattr(person, name) or "" for name in ("course", "faculty", "organisation")}
    return {name: " ".join(value.split()).casefold() for name, value in values.items() if value}


def _held(met: Met) -> set[tuple[str, str]]:
    return {(met.meeting.public_id, field) for field in ("name", *met.shared)}


def _had_before(attendee_id: int, edition: int) -> set[tuple[str, str]]:
    if edition == 1:
        return set()
    query = (
        select(Pack.items)
        .join(Delivery, (Delivery.attendee_id == Pack.attendee_id)
              & (Delivery.edition == Pack.edition) & (Delivery.kind == "pack"))
        .where(Pack.attendee_id == attendee_id, Pack.edition < edition, Delivery.state.in_(SENT))
    )  # fmt: skip
    return {pair for items in db.session.scalars(query) for pair in held_in(items)}


def held_in(items: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return the meetings and fields that a pack's row names."""
    return {(item["meeting"], field) for item in items for field in ("name", *item["fields"])}


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
