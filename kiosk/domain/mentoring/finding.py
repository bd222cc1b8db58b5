"""Finding a mentor: browse, search, and a few suggestions by rules that the page tells.

Nobody is ranked. Those with a free place come first, and the list goes round by a random number of
each mentor, another way for each reader and day, so that nobody is always on top.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from kiosk.db import db
from kiosk.domain import attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Meeting
from kiosk.domain.mentoring.offers import MentorOffer, period_of
from kiosk.domain.mentoring.record import Mentor, MentorPlace, MentorTag, seat_at
from kiosk.domain.mentoring.requests import MentorRequest
from kiosk.domain.mentoring.standing import OfferShown, offers_shown

PAGE = 12
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Sought:
    """What a student looks for; empty is anything."""

    words: str = ""
    sector: str = ""
    course: str = ""
    language: str = ""
    offer: str = ""
    """A kind of the menu."""
    free: bool = False
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One mentor of a list, with what they offer and why they are suggested ("" otherwise)."""

    mentor: Mentor
    offers: list[OfferShown]
    tags: dict[str, list[str]]
    why: str = ""


@dataclass(frozen=True)
class Page:
    """One page of mentors, and how many there are."""

    found: list[Found]
    count: int
    number: int
    last: int


def browse(reader: Attendee, sought: Sought, event: EventFacts, at: datetime) -> Page:
    """Return a page of the mentors a reader may ask; kept-apart, paused and suspended are none."""
    rows, page = _browse(reader, sought, event, at)
    return replace(page, found=_told(rows, at))


def first_page(reader: Attendee, event: EventFacts, at: datetime) -> tuple[list[Found], Page]:
    """Return up to three suggestions and the first page, what they offer asked once for both.

    Suggested is whom the reader met first, then who studied their course; `why` is "met" or
    "course", and the page says so in words.
    """
    some, why = _suggested(reader, event, at)
    rows, page = _browse(reader, Sought(), event, at)
    every = {mentor.id: mentor for mentor in (*some, *rows)}
    told = {each.mentor.id: each for each in _told(list(every.values()), at)}
    suggested = [replace(told[mentor.id], why=why[mentor.id]) for mentor in some]
    return suggested, replace(page, found=[told[mentor.id] for mentor in rows])


def _browse(
    reader: Attendee, sought: Sought, event: EventFacts, at: datetime
) -> tuple[list[Mentor], Page]:
    today = at.astimezone(ZoneInfo(event.timezone)).date()
    wanted = [*_visible(reader, event, today), *_filters(sought, event, at, today)]
    base = select(Mentor.id).join(MentorPlace, MentorPlace.mentor_id == Mentor.id).where(*wanted)
    count = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    last = max((count + PAGE - 1) // PAGE, 1)
    number = min(max(sought.page, 1), last)
    seed = (reader.id * 7919 + today.toordinal() * 104729) % 65536
    turned = (Mentor.shuffle + seed) % 65536
    order = (_is_free(event, at, today).desc(), turned, Mentor.id)
    query = select(Mentor).where(Mentor.id.in_(base))
    rows = db.session.scalars(query.order_by(*order).limit(PAGE).offset((number - 1) * PAGE))
    return list(rows), Page([], count, number, last)


def _visible(reader: Attendee, event: EventFacts, today: date) -> list[ColumnElement[bool]]:
    apart = _kept_apart(reader)
    return [
        MentorPlace.event_id == event.id,
        MentorPlace.joined_at.is_not(None),
        Mentor.state == "approved",
        Mentor.suspended_at.is_(None),
        or_(Mentor.paused_at.is_(None), Mentor.back_on <= today),
        MentorPlace.attendee_id.not_in(apart) if apart else true(),
        MentorPlace.attendee_id != reader.id,
        select(MentorOffer.id).where(MentorOffer.mentor_id == Mentor.id, _live(today)).exists(),
    ]


def _kept_apart(reader: Attendee) -> set[int]:
    apart = meetings.kept_apart(reader.event_id, [reader.id])
    pairs = {*apart.blocks, *apart.reported}
    others = {
        one if other == reader.id else other for one, other in pairs if reader.id in (one, other)
    }
    return others | set(apart.frozen)


def _live(today: date) -> ColumnElement[bool]:
    away = and_(
        MentorOffer.paused_at.is_not(None),
        or_(MentorOffer.back_on.is_(None), MentorOffer.back_on > today),
    )
    return and_(MentorOffer.ended_at.is_(None), MentorOffer.capacity > 0, ~away)


def _is_free(event: EventFacts, at: datetime, today: date) -> ColumnElement[bool]:
    # Their own zone decides when a month begins; for a list, the fair's is near enough.
    month, term = (period_of(each, at, event.timezone) for each in ("month", "term"))
    now = case((MentorOffer.period == "month", month), else_=term)
    taken = (
        select(func.count())
        .where(MentorRequest.offer_id == MentorOffer.id, MentorRequest.period == now)
        .scalar_subquery()
    )
    return (
        select(MentorOffer.id)
        .where(MentorOffer.mentor_id == Mentor.id, _live(today), MentorOffer.capacity > taken)
        .exists()
    )


def _filters(
    sought: Sought, event: EventFacts, at: datetime, today: date
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    for word in attendees.fold(sought.words).split()[:8]:
        escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        wanted.append(Mentor.words.like(f"%{escaped}%", escape="\\"))
    for kind in ("sector", "course", "language"):
        if folded := attendees.fold(getattr(sought, kind)):
            tagged = MentorTag.kind == kind, MentorTag.folded == folded
            wanted.append(Mentor.id.in_(select(MentorTag.mentor_id).where(*tagged)))
    if sought.offer:
        of_kind = select(MentorOffer.mentor_id).where(
            MentorOffer.kind == sought.offer, _live(today)
        )
        wanted.append(Mentor.id.in_(of_kind))
    if sought.free:
        wanted.append(_is_free(event, at, today))
    return wanted


def _told(mentors: list[Mentor], at: datetime, why: dict[int, str] | None = None) -> list[Found]:
    ids = [mentor.id for mentor in mentors]
    offers, tags = offers_shown(mentors, at), _tags(ids)
    return [
        Found(m, offers.get(m.id, []), tags.get(m.id, {}), (why or {}).get(m.id, ""))
        for m in mentors
    ]


def _tags(mentor_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    query = select(MentorTag.mentor_id, MentorTag.kind, MentorTag.label)
    found: dict[int, dict[str, list[str]]] = {}
    rows = db.session.execute(
        query.where(MentorTag.mentor_id.in_(mentor_ids)).order_by(MentorTag.id)
    )
    for mentor_id, kind, label in rows:
        found.setdefault(mentor_id, {}).setdefault(kind, []).append(label)
    return found


def choices(event_id: int) -> dict[str, list[str]]:
    """Return which sectors, courses and languages the mentors of a fair have, by kind, in order."""
    kinds = ("sector", "course", "language")
    # Each tag once from its index, and only then whether anybody at this fair has it.
    own = select(MentorTag.kind, MentorTag.folded).where(MentorTag.kind.in_(kinds))
    tag = own.distinct().subquery()
    same = (MentorTag.kind == tag.c.kind, MentorTag.folded == tag.c.folded)
    here = (
        select(MentorTag.id)
        .join(Mentor, Mentor.id == MentorTag.mentor_id)
        .join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
        .where(*same, MentorPlace.event_id == event_id, MentorPlace.joined_at.is_not(None))
        .where(Mentor.state == "approved")
    )
    label = select(MentorTag.label).where(*same).limit(1).scalar_subquery()
    query = select(tag.c.kind, label).where(here.exists()).order_by(tag.c.folded)
    found: dict[str, list[str]] = {"sector": [], "course": [], "language": []}
    for kind, label in db.session.execute(query):
        found[kind].append(label)
    return found


def _suggested(
    reader: Attendee, event: EventFacts, at: datetime
) -> tuple[list[Mentor], dict[int, str]]:
    today = at.astimezone(ZoneInfo(event.timezone)).date()
    reasons = {"met": _met(reader), "course": _same_course(reader)}
    why: dict[int, str] = {}
    mentors: list[Mentor] = []
    visible = _visible(reader, event, today)
    for reason, condition in reasons.items():
        query = select(Mentor).join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
        query = query.where(*visible, condition, Mentor.id.not_in(why))
        query = query.order_by(_is_free(event, at, today).desc(), Mentor.shuffle)
        for mentor in db.session.scalars(query.limit(MOST_SUGGESTED - len(mentors))):
            mentors.append(mentor)
            why[mentor.id] = reason
    return mentors, why


def _met(reader: Attendee) -> ColumnElement[bool]:
    live = Meeting.undone_at.is_(None)
    high = select(Meeting.high_id).where(Meeting.low_id == reader.id, live)
    low = select(Meeting.low_id).where(Meeting.high_id == reader.id, live)
    return MentorPlace.attendee_id.in_(high.union(low))


def _same_course(reader: Attendee) -> ColumnElement[bool]:
    folded = attendees.fold(reader.course or "-")
    query = select(MentorTag.mentor_id).where(
        MentorTag.kind == "course", MentorTag.folded == folded
    )
    return Mentor.id.in_(query)


def others_for(
    reader: Attendee, offer: MentorOffer, event: EventFacts, at: datetime
) -> list[Found]:
    """Return up to three other mentors who are free for the same kind of offer."""
    page = browse(reader, Sought(offer=offer.kind, free=True), event, at)
    return [each for each in page.found if each.mentor.id != offer.mentor_id][:MOST_SUGGESTED]


def told_one(mentor: Mentor, at: datetime) -> Found:
    """Return one mentor as a list tells them."""
    return _told([mentor], at)[0]


def is_seen(mentor: Mentor, reader: Attendee) -> bool:
    """Whether a reader may look at a mentor: paused ones too, suspended or kept-away ones not."""
    seat = seat_at(reader.event_id, mentor.id)
    visible = mentor.state == "approved" and mentor.suspended_at is None
    return visible and seat is not None and seat.id not in _kept_apart(reader)
