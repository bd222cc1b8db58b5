"""Contact packs: one letter each for everyone who met somebody, frozen in one transaction a person.

A pack row exists for everyone who arrived or met, so that the states always sum to those people:
`empty` met nobody, `no_address` cannot be written to. Freezing again is idempotent and refreshes
only what is not on its way. What was still asked for lapses at the freeze.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select, union, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, PublicId, db, new_public_id, plain
from kiosk.domain import deliveries, employers, meetings, notes
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.employers import Vacancy
from kiosk.domain.meetings import Meeting, Met, Share


class Pack(Model):
    """What went (or goes) out to one person: ids and field names only, no personal data twice."""

    __tablename__ = "packs"
    __person__ = "attendee_id"
    __table_args__ = (UniqueConstraint("attendee_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    edition: Mapped[int]
    items: Mapped[list[dict[str, Any]]] = mapped_column(
        Json, info=plain("public ids of meetings, field names, consent versions")
    )
    frozen_at: Mapped[Instant]


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


@dataclass(frozen=True)
class PackLetter:
    """A letter as it will be sent: bytes and their Message-ID."""

    message: bytes
    message_id: str


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
    return PackContents(attendee, entries)


def freeze(
    attendee: Attendee,
    write: Callable[[PackContents], PackLetter],
    *,
    at: datetime,
    edition: int = 1,
) -> str:
    """Fix what one person gets and put the letter into the outbox; return its state.

    A letter that is on its way, or arrived, is left alone.
    """
    hold(attendee.id)
    existing = deliveries.of_attendee(attendee.id, "pack")
    if existing is not None and existing.edition >= edition and existing.has_left:
        return existing.state
    _lapse(attendee)
    contents = contents_of(attendee)
    _keep(contents, edition, at)
    if not contents.entries:
        return _none(attendee, "empty", edition, at)
    if not attendee.email:
        return _none(attendee, "no_address", edition, at)
    letter = write(contents)
    return deliveries.put(
        attendee,
        "pack",
        message=letter.message,
        message_id=letter.message_id,
        state="frozen",
        edition=edition,
        at=at,
    ).state


def _none(attendee: Attendee, state: str, edition: int, at: datetime) -> str:
    return deliveries.put_without_letter(attendee, "pack", state, edition=edition, at=at).state


def _lapse(reader: Attendee) -> None:
    query = update(Share).where(Share.receiver_id == reader.id, Share.state == "asked")
    db.session.execute(query.values(state="lapsed"))


def _keep(contents: PackContents, edition: int, at: datetime) -> None:
    items = [
        {
            "meeting": entry.met.meeting.public_id,
            "fields": sorted(entry.met.shared),
            "consent": entry.met.got.consent_version,
        }
        for entry in contents.entries
    ]
    reader = contents.reader
    query = select(Pack).where(Pack.attendee_id == reader.id, Pack.edition == edition)
    pack = db.session.scalar(query) or Pack(
        event_id=reader.event_id, attendee_id=reader.id, edition=edition
    )
    pack.items, pack.frozen_at = items, at
    db.session.add(pack)
    db.session.flush()


def is_frozen(event_id: int) -> bool:
    """Whether packs of this event were frozen at least once."""
    return db.session.scalar(select(Pack.id).where(Pack.event_id == event_id).limit(1)) is not None


def readers_of(attendee: Attendee) -> list[Attendee]:
    """Return those in whose packs a person stands: after a withdrawal, they are frozen again."""
    return meetings.everyone_met(attendee)
