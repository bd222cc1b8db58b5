"""An employer's record: its card, its topics, its logo and its vacancies."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    PublicId,
    db,
    new_public_id,
    one_of,
    personal,
    plain,
)
from kiosk.domain.events import hold
from kiosk.errors import NotKnown, Refused

FIELDS = ("name", "stand", "text", "vacancies_url", "email", "external_id")


class Employer(Model):
    """One organisation at the fair."""

    __tablename__ = "employers"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        Index("ix_employers_event_external", "event_id", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(String(160), info=plain("an organisation's name"))
    stand: Mapped[str] = mapped_column(String(20), default="", info=plain("a stand's number"))
    text: Mapped[str] = mapped_column(Text, default="", info=plain("an organisation's own words"))
    vacancies_url: Mapped[str] = mapped_column(
        String(300), default="", info=plain("a public page of an organisation")
    )
    email: Mapped[str] = mapped_column(
        String(254),
        default="",
        info=personal("to write to the organisation's contact about the fair", erase="blank"),
    )
    external_id: Mapped[str | None] = mapped_column(
        String(80), info=plain("the organisation's id in the service's own system")
    )
    topics: Mapped[list[str]] = mapped_column(
        Json, default=list, server_default="[]", info=plain("what its recruiters talk about")
    )
    """The chips of its stand; none: the fair's own."""
    link_serial: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which of its private links is valid: another number, and the older ones are dead."""
    created_at: Mapped[Instant]


class EmployerLogo(Model):
    """The logo of one employer: a picture that was read and written anew."""

    __tablename__ = "employer_logos"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), unique=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary, info=plain("a logo as PNG"))
    put_at: Mapped[Instant]


class Vacancy(Model):
    """One opening that an employer shows to those whom its team met."""

    __tablename__ = "vacancies"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    title: Mapped[str] = mapped_column(String(120), info=plain("a job's title"))
    url: Mapped[str] = mapped_column(String(300), default="", info=plain("a public page"))
    put_at: Mapped[Instant]


class NameTaken(Refused):
    """Two employers of one fair cannot have the same name."""

    slug = "employer_name_taken"
    sentence = "Another employer has that name already. Correct the list, then import it again."


def register(event_id: int, rows: list[dict[str, Any]], at: datetime) -> dict[str, int]:
    """Add or refresh employers by external id, else name; return counts as an import prints them.

    The same rows again change nothing.

    Raises:
        Refused: an employer would take the name of another.
    """
    hold(event_id)
    known = {employer.name: employer for employer in of_event(event_id)}
    known_ids = {e.external_id: e for e in known.values() if e.external_id}
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        external_id, name = row.get("external_id") or "", row["name"]
        employer = known_ids.get(external_id) or known.get(name)
        if employer is None:
            employer = Employer(event_id=event_id, created_at=at, **row)
            db.session.add(employer)
            known[name] = employer
            known_ids |= {external_id: employer} if external_id else {}
            counts["added"] += 1
            continue
        if known.setdefault(name, employer) is not employer:
            raise NameTaken(name=name)
        changed = {key: value for key, value in row.items() if getattr(employer, key) != value}
        for key, value in changed.items():
            setattr(employer, key, value)
        counts["updated" if changed else "unchanged"] += 1
    db.session.flush()
    return counts


def of_event(event_id: int) -> list[Employer]:
    """Return the employers of an event, by name."""
    query = select(Employer).where(Employer.event_id == event_id).order_by(Employer.name)
    return list(db.session.scalars(query))


def place_in_the_hall(employer: Employer) -> tuple[bool, list[tuple[int, str]], str]:
    """Return what stands are walked by: "9" before "12", "A2" before "A10", none at the end."""
    parts = re.findall(r"[0-9]+|[^0-9]+", employer.stand.casefold())
    numbered = [(int(each), "") if each.isdigit() else (-1, each) for each in parts]
    return not employer.stand, numbered, employer.name.casefold()


def get(employer_id: int) -> Employer:
    """Return the employer of a row that names it."""
    return db.session.get_one(Employer, employer_id)


def by_public_id(event_id: int, public_id: str) -> Employer:
    """Return an employer of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Employer, event_id, public_id, NotKnown("no_such_employer", "There is no such employer.")
    )
