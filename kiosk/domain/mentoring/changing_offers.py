"""How a mentor changes what they offer: put, paused, resumed, ended."""

from datetime import date, datetime

from kiosk.db import db
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import (
    KINDS,
    MentorOffer,
    OfferDraft,
    check_offer,
    hold_offer,
    live_offers,
)
from kiosk.domain.mentoring.record import Mentor
from kiosk.domain.mentoring.requests import hold_request, in_state
from kiosk.domain.mentoring.standing import fill_places, today_of
from kiosk.errors import Invalid, Refused

MOST_OFFERS = 12


def put_offer(
    mentor: Mentor, kind: str, draft: OfferDraft, at: datetime, *, title: str = ""
) -> MentorOffer:
    """Offer something, or change what is offered of that kind; more room lets people move up.

    Raises:
        Invalid: a number is out of range, or the kind is not on the menu.
        Refused: too_many_offers.
    """
    check_offer(draft)
    if kind not in KINDS or (kind == "own") != bool(title):
        raise Invalid({"kind": "Choose one of the menu."})
    live = live_offers(mentor.id)
    offer = next((o for o in live if (o.kind, o.title) == (kind, title)), None)
    if offer is None:
        if len(live) >= MOST_OFFERS:
            raise Refused("too_many_offers", "Twelve offers are enough. Take one away first.")
        offer = MentorOffer(
            mentor_id=mentor.id, kind=kind, title=title, created_at=at, capacity=0, period="month",
            lead_days=0, format="video",
        )  # fmt: skip
        db.session.add(offer)
        db.session.flush()
    else:
        offer = hold_offer(offer.id)
    for name in ("capacity", "period", "lead_days", "format", "link", "words"):
        setattr(offer, name, getattr(draft, name))
    mentor.last_active_at = at
    db.session.flush()
    fill_places(offer.id, at)
    return offer


def make_room(offer: MentorOffer, at: datetime) -> None:
    """Have room for one more in each period."""
    offer = hold_offer(offer.id)
    draft = OfferDraft(offer.capacity + 1, offer.period, offer.lead_days, offer.format)
    check_offer(draft)
    offer.capacity += 1
    db.session.flush()
    fill_places(offer.id, at)


def pause_offer(mentor: Mentor, offer: MentorOffer, back_on: date | None, at: datetime) -> None:
    """Take no new requests for one offer; running ones go on.

    Raises:
        Invalid: the day is not after today.
    """
    if back_on is not None and back_on <= today_of(mentor, at):
        raise Invalid({"back_on": "Choose a day after today."})
    offer.paused_at, offer.back_on = offer.paused_at or at, back_on


def resume_offer(offer: MentorOffer, at: datetime) -> None:
    """Take requests for an offer again; whoever stands in line moves up."""
    offer.paused_at, offer.back_on = None, None
    db.session.flush()
    fill_places(offer.id, at)


def end_offer(offer: MentorOffer, at: datetime) -> None:
    """Offer it no more: what was asked goes on, who stands in line is told. Again is nothing."""
    offer = hold_offer(offer.id)
    offer.ended_at = offer.ended_at or at
    for row in in_state(offer.id, ("held", "waiting")):
        request = hold_request(row.id)
        if request.state in {"held", "waiting"}:
            close(request, "expired", "desk", at)
            news.tell_student(request, "expired", at)
