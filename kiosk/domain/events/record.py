"""The event's record: its hours, settings and wording.

Settings live in this one record, edited at the desk and by `kiosk event set`; `SETTINGS` says which
and how each is read. A changed consent wording is a new version: shares name the one they rest on.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    false,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, PublicId, db, new_public_id, plain
from kiosk.domain.events.lists import CheckInList
from kiosk.errors import NotKnown, Refused

KINDS = ("student", "employer", "mentor", "staff", "guest")
SECOND_FACTORS = ("phone", "email", "nod")

CONSENT = (
    "When you meet somebody here, they get what you chose to share with people like them. "
    "You can change your choice at any time; it holds for everyone you meet from then on."
)


class Event(Model):
    """One fair."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("print_on_arrival IN ('never', 'once', 'always')", name="printing"),
        CheckConstraint("walk_ins_at IN ('tablet', 'desk')", name="walk_ins_at"),
        CheckConstraint("retention_days BETWEEN 1 AND 3650", name="retention"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True, info=plain("name in addresses"))
    name: Mapped[str] = mapped_column(String(120), info=plain("the fair's name"))
    place: Mapped[str] = mapped_column(String(120), default="", info=plain("the fair's place"))
    help_lane: Mapped[str] = mapped_column(
        String(120), default="", info=plain("where the help lane is")
    )
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    timezone: Mapped[str] = mapped_column(String(60), info=plain("IANA time zone"))
    locale: Mapped[str] = mapped_column(String(20), default="en", info=plain("default language"))
    languages: Mapped[list[str]] = mapped_column(Json, default=list, info=plain("languages"))
    hours: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=plain("hours by kind"))
    """Per kind, minutes before the start and after the end: {"employer": [120, 60]}."""
    never_closes: Mapped[bool] = mapped_column(default=False)
    """The demo fair's: its doors stay open whatever the clock says."""
    closed_at: Mapped[OptionalInstant]
    print_on_arrival: Mapped[str] = mapped_column(
        String(10), default="once", info=plain("a setting")
    )
    stock: Mapped[str] = mapped_column(
        String(20), default="62x100", server_default="62x100", info=plain("a stock's name")
    )
    """What badges are shown and rendered on, and a new printer is taken to hold."""
    reentry: Mapped[bool] = mapped_column(default=True)
    """Whether somebody who went out may come in again; a list may say otherwise."""
    admit_unpaid: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[list[str]] = mapped_column(
        Json, default=lambda: ["nod"], info=plain("what makes a name enough")
    )
    """What somebody without a ticket shows beside the name: any of SECOND_FACTORS."""
    walk_ins_at: Mapped[str] = mapped_column(String(10), default="tablet", info=plain("a setting"))
    card_patterns: Mapped[list[dict[str, str]]] = mapped_column(
        Json, default=list, info=plain("what campus cards look like")
    )
    """{"name": "Campus card", "pattern": a regular expression with one group: the student id}."""
    offline_names: Mapped[bool] = mapped_column(default=False)
    """Whether a tablet without its server may look for masked names, with the stations' PIN."""
    pin_hash: Mapped[str | None] = mapped_column(String(120), info=plain("argon2id of a PIN"))
    """The stations' PIN: leaves the kiosk lock and opens the sealed names."""
    names_key: Mapped[str | None] = mapped_column(String(200), info=plain("a wrapped key"))
    """The key of the sealed names, wrapped under the PIN: a tablet opens it without a server."""
    unknown_age_is_minor: Mapped[bool] = mapped_column(default=False)
    missions: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether people are offered a small thing to try: "meet somebody from another subject"."""
    introductions: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether somebody may ask a steward to introduce them."""
    mentors_sign_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether anybody may ask to mentor on the fair's public page; a coordinator approves them."""
    quiet_hour: Mapped[str] = mapped_column(
        String(120), default="", server_default="", info=plain("when and where it is quieter")
    )
    retention_days: Mapped[int] = mapped_column(default=90)
    region: Mapped[str] = mapped_column(String(2), default="GB", info=plain("phone region"))
    contact_name: Mapped[str] = mapped_column(
        String(120), default="", info=plain("the service's public name, not an attendee's")
    )
    contact_email: Mapped[str] = mapped_column(
        String(254), default="", info=plain("the service's public address")
    )
    consent_version: Mapped[int] = mapped_column(default=1)
    names_stamp: Mapped[int] = mapped_column(default=0)
    """Another random number whenever anybody's name changes: attendees/search keeps names by it."""
    created_at: Mapped[Instant]

    @property
    def zone(self) -> ZoneInfo:
        """The fair's own time zone."""
        return ZoneInfo(self.timezone)

    @property
    def erase_on(self) -> datetime:
        """When the people of this event are erased."""
        return self.ends_at + timedelta(days=self.retention_days)

    def is_over(self, at: datetime) -> bool:
        """Whether new meetings only ask: closed by hand, or past its end."""
        return self.closed_at is not None or (not self.never_closes and at > self.ends_at)

    def change(self, key: str, value: object) -> None:
        """Set one setting.

        Raises:
            Refused: no such setting.
        """
        if key not in SETTINGS:
            raise Refused("no_such_setting", f"There is no setting {key}: {', '.join(SETTINGS)}.")
        setattr(self, key, value)


SETTINGS = (
    "name",
    "place",
    "help_lane",
    "starts_at",
    "ends_at",
    "timezone",
    "locale",
    "languages",
    "hours",
    "never_closes",
    "print_on_arrival",
    "stock",
    "reentry",
    "admit_unpaid",
    "second_factor",
    "walk_ins_at",
    "card_patterns",
    "offline_names",
    "unknown_age_is_minor",
    "missions",
    "introductions",
    "mentors_sign_up",
    "quiet_hour",
    "retention_days",
    "region",
    "contact_name",
    "contact_email",
)
"""What `event set` and the desk may change; consent wording has a verb of its own."""


class ConsentText(Model):
    """One version of what people agree to when they share; versions are only added."""

    __tablename__ = "consent_texts"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    version: Mapped[int]
    wording: Mapped[str] = mapped_column(Text, info=plain("the service's wording"))
    since: Mapped[Instant]


class SlugTaken(Refused):
    """An event of that slug exists."""

    slug = "slug_taken"
    sentence = "There is an event with that slug already. Choose another, or use event set."


def create(
    slug: str, name: str, starts_at: datetime, ends_at: datetime, *, timezone: str, at: datetime
) -> Event:
    """Create an event with its first list and its first consent wording.

    Raises:
        SlugTaken: there is one by that slug.
        Refused: it ends before it starts.
    """
    if db.session.scalar(select(Event.id).where(Event.slug == slug)):
        raise SlugTaken
    if ends_at <= starts_at:
        raise Refused("ends_before_start", "The fair must end after it starts.")
    event = Event(
        slug=slug, name=name, starts_at=starts_at, ends_at=ends_at, timezone=timezone, created_at=at
    )
    db.session.add(event)
    db.session.flush()
    db.session.add(CheckInList(event_id=event.id, name="Fair", kind="door"))
    db.session.add(ConsentText(event_id=event.id, version=1, wording=CONSENT, since=at))
    db.session.flush()
    return event


def by_slug(slug: str) -> Event:
    """Return the event.

    Raises:
        NotKnown: there is none.
    """
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise NotKnown("no_such_event", "There is no event by that name.")
    return event


def get(event_id: int) -> Event:
    """Return the event of a row that names it."""
    return db.session.get_one(Event, event_id)


def hold(event_id: int) -> None:
    """Let two imports into one event queue until the transaction ends; SQLite has one writer."""
    query = select(Event.id).where(Event.id == event_id)
    db.session.execute(query.with_for_update(key_share=True))


def every() -> list[Event]:
    """Return all events, latest start first."""
    return list(db.session.scalars(select(Event).order_by(Event.starts_at.desc())))


def are_open(at: datetime) -> list[Event]:
    """Return the events that are not closed and not over, soonest first."""
    found = db.session.scalars(select(Event).order_by(Event.starts_at))
    return [event for event in found if not event.is_over(at)]


def close(event: Event, at: datetime) -> None:
    """Close the doors for good; closing again changes nothing."""
    event.closed_at = event.closed_at or at


def reword_consent(event: Event, wording: str, at: datetime) -> None:
    """Add a version of the consent wording; the same wording changes nothing."""
    if wording.strip() == consent_wording(event.id, event.consent_version):
        return
    event.consent_version += 1
    row = ConsentText(
        event_id=event.id, version=event.consent_version, wording=wording.strip(), since=at
    )
    db.session.add(row)


def consent_wording(event_id: int, version: int) -> str:
    """Return what people agreed to under a version."""
    query = select(ConsentText.wording).where(
        ConsentText.event_id == event_id, ConsentText.version == version
    )
    return db.session.scalars(query).one()
