"""Sharing: what each person lets people of a class have, by field, with the consent it rests on.

A choice holds for the future; an older one stays as a row (superseded), because shares were given
under it. Students and mentors start at "name" (what the badge prints anyway), employers and staff
at name and email. People under 18 share nothing, whatever they chose.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, db, personal, plain
from kiosk.domain.attendees.record import Attendee, hold
from kiosk.domain.events import EventFacts
from kiosk.errors import Invalid

AUDIENCES = ("attendees", "employers", "mentors")
FIELDS = ("name", "email", "phone", "links", "organisation", "course", "cv")
PRESETS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_email": ("name", "email"),
    "email_phone": ("name", "email", "phone"),
}
_DEFAULTS = {"employer": PRESETS["name_email"], "staff": PRESETS["name_email"]}
_AUDIENCE_OF = {"employer": "employers", "mentor": "mentors"}


class SharingChoice(Model):
    """What one person gives to one class of people, until the next choice."""

    __tablename__ = "sharing_choices"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("audience IN ('attendees', 'employers', 'mentors')", name="audience"),
        Index("uq_sharing_choices_live", "attendee_id", "audience", unique=True,
              sqlite_where=text("superseded_at IS NULL"),
              postgresql_where=text("superseded_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    audience: Mapped[str] = mapped_column(String(10), info=plain("a class of people"))
    fields: Mapped[list[str]] = mapped_column(
        Json, info=personal("shows on what choice each share rests")
    )
    consent_version: Mapped[int]
    chosen_through: Mapped[str] = mapped_column(String(10), info=plain("tablet, phone or desk"))
    chosen_at: Mapped[Instant]
    superseded_at: Mapped[OptionalInstant]


def audience_of(receiver: Attendee) -> str:
    """Return the class of people a receiver belongs to."""
    return _AUDIENCE_OF.get(receiver.kind, "attendees")


def in_order(fields: object) -> list[str]:
    """Return known fields in their fixed order; the name is always among them."""
    wanted = set(fields) if isinstance(fields, list | tuple | set) else set()
    return [name for name in FIELDS if name in wanted or name == "name"]


def choose(
    attendee: Attendee,
    fields: list[str] | tuple[str, ...],
    *,
    audiences: tuple[str, ...] = AUDIENCES,
    event: EventFacts,
    through: str,
    at: datetime,
) -> None:
    """Set what these classes of people may have from now on; the same choice changes nothing.

    Raises:
        Invalid: a field or class is none of ours.
    """
    if set(fields) - set(FIELDS) or set(audiences) - set(AUDIENCES):
        raise Invalid({"fields": "Choose one of the ways to share that are shown."})
    wanted = in_order(fields)
    hold(attendee.id)
    for audience in audiences:
        live = _live(attendee.id, audience)
        if live is not None and live.fields == wanted:
            continue
        db.session.execute(
            update(SharingChoice)
            .where(SharingChoice.attendee_id == attendee.id, SharingChoice.audience == audience)
            .where(SharingChoice.superseded_at.is_(None))
            .values(superseded_at=at)
        )
        row = SharingChoice(
            event_id=event.id,
            attendee_id=attendee.id,
            audience=audience,
            fields=wanted,
            consent_version=event.consent_version,
            chosen_through=through,
            chosen_at=at,
        )
        db.session.add(row)
        db.session.flush()


def _live(attendee_id: int, audience: str) -> SharingChoice | None:
    query = select(SharingChoice).where(
        SharingChoice.attendee_id == attendee_id, SharingChoice.audience == audience
    )
    return db.session.scalar(query.where(SharingChoice.superseded_at.is_(None)))


def standing(attendee: Attendee, audience: str) -> list[str]:
    """Return the fields this person lets a class of people have."""
    live = _live(attendee.id, audience)
    return live.fields if live else in_order(_DEFAULTS.get(attendee.kind, ()))


def defaults_of(people: Iterable[Attendee]) -> dict[tuple[int, str], list[str]]:
    """Return what each of these people lets each class have, before they choose."""
    return {(one.id, audience): in_order(_DEFAULTS.get(one.kind, ()))
            for one in people for audience in AUDIENCES}  # fmt: skip


def preset_of(attendee: Attendee) -> str | None:
    """Return the preset that all three classes have, or None when they differ."""
    chosen = {tuple(standing(attendee, audience)) for audience in AUDIENCES}
    by_fields = {fields: name for name, fields in PRESETS.items()}
    return by_fields.get(chosen.pop()) if len(chosen) == 1 else None


def gives(
    giver: Attendee, receiver: Attendee, *, event: EventFacts, at: datetime
) -> list[str] | None:
    """Return the fields a standing choice gives, None when the under-18 rule forbids any share."""
    if giver.is_minor(event, at) or receiver.is_minor(event, at):
        return None
    return standing(giver, audience_of(receiver))
