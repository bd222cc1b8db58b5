"""Whether an offer takes requests now, and who moves up when a place is free.

An offer is full when its places of the period are taken, or when three people a free place have
asked already: nobody is to write to a mentor who cannot say yes. Whoever asks then stands in line.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.caring import is_on_hold
from kiosk.domain.mentoring.offers import MentorOffer, hold_offer, live_offers, period_now
from kiosk.domain.mentoring.record import Mentor, get
from kiosk.domain.mentoring.requests import (
    ANSWER_WITHIN,
    MentorRequest,
    hold_request,
    in_state,
)

ASKED_PER_PLACE = 3


@dataclass(frozen=True)
class OfferShown:
    """An offer as students see it: free, full (one may stand in line) or paused."""

    offer: MentorOffer
    standing: str
    free: int
    """Places left in this period."""
    line: int
    """How many stand in line."""


def today_of(mentor: Mentor, at: datetime) -> date:
    """Return which day it is where a mentor is."""
    return at.astimezone(ZoneInfo(mentor.timezone)).date()


def is_open(mentor: Mentor, at: datetime) -> bool:
    """Whether students find a mentor at all."""
    return (
        mentor.state == "approved"
        and mentor.suspended_at is None
        and not mentor.is_paused(today_of(mentor, at))
    )


def takes_requests(mentor: Mentor, offer: MentorOffer, at: datetime) -> bool:
    """Whether an offer is open, be it full or not."""
    paused = offer.is_paused(today_of(mentor, at)) or offer.capacity == 0
    return is_open(mentor, at) and offer.ended_at is None and not paused


def has_room(mentor: Mentor, offer: MentorOffer, at: datetime) -> bool:
    """Whether one more may ask now."""
    request = MentorRequest
    held = func.count().filter(request.period == period_now(offer, mentor, at))
    asked = func.count().filter(request.state.in_(("asked", "suggested")))
    query = select(held, asked).where(request.offer_id == offer.id)
    taken, waiting = db.session.execute(query).one()
    return bool(waiting < max(offer.capacity - taken, 0) * ASKED_PER_PLACE)


def fill_places(offer_id: int, at: datetime) -> int:
    """Let those who stand in line longest ask, as far as there is room; return how many moved up.

    The offer is held, so two who make room at once let nobody in twice.
    """
    offer, moved = hold_offer(offer_id), 0
    mentor = get(offer.mentor_id)
    line = [each.id for each in in_state(offer_id, ("waiting",))]
    while line and takes_requests(mentor, offer, at) and has_room(mentor, offer, at):
        request = hold_request(line.pop(0))
        if request.state != "waiting" or is_on_hold(request):
            continue  # what they wrote goes to nobody who is kept away; they keep their turn
        put_to_mentor(request, at)
        news.tell_student(request, "moved_up", at)
        moved += 1
    return moved


def put_to_mentor(request: MentorRequest, at: datetime) -> None:
    """Let a mentor be asked: a week begins in which they answer."""
    request.state, request.asked_at, request.due_at = "asked", at, at + ANSWER_WITHIN
    db.session.flush()
    news.tell_mentor(request, "asked", at)


def shown(mentor: Mentor, at: datetime) -> list[OfferShown]:
    """Return a mentor's live offers as students see them."""
    return offers_shown([mentor], at).get(mentor.id, [])


def offers_shown(mentors: list[Mentor], at: datetime) -> dict[int, list[OfferShown]]:
    """Return the live offers of some mentors as students see them, in three statements."""
    by_id = {mentor.id: mentor for mentor in mentors}
    found: dict[int, list[OfferShown]] = {}
    offers = _live_of(list(by_id))
    taken, waiting = _taken(offers, by_id, at), _in_line([offer.id for offer in offers])
    for offer in offers:
        mentor = by_id[offer.mentor_id]
        asked, line = waiting.get(offer.id, (0, 0))
        free = max(offer.capacity - taken.get(offer.id, 0), 0)
        if not takes_requests(mentor, offer, at):
            standing = "paused"
        else:
            standing = "free" if free and asked < free * ASKED_PER_PLACE else "full"
        found.setdefault(mentor.id, []).append(OfferShown(offer, standing, free, line))
    return found


def _live_of(mentor_ids: list[int]) -> list[MentorOffer]:
    if len(mentor_ids) == 1:
        return live_offers(mentor_ids[0])
    query = select(MentorOffer).where(
        MentorOffer.mentor_id.in_(mentor_ids), MentorOffer.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(MentorOffer.id)))


def _taken(offers: list[MentorOffer], by_id: dict[int, Mentor], at: datetime) -> dict[int, int]:
    if not offers:
        return {}
    now = {o.id: period_now(o, by_id[o.mentor_id], at) for o in offers}
    query = (
        select(MentorRequest.offer_id, MentorRequest.period, func.count())
        .where(MentorRequest.offer_id.in_(now), MentorRequest.period.in_(set(now.values())))
        .group_by(MentorRequest.offer_id, MentorRequest.period)
    )
    return {
        offer: count for offer, period, count in db.session.execute(query) if now[offer] == period
    }


def _in_line(offer_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return, by offer, how many have asked and how many stand in line."""
    asked = func.count().filter(MentorRequest.state.in_(("asked", "suggested")))
    line = func.count().filter(MentorRequest.state == "waiting")
    query = (
        select(MentorRequest.offer_id, asked, line)
        .where(MentorRequest.offer_id.in_(offer_ids))
        .where(MentorRequest.state.in_(("asked", "suggested", "waiting")))
        .group_by(MentorRequest.offer_id)
    )
    return {offer: (a, w) for offer, a, w in db.session.execute(query)}
