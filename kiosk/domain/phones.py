"""Phones: which phone speaks for whom, after a claim secret showed that it may.

Three ways to link: the private link from the letter; a 60-second code on the tablet right after
check-in; six digits beside it with the first name (2 minutes, 5 tries). Badge codes link nothing.
A private link links two phones; a third replaces the oldest and says so by mail.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, personal, plain
from kiosk.domain import codes, keys
from kiosk.domain.attendees import Attendee, fold, hold
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.errors import NotKnown

SHOWN_FOR = timedelta(seconds=60)
DIGITS_FOR = timedelta(minutes=2)
TRIES = 5
MOST_PHONES = 2
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
    through: Mapped[str] = mapped_column(String(10), info=plain("letter, tablet or digits"))
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


class NoSuchClaim(NotKnown):
    """The code links nothing: unknown, used, too old, or tried too often."""

    slug = "no_such_claim"
    sentence = "That code is not valid any more. Ask for a new one at the tablet or the help lane."


def show_code(
    attendee: Attendee, device_id: int | None, at: datetime, *, seed: str | None = None
) -> tuple[str, str]:
    """Return a fresh secret (26 characters) and six digits for a person just checked in.

    With a `seed` (never used before) the same pair can be read again by `shown_code`: a tablet
    whose answer was lost, or that was told of a nod, shows it without writing anything.
    """
    secret, digits = shown_code(seed or secrets.token_hex(16))
    row = PhoneCode(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        device_id=device_id,
        secret_hash=keys.lookup_hash("phone-code", secret),
        digits_hash=_digits_hash(attendee.event_id, attendee.first_name, digits),
        shown_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return secret, digits


def shown_code(seed: str) -> tuple[str, str]:
    """Return the secret and the six digits that `show_code` made from a seed."""
    ring = keys.ring()
    secret = keys.derive_code("phone-code", codes.LENGTHS["claim"], seed, key_id=ring.secrets[0][0])
    number = int.from_bytes(ring.digest("phone-digits", seed, key_id=ring.secrets[0][0]))
    return secret, f"{number % 10**6:06d}"


def _digits_hash(event_id: int, first_name: str, digits: str) -> str:
    return keys.lookup_hash("phone-digits", f"{event_id}:{fold(first_name)}:{digits}")


def who_may_link(secret: str, at: datetime) -> tuple[Attendee, str]:
    """Return whom a claim secret speaks for, and through what, without using it up.

    Raises:
        NoSuchClaim: it links nothing.
    """
    shown = _by_secret(secret, at)
    if shown is not None:
        return db.session.get_one(Attendee, shown.attendee_id), "tablet"
    try:
        event_id = codes.event_of(secret, "claim")
        return codes.whose(event_id, secret, "claim")[0], "letter"
    except NotKnown:
        raise NoSuchClaim from None


def _by_secret(secret: str, at: datetime) -> PhoneCode | None:
    query = select(PhoneCode).where(
        PhoneCode.secret_hash == keys.lookup_hash("phone-code", codes.read(secret)),
        PhoneCode.used_at.is_(None),
        PhoneCode.shown_at > at - SHOWN_FOR,
    )
    return db.session.scalar(query.with_for_update())  # two phones at once: one links


def secret_for_digits(event_id: int, first_name: str, digits: str, at: datetime) -> Attendee:
    """Return who was shown these six digits within two minutes, by first name.

    A wrong guess for a name that is being shown counts against it: five and it is void.

    Raises:
        NoSuchClaim: nobody, or tried too often.
    """
    wanted = _digits_hash(event_id, first_name, "".join(filter(str.isdigit, digits)))
    query = select(PhoneCode).where(
        PhoneCode.event_id == event_id,
        PhoneCode.used_at.is_(None),
        PhoneCode.shown_at > at - DIGITS_FOR,
        PhoneCode.tries < TRIES,
    )
    shown = list(db.session.scalars(query.order_by(PhoneCode.id).with_for_update()))
    for row in shown:
        if row.digits_hash == wanted:
            return db.session.get_one(Attendee, row.attendee_id)
    for row in shown:
        person = db.session.get_one(Attendee, row.attendee_id)
        if fold(person.first_name) == fold(first_name):
            row.tries += 1
    raise NoSuchClaim


def link(
    attendee: Attendee, *, through: str, label: str, at: datetime, key: str | None = None
) -> tuple[Phone, str]:
    """Link a phone and return it with its session key; the oldest beyond two is revoked.

    What the tablet showed is used up by it. A door that must answer a repeated request with the
    same key brings one of its own, as unguessable as ours.
    """
    hold(attendee.id)
    event = db.session.get_one(Event, attendee.event_id)
    key = key or secrets.token_urlsafe(32)
    phone = Phone(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        key_hash=keys.lookup_hash("phone", key),
        label=label[:40],
        through=through,
        linked_at=at,
        ends_at=max(event.ends_at, at) + LIVES_AFTER,
    )
    db.session.add(phone)
    db.session.flush()
    for old in of_attendee(attendee.id, at)[MOST_PHONES:]:
        old.revoked_at = at
    if through != "letter":
        query = update(PhoneCode).where(PhoneCode.attendee_id == attendee.id)
        db.session.execute(query.where(PhoneCode.used_at.is_(None)).values(used_at=at))
    return phone, key


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
