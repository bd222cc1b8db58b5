"""The attendee's record: each personal column says why it is kept, until when, and how it goes."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    personal,
    plain,
)
from kiosk.domain.events import KINDS, EventFacts
from kiosk.errors import NotKnown

STATUSES = ("expected", "unpaid", "cancelled", "practice")
"""`practice` people exist for a rehearsal only: no list, figure, search or letter knows them."""


def _kept(reason: str) -> dict[str, Any]:
    # The row stays as a tombstone (counts, other people's meetings); its personal columns empty.
    return personal(reason, erase="blank")


class Attendee(Model):
    """One person registered for one event; after erasure, a row without a person."""

    __tablename__ = "attendees"
    __person__ = "id"
    __table_args__ = (
        CheckConstraint("kind IN ('student', 'employer', 'mentor', 'staff', 'guest')", name="kind"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        Index("ix_attendees_event_email", "event_id", "email"),
        Index("ix_attendees_event_student_id", "event_id", "student_id"),
        Index("uq_attendees_external", "event_id", "external_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(10), default="student", info=plain("a kind"))
    status: Mapped[str] = mapped_column(String(10), default="expected", info=plain("a status"))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), info=_kept("printed on the badge"))
    given_name: Mapped[str | None] = mapped_column(
        String(80), info=_kept("the large name on the badge, and how we greet")
    )
    family_name: Mapped[str | None] = mapped_column(
        String(80), info=_kept("sorts contact cards as address books do")
    )
    email: Mapped[str | None] = mapped_column(
        String(254), info=_kept("ticket and contact pack are sent there; shared when allowed")
    )
    phone: Mapped[str | None] = mapped_column(
        String(20), info=_kept("shared with those the person allows")
    )
    pronouns: Mapped[str | None] = mapped_column(String(40), info=_kept("shown with the name"))
    organisation: Mapped[str | None] = mapped_column(String(160), info=_kept("on the badge"))
    role: Mapped[str | None] = mapped_column(String(120), info=_kept("on the badge"))
    course: Mapped[str | None] = mapped_column(String(160), info=_kept("on a student's badge"))
    faculty: Mapped[str | None] = mapped_column(String(120), info=_kept("counted in figures"))
    level: Mapped[str | None] = mapped_column(String(40), info=_kept("what recruiters ask first"))
    graduation_year: Mapped[int | None] = mapped_column(
        SmallInteger, info=_kept("what recruiters ask first")
    )
    student_id: Mapped[str | None] = mapped_column(
        String(60), info=_kept("a campus card finds them; joins the service's own records")
    )
    links: Mapped[list[str] | None] = mapped_column(Json, info=_kept("shared when allowed"))
    cv: Mapped[str | None] = mapped_column(
        String(300), info=_kept("a link to their CV, shared when allowed")
    )
    wants_quiet: Mapped[bool | None] = mapped_column(
        info=_kept("lets the fair plan its quiet hour; never printed, listed or passed on")
    )
    wants_nudge: Mapped[bool | None] = mapped_column(
        info=_kept("they asked to be reminded once, two days after their pack")
    )
    lets_count: Mapped[bool | None] = mapped_column(
        info=_kept("they let the fair count that they opened their pack's page")
    )
    ask_me_about: Mapped[str | None] = mapped_column(
        String(80), info=_kept("printed on the badge to start a conversation")
    )
    date_of_birth: Mapped[date | None] = mapped_column(
        Date, info=_kept("people under 18 share nothing")
    )
    under_18: Mapped[bool | None] = mapped_column(info=_kept("people under 18 share nothing"))
    locale: Mapped[str | None] = mapped_column(String(20), info=_kept("language of letters"))
    external_id: Mapped[str | None] = mapped_column(
        String(80), info=_kept("recognises the person when the list is imported again")
    )
    provenance: Mapped[dict[str, str]] = mapped_column(
        Json, default=dict, info=plain("who set each field: import, desk or person")
    )
    listed_as_hashes: Mapped[list[str] | None] = mapped_column(
        Json, info=_kept("recognises the person on the same list again after a correction")
    )
    """Keyed hashes of what lists called this person: a corrected name or address finds them."""
    unlisted: Mapped[bool] = mapped_column(default=False)
    """Never found by name at a self-service station: they asked for it, or staff did."""
    walked_in: Mapped[bool] = mapped_column(default=False)
    """Registered at the fair, not before."""
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    """Whose place they took."""
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    erased_at: Mapped[OptionalInstant]

    @property
    def asker(self) -> str:
        """How operations name this person when they act themselves."""
        return f"attendee:{self.public_id}"

    @property
    def first_name(self) -> str:
        """The name we greet with and print largest."""
        return self.given_name or first_name_of(self.name)

    @property
    def role_line(self) -> str:
        """What the badge says under the name: a student's course, anybody else's role."""
        return (self.course if self.kind == "student" else self.role) or ""

    def is_minor(self, event: EventFacts, at: datetime) -> bool:
        """Whether the under-18 rule holds: by date of birth, else flag, else the event's rule."""
        if self.date_of_birth is not None:
            # The day it is at the fair: a birthday begins there, not in Greenwich.
            born, today = self.date_of_birth, at.astimezone(ZoneInfo(event.timezone)).date()
            return (
                today.year - born.year - ((today.month, today.day) < (born.month, born.day))
            ) < 18
        return event.unknown_age_is_minor if self.under_18 is None else self.under_18


class NotAnAttendee(NotKnown):
    """No such person at this event."""

    slug = "no_such_attendee"
    sentence = "There is nobody by that id at this fair."


def first_name_of(name: str) -> str:
    """Return the name to greet with when the list gives only one: its first word.

    Han, Kana and Hangul names are not split: the family name comes first and is part of the call.
    """
    first = name.split()[0] if name.split() else name
    script = unicodedata.name(first[0], "") if first else ""
    return name if script.startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA")) else first


def masked_name(name: str) -> str:
    """Return a name as strangers may see it: the first word and an initial ("Asha P.")."""
    words = name.split()
    if len(words) < 2:
        return name if len(name) < 2 else f"{name[0]}…"
    return f"{words[0]} {words[-1][0]}."


_LONG_KINDS = {"university": "Univ.", "université": "Univ.", "universität": "Univ.",
               "universidad": "Univ.", "universitat": "Univ.", "università": "Univ."}  # fmt: skip
_KINDS_OF_HOUSE = {"the", "of", "for", "and", "de", "la", "di", "du", "der", "für", "at", "in",
                   "univ.", "college", "school", "institute", "academy", "faculty",
                   "department"}  # fmt: skip


def masked_organisation(organisation: str | None) -> str:
    """Return an organisation as strangers may see it: what it is and an initial ("Univ. of K…")."""
    told: list[str] = []
    for word in (organisation or "").split():
        short = _LONG_KINDS.get(word.casefold(), word)
        if short.casefold() not in _KINDS_OF_HOUSE:
            return " ".join([*told, f"{word[0]}…"])
        told.append(short)
    return " ".join(told)


def get(attendee_id: int) -> Attendee:
    """Return the attendee a row names."""
    return db.session.get_one(Attendee, attendee_id)


def hold(attendee_id: int) -> None:
    """Let two acts about one person queue until the transaction ends; SQLite has one writer."""
    if db.engine.dialect.name == "sqlite":
        return
    query = select(Attendee.id).where(Attendee.id == attendee_id)
    db.session.execute(query.with_for_update(key_share=True))


def by_ids(event_id: int, ids: Iterable[int]) -> dict[int, Attendee]:
    """Return those of these people who are of this event and not erased, by row id."""
    query = select(Attendee).where(Attendee.event_id == event_id, Attendee.id.in_(set(ids)))
    found = db.session.scalars(query.where(Attendee.erased_at.is_(None)))
    return {attendee.id: attendee for attendee in found}


def by_public_id(event_id: int, public_id: str) -> Attendee:
    """Return an attendee of this event.

    Raises:
        NotAnAttendee: none of this event, or erased.
    """
    query = select(Attendee).where(
        Attendee.event_id == event_id,
        Attendee.public_id == public_id,
        Attendee.erased_at.is_(None),
    )
    attendee = db.session.scalar(query)
    if attendee is None:
        raise NotAnAttendee
    return attendee


def of_event(event_id: int, kind: str | None = None) -> list[Attendee]:
    """Return the people of an event who are not erased, by name; rehearsals' people are none."""
    query = select(Attendee).where(Attendee.event_id == event_id, Attendee.erased_at.is_(None))
    query = query.where(Attendee.status != "practice")
    if kind in KINDS:
        query = query.where(Attendee.kind == kind)
    return list(db.session.scalars(query.order_by(Attendee.name, Attendee.id)))


def words_on_badges(event_id: int) -> list[dict[str, Any]]:
    """Return what stands on the badges of an event, without the records: id, kind and words."""
    a = Attendee
    query = select(
        a.public_id, a.kind, a.name, a.given_name, a.organisation, a.ask_me_about, a.course, a.role
    )
    expected = (a.event_id == event_id, a.status.in_(("expected", "unpaid")))
    found = db.session.execute(query.where(*expected, a.erased_at.is_(None)).order_by(a.name, a.id))
    return [dict(row) for row in found.mappings()]


def of_employer(event_id: int, employer_id: int) -> list[Attendee]:
    """Return an employer's team at this event, by name."""
    query = select(Attendee).where(
        Attendee.event_id == event_id,
        Attendee.employer_id == employer_id,
        Attendee.erased_at.is_(None),
        Attendee.status == "expected",
    )
    return list(db.session.scalars(query.order_by(Attendee.name, Attendee.id)))


def with_team(attendee: Attendee) -> list[Attendee]:
    """Return a person, and whoever stands for the same employer at this event."""
    team = of_employer(attendee.event_id, attendee.employer_id) if attendee.employer_id else []
    return [attendee, *(each for each in team if each.id != attendee.id)]


def with_address(event_id: int, email: str) -> list[Attendee]:
    """Return everybody registered under an address, in any case: two people may share one."""
    same = or_(Attendee.email == email, func.lower(Attendee.email) == email.lower())
    query = select(Attendee).where(Attendee.event_id == event_id, same)
    query = query.where(Attendee.status != "practice")
    return list(db.session.scalars(query.where(Attendee.erased_at.is_(None))))
