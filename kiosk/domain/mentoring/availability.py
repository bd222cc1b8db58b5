"""Availability: mentors dip in and out; a coordinator lets them in or holds them; they leave."""

from datetime import date, datetime

from sqlalchemy import delete, select

from kiosk.db import db
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import MentorOffer, hold_offer
from kiosk.domain.mentoring.outcomes import cancel
from kiosk.domain.mentoring.record import (
    Mentor,
    MentorPlace,
    MentorTag,
    address_hash,
    hold,
    places_of,
)
from kiosk.domain.mentoring.requests import OPEN, MentorRequest
from kiosk.domain.mentoring.standing import fill_places, today_of
from kiosk.errors import Invalid, Refused


def pause(mentor: Mentor, back_on: date | None, at: datetime) -> None:
    """Take no new requests, until a day or until further notice; running ones go on.

    Raises:
        Invalid: the day is not after today.
    """
    if back_on is not None and back_on <= today_of(mentor, at):
        raise Invalid({"back_on": "Choose a day after today."})
    mentor.paused_at, mentor.back_on = mentor.paused_at or at, back_on
    mentor.last_active_at = at


def resume(mentor: Mentor, at: datetime) -> None:
    """Take requests again; whoever stands in line moves up."""
    mentor = _hold_all(mentor)
    mentor.paused_at, mentor.back_on, mentor.asked_to_pause_at = None, None, None
    mentor.last_active_at = at
    db.session.flush()
    for offer_id in _offer_ids(mentor.id):
        fill_places(offer_id, at)


def _offer_ids(mentor_id: int) -> list[int]:
    query = select(MentorOffer.id).where(MentorOffer.mentor_id == mentor_id)
    return sorted(db.session.scalars(query))


def _hold_all(mentor: Mentor) -> Mentor:
    """Hold a mentor's offers and then the mentor, in the order in which every verb does."""
    for offer_id in _offer_ids(mentor.id):
        hold_offer(offer_id)
    return hold(mentor.id)


def approve(mentor: Mentor, event_id: int, by: str, at: datetime) -> None:
    """Let students find a mentor; they are told. Again changes nothing.

    Raises:
        Refused: not_confirmed: nobody has opened the letter to that address, or it is deleted.
    """
    mentor = hold(mentor.id)
    if mentor.state == "unconfirmed" or not mentor.email:
        raise Refused("not_confirmed", "They have not opened the letter to their address yet.")
    if mentor.state != "approved":
        mentor.state, mentor.decided_by = "approved", by
        _tell(mentor, event_id, "approved", at)


def turn_down(mentor: Mentor, event_id: int, by: str, at: datetime) -> None:
    """Let somebody who would like to mentor not take part; they are told. Again changes nothing.

    Raises:
        Refused: approved_already, maybe at another fair.
    """
    mentor = hold(mentor.id)
    if mentor.state == "approved":
        raise Refused(
            "approved_already", "They mentor already. Suspend them if something is wrong."
        )
    if mentor.state != "declined":
        mentor.state, mentor.decided_by = "declined", by
        _tell(mentor, event_id, "turned_down", at)
        _end_open(mentor, at)


def suspend(mentor: Mentor, event_id: int, by: str, at: datetime) -> None:
    """Hide a mentor, end open requests, and hold what is agreed, until a coordinator lifts it."""
    mentor = hold(mentor.id)
    if mentor.suspended_at is None:
        mentor.suspended_at, mentor.suspended_for_id = at, event_id
        mentor.decided_by = by
        _tell(mentor, event_id, "suspended", at)
        _end_open(mentor, at)
        for request in _requests(mentor.id, ("accepted",)):
            news.tell_student(request, "waits", at, n=int(at.timestamp()))


def lift_suspension(mentor: Mentor, event_id: int, at: datetime) -> None:
    """Let a mentor go on, at the fair that decided otherwise; again changes nothing.

    Raises:
        Refused: decided_elsewhere.
    """
    mentor = _hold_all(mentor)
    if mentor.suspended_for_id not in {None, event_id}:
        raise Refused("decided_elsewhere", "Another fair decided that, and lifts it. Ask them.")
    mentor.suspended_at, mentor.suspended_for_id = None, None
    db.session.flush()
    for offer_id in _offer_ids(mentor.id):
        fill_places(offer_id, at)


def _tell(mentor: Mentor, event_id: int, what: str, at: datetime) -> None:
    for place in places_of(mentor.id):
        if place.event_id == event_id:
            news.tell(place.attendee_id, event_id, what, at, about=mentor.public_id,
                      n=int(at.timestamp()))  # fmt: skip


def _end_open(mentor: Mentor, at: datetime) -> None:
    for request in _requests(mentor.id, OPEN):
        close(request, "expired", "desk", at)
        news.tell_student(request, "expired", at)


def _requests(mentor_id: int, states: tuple[str, ...]) -> list[MentorRequest]:
    query = select(MentorRequest).where(
        MentorRequest.mentor_id == mentor_id, MentorRequest.state.in_(states)
    )
    return list(db.session.scalars(query.order_by(MentorRequest.id).with_for_update()))


def leave(mentor: Mentor, at: datetime) -> None:
    """Delete a profile: what is agreed is called off, everybody is told, and it is gone."""
    mentor = _hold_all(mentor)
    for request in _requests(mentor.id, ("accepted",)):
        cancel(request, "mentor", "", at)
    _end_open(mentor, at)
    for place in places_of(mentor.id):
        news.take_lists_back(place.event_id, at)
    erase_profile(mentor)


def erase_profile(mentor: Mentor) -> None:
    """Empty a profile; what students wrote to it goes with their own fair.

    Of somebody who is suspended the keyed hash of the address stays: whoever signs up again under
    it is suspended still.
    """
    for name in ("name", "email", "role", "organisation", "story", "words"):
        setattr(mentor, name, "")
    if mentor.suspended_at is None:
        mentor.address_hash = address_hash(f"gone:{mentor.public_id}")
    mentor.state = "declined"
    mentor.link_serial += 1
    for table in (MentorTag, MentorPlace):  # without a place, whoever comes back may sit there
        db.session.execute(delete(table).where(table.mentor_id == mentor.id))
    for offer in db.session.scalars(select(MentorOffer).where(MentorOffer.mentor_id == mentor.id)):
        offer.words, offer.link = "", ""
    db.session.flush()
