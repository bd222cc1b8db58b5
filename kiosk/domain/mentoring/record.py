"""The mentor's record: a profile that is the person's own and outlives a fair.

It is found again by a keyed hash of the confirmed address. At each fair a mentor takes part in
there is a place: it names the attendee whose badge they wear and to whom the fair's letters go.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    personal,
    plain,
)
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee, first_name_of
from kiosk.errors import NotKnown

STATES = ("unconfirmed", "waiting", "approved", "declined")
TAGS = ("sector", "topic", "language", "course")
_UNTIL = "the mentor's own wish, or two years without any use"


def _own(reason: str) -> dict[str, Any]:
    return personal(reason, until=_UNTIL)


class Mentor(Model):
    """One person who mentors, across the fairs of this service."""

    __tablename__ = "mentors"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("ix_mentors_state", "state", "shuffle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    address_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    name: Mapped[str] = mapped_column(String(120), info=_own("students see whom they ask"))
    email: Mapped[str] = mapped_column(
        String(254), info=_own("letters go there; a student sees it once accepted")
    )
    role: Mapped[str] = mapped_column(
        String(120), default="", info=_own("students find them by it")
    )
    organisation: Mapped[str] = mapped_column(
        String(160), default="", info=_own("students find them by it")
    )
    story: Mapped[str] = mapped_column(Text, default="", info=_own("what they tell of themselves"))
    words: Mapped[str] = mapped_column(
        Text, default="", info=_own("the profile's words, folded, to search in")
    )
    timezone: Mapped[str] = mapped_column(String(60), info=plain("IANA time zone of their slots"))
    state: Mapped[str] = mapped_column(String(12), default="unconfirmed", info=plain("a state"))
    shuffle: Mapped[int]
    """A random number: lists go round by it, so that nobody is always first."""
    link_serial: Mapped[int] = mapped_column(default=1)
    confirmed_at: Mapped[OptionalInstant]
    agreed_at: Mapped[OptionalInstant]
    """When they accepted the code of conduct, once."""
    paused_at: Mapped[OptionalInstant]
    back_on: Mapped[date | None] = mapped_column(Date, info=plain("a day, of nobody's life"))
    suspended_at: Mapped[OptionalInstant]
    suspended_for_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    """At which fair that was decided: it is lifted there alone."""
    decided_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    asked_to_pause_at: Mapped[OptionalInstant]
    created_at: Mapped[Instant]
    last_active_at: Mapped[Instant]

    @property
    def first_name(self) -> str:
        """The name a letter greets with."""
        return first_name_of(self.name)

    def is_paused(self, today: date) -> bool:
        """Whether they take no new requests on that day of theirs."""
        return is_away(self.paused_at, self.back_on, today)


def is_away(paused_at: datetime | None, back_on: date | None, today: date) -> bool:
    """Whether a pause holds: until it is ended, or until the day of return."""
    return paused_at is not None and (back_on is None or today < back_on)


class MentorTag(Model):
    """One thing a mentor is found by: a sector, a topic, a language, a course they studied."""

    __tablename__ = "mentor_tags"
    __table_args__ = (
        CheckConstraint(f"kind IN {TAGS}", name="kind"),
        UniqueConstraint("mentor_id", "kind", "folded"),
        Index("ix_mentor_tags_found", "kind", "folded", "mentor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentors.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10), info=plain("which kind of tag"))
    folded: Mapped[str] = mapped_column(String(80), info=_own("the tag, folded, to search in"))
    label: Mapped[str] = mapped_column(String(80), info=_own("students find them by it"))


class MentorPlace(Model):
    """A mentor takes part in a fair, as one of its attendees."""

    __tablename__ = "mentor_places"
    __person__ = "attendee_id"
    __table_args__ = (UniqueConstraint("event_id", "mentor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentors.id", ondelete="CASCADE"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), unique=True)
    since: Mapped[Instant]
    joined_at: Mapped[OptionalInstant]
    """When the mentor opened the letter about this fair; students see nobody before that."""


class NoSuchMentor(NotKnown):
    """Nobody by that id mentors at this fair."""

    slug = "no_such_mentor"
    sentence = "There is no such mentor at this fair."


def address_hash(email: str) -> str:
    """Return the keyed hash by which a profile is found again, whatever the fair."""
    return keys.lookup_hash("mentor", email.strip().lower())


def get(mentor_id: int) -> Mentor:
    """Return the mentor a row names."""
    return db.session.get_one(Mentor, mentor_id)


def hold(mentor_id: int) -> Mentor:
    """Return a mentor as they are now; acts about them queue until the transaction ends."""
    query = select(Mentor).where(Mentor.id == mentor_id)
    return db.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).one()


def by_address(email: str) -> Mentor | None:
    """Return whose profile an address opens."""
    return db.session.scalar(select(Mentor).where(Mentor.address_hash == address_hash(email)))


def of_event(event_id: int, public_id: str) -> Mentor:
    """Return a mentor who has a place at this fair, taken or offered.

    Raises:
        NoSuchMentor: none there.
    """
    query = select(Mentor).join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
    query = query.join(Attendee, Attendee.id == MentorPlace.attendee_id)
    query = query.where(MentorPlace.event_id == event_id, Mentor.public_id == public_id)
    query = query.where(~only_typed_in())
    mentor = db.session.scalar(query)
    if mentor is None:
        raise NoSuchMentor
    return mentor


def only_typed_in() -> ColumnElement[bool]:
    """Whether a fair has a known mentor by nothing but what somebody typed into its public page.

    Until they open the letter about it, they are none of that fair's: its desk sees nothing.
    """
    unopened = MentorPlace.joined_at.is_(None) & (Attendee.status == "cancelled")
    return unopened & Mentor.confirmed_at.is_not(None)


def of_attendee(attendee_id: int) -> Mentor | None:
    """Return the profile of an attendee who mentors."""
    query = select(Mentor).join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
    return db.session.scalar(query.where(MentorPlace.attendee_id == attendee_id))


def seat_at(event_id: int, mentor_id: int) -> Attendee | None:
    """Return the attendee a mentor is at a fair that they have joined."""
    query = select(Attendee).join(MentorPlace, MentorPlace.attendee_id == Attendee.id)
    query = query.where(MentorPlace.joined_at.is_not(None))
    return db.session.scalar(
        query.where(MentorPlace.event_id == event_id, MentorPlace.mentor_id == mentor_id)
    )


def places_of(mentor_id: int) -> list[MentorPlace]:
    """Return a mentor's fairs, the newest first."""
    query = select(MentorPlace).where(MentorPlace.mentor_id == mentor_id)
    return list(db.session.scalars(query.order_by(MentorPlace.id.desc())))


def tags_of(mentor_id: int) -> dict[str, list[str]]:
    """Return a mentor's tags by kind, as they wrote them."""
    query = select(MentorTag.kind, MentorTag.label).where(MentorTag.mentor_id == mentor_id)
    found: dict[str, list[str]] = {kind: [] for kind in TAGS}
    for kind, label in db.session.execute(query.order_by(MentorTag.id)):
        found[kind].append(label)
    return found


def has_mentors(event_id: int) -> bool:
    """Whether anybody mentors at a fair."""
    query = select(MentorPlace.id).join(Mentor, Mentor.id == MentorPlace.mentor_id)
    query = query.where(MentorPlace.event_id == event_id, Mentor.state == "approved")
    query = query.where(MentorPlace.joined_at.is_not(None))
    return db.session.scalar(query.limit(1)) is not None
