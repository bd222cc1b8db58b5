"""Offers: what a mentor has room for, how often, and whether there is room now.

A place in an offer is a row of its own number: a request that is accepted holds the number, and a
constraint keeps a number from being held twice. So no more are accepted than there are numbers.
"""

from dataclasses import dataclass
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
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    personal,
    plain,
)
from kiosk.domain.mentoring.record import Mentor, is_away
from kiosk.errors import Invalid, NotKnown

KINDS = ("cv", "story", "insight_day", "experience", "mock_interview", "own")
"""The menu; `own` is one of the coordinator's own kinds."""
PERIODS = ("month", "term")
FORMATS = ("in_person", "phone", "video")
AT_A_TIME = ("mock_interview", "insight_day", "experience")
"""Kinds that are accepted only with a time."""
AT_WORK = ("insight_day", "experience")
"""Kinds that lead a student to a workplace."""
MOST = 50
_TERMS = {1: "spring", 2: "summer", 3: "autumn"}
_UNTIL = "the mentor's own wish, or two years without any use"


def _own(reason: str) -> dict[str, Any]:
    return personal(reason, until=_UNTIL)


class OfferKind(Model):
    """One kind of offer that a coordinator put on the menu of a fair."""

    __tablename__ = "mentor_offer_kinds"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    title: Mapped[str] = mapped_column(String(60), info=plain("the service's own words"))
    ended_at: Mapped[OptionalInstant]


class MentorOffer(Model):
    """One thing a mentor offers; ended, it stays for the requests that name it."""

    __tablename__ = "mentor_offers"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"period IN {PERIODS}", name="period"),
        CheckConstraint(f"format IN {FORMATS}", name="format"),
        CheckConstraint(f"capacity BETWEEN 0 AND {MOST}", name="capacity"),
        CheckConstraint("lead_days BETWEEN 0 AND 90", name="lead"),
        Index("uq_mentor_offers_live", "mentor_id", "kind", "title", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentors.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16), info=plain("which of the menu"))
    title: Mapped[str] = mapped_column(
        String(60), default="", info=plain("the coordinator's word for an own kind")
    )
    capacity: Mapped[int] = mapped_column(SmallInteger)
    period: Mapped[str] = mapped_column(String(6), info=plain("a month or a term"))
    lead_days: Mapped[int] = mapped_column(SmallInteger)
    format: Mapped[str] = mapped_column(String(10), info=plain("how they meet"))
    link: Mapped[str] = mapped_column(
        String(300), default="", info=_own("where a video call is; told once accepted")
    )
    words: Mapped[str] = mapped_column(
        String(400), default="", info=_own("what a mentor says of the offer")
    )
    paused_at: Mapped[OptionalInstant]
    back_on: Mapped[date | None] = mapped_column(Date, info=plain("a day, of nobody's life"))
    ended_at: Mapped[OptionalInstant]
    created_at: Mapped[Instant]

    def is_paused(self, today: date) -> bool:
        """Whether it takes no new requests on that day of the mentor's."""
        return is_away(self.paused_at, self.back_on, today)


@dataclass(frozen=True)
class OfferDraft:
    """What a mentor says of an offer."""

    capacity: int = 2
    period: str = "month"
    lead_days: int = 3
    format: str = "video"
    link: str = ""
    words: str = ""


def period_of(period: str, at: datetime, zone: str) -> str:
    """Return the month ("2026-11") or term ("2026-autumn") an instant is in, at a place.

    Terms are January to April, May to August, September to December.
    """
    local = at.astimezone(ZoneInfo(zone))
    if period == "month":
        return f"{local:%Y-%m}"
    return f"{local:%Y}-{_TERMS[(local.month + 3) // 4]}"


def period_now(offer: MentorOffer, mentor: Mentor, at: datetime) -> str:
    """Return the period in which a place of an offer is taken now."""
    return period_of(offer.period, at, mentor.timezone)


def hold_offer(offer_id: int) -> MentorOffer:
    """Return an offer as it is now; acts about it queue until the transaction ends."""
    query = select(MentorOffer).where(MentorOffer.id == offer_id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held).one()


def live_offers(mentor_id: int) -> list[MentorOffer]:
    """Return what a mentor offers, in the menu's order."""
    query = select(MentorOffer).where(
        MentorOffer.mentor_id == mentor_id, MentorOffer.ended_at.is_(None)
    )
    found = list(db.session.scalars(query.order_by(MentorOffer.id)))
    return sorted(found, key=lambda offer: KINDS.index(offer.kind))


def own_offer(mentor: Mentor, public_id: str) -> MentorOffer:
    """Return one of a mentor's live offers.

    Raises:
        NotKnown: none of theirs.
    """
    query = select(MentorOffer).where(
        MentorOffer.mentor_id == mentor.id,
        MentorOffer.public_id == public_id,
        MentorOffer.ended_at.is_(None),
    )
    offer = db.session.scalar(query)
    if offer is None:
        raise NotKnown("no_such_offer", "There is no such offer any more.")
    return offer


def menu_of(event_id: int) -> list[OfferKind]:
    """Return the coordinator's own kinds of a fair."""
    query = select(OfferKind).where(OfferKind.event_id == event_id, OfferKind.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(OfferKind.id)))


def add_to_menu(event_id: int, title: str) -> OfferKind:
    """Put another kind of offer on a fair's menu; the same title again is the one there is.

    Raises:
        Invalid: no title, or twenty kinds already.
    """
    title = " ".join(title.split())
    if not title or len(title) > 60:
        raise Invalid({"title": "Say it in at most 60 letters."})
    menu = menu_of(event_id)
    known = next((kind for kind in menu if kind.title.casefold() == title.casefold()), None)
    if known is not None:
        return known
    if len(menu) >= 20:
        raise Invalid({"title": "Twenty kinds are enough. Take one off first."})
    kind = OfferKind(event_id=event_id, title=title)
    db.session.add(kind)
    db.session.flush()
    return kind


def take_off_menu(event_id: int, public_id: str, at: datetime) -> None:
    """Take a kind off the menu; what mentors offer already stays. Again changes nothing."""
    nothing = NotKnown("no_such_kind", "There is no such kind of offer.")
    kind = one_of(OfferKind, event_id, public_id, nothing)
    kind.ended_at = kind.ended_at or at


def check_offer(draft: OfferDraft) -> None:
    """Refuse an offer that cannot be kept, naming the field.

    Raises:
        Invalid: a number is out of range, or a link is none.
    """
    wrong = {}
    if not 0 <= draft.capacity <= MOST:
        wrong["capacity"] = "Write a number from 0 to 50."
    if not 0 <= draft.lead_days <= 90:
        wrong["lead_days"] = "Write a number of days from 0 to 90."
    if draft.link and not draft.link.startswith(("https://", "http://")):
        wrong["link"] = "Write a web address that begins with https://."
    if len(draft.link) > 300:
        wrong["link"] = "This is too long."
    if len(draft.words) > 400:
        wrong["words"] = "Say it in at most 400 letters."
    if wrong:
        raise Invalid(wrong)
