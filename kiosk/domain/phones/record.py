"""The record of a linked phone and of the codes that link one; who speaks through a phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, personal, plain
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.errors import NotKnown

LIVES_AFTER = timedelta(days=7)


class Phone(Model):
    """One linked phone: a server-side session, listed and revocable on /me."""

    __tablename__ = "phones"
    __person__ = "attendee_id"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    label: Mapped[str] = mapped_column(
        String(40), info=personal("tells a person their phones apart, to revoke one")
    )
    through: Mapped[str] = mapped_column(
        String(10), info=plain("letter, tablet, digits or confirmed")
    )
    linked_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    revoked_at: Mapped[OptionalInstant]


class PhoneCode(Model):
    """One code shown on a tablet right after a check-in, and the six digits beside it."""

    __tablename__ = "phone_codes"
    __person__ = "attendee_id"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    digits_hash: Mapped[str] = mapped_column(String(64), index=True, info=plain("keyed hash"))
    shown_through: Mapped[str] = mapped_column(
        String(10), default="tablet", server_default="tablet", info=plain("tablet or letter")
    )
    """`letter`: the confirmation that lets a third phone take the place of an older one."""
    shown_at: Mapped[Instant]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class PhoneFacts:
    """Who is asking, when a linked phone asks."""

    id: int
    public_id: str
    attendee_id: int
    attendee_public_id: str
    event: EventFacts

    @property
    def asker(self) -> str:
        """How operations name this person; whichever of their phones asks."""
        return f"attendee:{self.attendee_public_id}"


def of_attendee(attendee_id: int, at: datetime) -> list[Phone]:
    """Return a person's linked phones, newest first."""
    query = select(Phone).where(Phone.attendee_id == attendee_id, Phone.revoked_at.is_(None))
    query = query.where(Phone.ends_at > at).order_by(Phone.linked_at.desc(), Phone.id.desc())
    return list(db.session.scalars(query))


def by_key(key: str, at: datetime) -> PhoneFacts | None:
    """Return whose phone holds a session key, in one statement, or None."""
    query = (
        select(Phone, Attendee.public_id, Event)
        .join(Attendee, Attendee.id == Phone.attendee_id)
        .join(Event, Event.id == Phone.event_id)
        .where(Phone.key_hash == keys.lookup_hash("phone", key), Phone.revoked_at.is_(None))
        .where(Phone.ends_at > at, Attendee.erased_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    phone, attendee_public_id, event = row
    return PhoneFacts(
        phone.id, phone.public_id, phone.attendee_id, attendee_public_id, facts(event)
    )


@dataclass(frozen=True)
class LetGo:
    """A phone that was linked once: until when, and what took its place ("" when nothing did)."""

    at: datetime
    event: EventFacts
    moved_to: str


def let_go(key: str) -> LetGo | None:
    """Return what became of a phone whose key was revoked; None: live, or never ours."""
    query = (
        select(Phone, Event)
        .join(Attendee, Attendee.id == Phone.attendee_id)
        .join(Event, Event.id == Phone.event_id)
        .where(Phone.key_hash == keys.lookup_hash("phone", key), Phone.revoked_at.is_not(None))
        .where(Attendee.erased_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    old, event = row
    newer = select(Phone.label).where(
        Phone.attendee_id == old.attendee_id,
        Phone.linked_at == old.revoked_at,
        Phone.id != old.id,
    )
    moved_to = db.session.scalar(newer.limit(1)) or ""
    return LetGo(old.revoked_at or old.ends_at, facts(event), moved_to)


def revoke(attendee_id: int, public_id: str, at: datetime) -> None:
    """Unlink one of a person's own phones; another's is not known.

    Raises:
        NotKnown: this person has no such phone.
    """
    query = select(Phone).where(Phone.attendee_id == attendee_id, Phone.public_id == public_id)
    phone = db.session.scalar(query)
    if phone is None:
        raise NotKnown("no_such_phone", "There is no such phone.")
    phone.revoked_at = phone.revoked_at or at


def was_linked_since(attendee_id: int, at: datetime) -> bool:
    """Whether a phone was linked after an instant: the tablet says "linked"."""
    query = select(Phone.id).where(Phone.attendee_id == attendee_id, Phone.linked_at >= at)
    return db.session.scalar(query.limit(1)) is not None


def keep_until(attendee_id: int, until: datetime) -> None:
    """Let a person's linked phones live longer: something of theirs goes on after the fair."""
    live = update(Phone).where(Phone.attendee_id == attendee_id, Phone.revoked_at.is_(None))
    db.session.execute(live.where(Phone.ends_at < until).values(ends_at=until))


def end_at(attendee_id: int, until: datetime) -> None:
    """Let a person's linked phones end by then at the latest."""
    query = update(Phone).where(Phone.attendee_id == attendee_id, Phone.ends_at > until)
    db.session.execute(query.values(ends_at=until))
