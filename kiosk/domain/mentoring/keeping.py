"""Housekeeping: what the passing of time does to requests, and what erasure and retention ask."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.appointments import ASK_AFTER
from kiosk.domain.mentoring.availability import erase_profile, leave
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import MentorOffer, hold_offer
from kiosk.domain.mentoring.profiles import BY_SIGN_UP
from kiosk.domain.mentoring.record import (
    Mentor,
    MentorPlace,
    by_address,
    get,
    of_attendee,
    places_of,
)
from kiosk.domain.mentoring.requests import LIVE, LONGEST_LIFE, MentorRequest, hold_request
from kiosk.domain.mentoring.standing import fill_places, today_of

UNCONFIRMED_FOR = timedelta(days=14)
UNUSED_FOR = timedelta(days=730)
SILENT_FOR = timedelta(days=14)
ASK_AGAIN_AFTER = timedelta(days=30)


def due_to_expire(at: datetime, most: int = 100) -> list[int]:
    """Return the ids of requests nobody answered in time, the oldest first."""
    query = select(MentorRequest.id).where(
        or_(
            MentorRequest.state.in_(("asked", "suggested")) & (MentorRequest.due_at <= at),
            MentorRequest.state.in_(("held", "waiting"))
            & (MentorRequest.queued_at <= at - LONGEST_LIFE),
        )
    )
    return list(db.session.scalars(query.order_by(MentorRequest.due_at).limit(most)))


def _is_due(request: MentorRequest, at: datetime) -> bool:
    if request.state in {"asked", "suggested"}:
        return request.due_at is not None and request.due_at <= at
    # Who stands in line for half a year stands there in vain, and is kept past the fair's day.
    return request.state in {"held", "waiting"} and request.queued_at <= at - LONGEST_LIFE


def expire(request_id: int, at: datetime) -> bool:
    """Let a request that nobody answered end politely; False: it was answered meanwhile."""
    offer = db.session.get_one(MentorRequest, request_id).offer_id
    hold_offer(offer)
    request = hold_request(request_id)
    if not _is_due(request, at):
        return False
    silent = request.state == "asked"
    by = {"asked": "clock", "suggested": "student"}.get(request.state, "desk")
    close(request, "expired", by, at)
    news.tell_student(request, "expired", at)
    if silent:
        news.tell_mentor(request, "expired_to_mentor", at)
    fill_places(offer, at)
    return True


def due_to_lapse(at: datetime, most: int = 100) -> list[int]:
    """Return the ids of accepted requests that nobody closed in half a year."""
    query = select(MentorRequest.id).where(
        MentorRequest.state == "accepted",
        MentorRequest.answered_at <= at - LONGEST_LIFE,
        MentorRequest.ends_at.is_(None) | (MentorRequest.ends_at <= at),  # it may have been moved
    )
    return list(db.session.scalars(query.limit(most)))


def lapse(request_id: int, at: datetime) -> None:
    """Close what nobody closed, so that it can be erased; both may still say how it was."""
    request = hold_request(request_id)
    if request.state == "accepted":
        close(request, "lapsed", "clock", at)


def ask_how_it_was(at: datetime) -> None:
    """Let both be asked how it was, two hours after the end, unless somebody closed it already."""
    query = select(MentorRequest).where(
        MentorRequest.state == "accepted",
        MentorRequest.ends_at <= at - ASK_AFTER,
        MentorRequest.ends_at >= at - timedelta(days=14),
    )
    for request in db.session.scalars(query):
        news.tell_student(request, "how_was_it", at)
        news.tell_mentor(request, "how_was_it", at)


def offers_in_line(at: datetime) -> list[int]:
    """Return the ids of offers that people stand in line for: another month may have begun."""
    query = select(MentorRequest.offer_id).where(MentorRequest.state == "waiting").distinct()
    return sorted(db.session.scalars(query))


def end_pauses(at: datetime) -> None:
    """End the pauses whose day of return has come, so that badges and packs say it too."""
    soon = at.date() + timedelta(days=1)  # their own zone decides below
    query = select(Mentor).where(Mentor.back_on <= soon, Mentor.paused_at.is_not(None))
    for mentor in db.session.scalars(query.with_for_update()):
        if not mentor.is_paused(today_of(mentor, at)):
            mentor.paused_at, mentor.back_on = None, None


def end_pauses_of_offers(at: datetime) -> None:
    """End the pauses of single offers whose day of return has come."""
    soon = at.date() + timedelta(days=1)
    due = MentorOffer.back_on <= soon, MentorOffer.paused_at.is_not(None)
    for offer_id in sorted(db.session.scalars(select(MentorOffer.id).where(*due))):
        offer = hold_offer(offer_id)
        if not offer.is_paused(today_of(get(offer.mentor_id), at)):
            offer.paused_at, offer.back_on = None, None


def ask_whether_to_pause(at: datetime) -> int:
    """Ask mentors who let a request expire, and did nothing since for two weeks, once a month."""
    expired = select(MentorRequest.mentor_id).where(
        MentorRequest.state == "expired",
        MentorRequest.settled_by == "clock",
        MentorRequest.settled_at >= Mentor.last_active_at,
    )
    asked = Mentor.asked_to_pause_at
    query = select(Mentor).where(
        Mentor.id.in_(expired.correlate(Mentor)), Mentor.state == "approved",
        Mentor.paused_at.is_(None), Mentor.suspended_at.is_(None),
        Mentor.last_active_at <= at - SILENT_FOR,
        asked.is_(None) | (asked <= at - ASK_AGAIN_AFTER),
    )  # fmt: skip
    count = 0
    for mentor in db.session.scalars(query.with_for_update()):
        mentor.asked_to_pause_at = at
        for place in places_of(mentor.id)[:1]:
            news.tell(place.attendee_id, place.event_id, "still_there", at, about=mentor.public_id,
                      n=int(at.timestamp()))  # fmt: skip
            count += 1
    return count


def drop_old_profiles(at: datetime) -> list[int]:
    """Delete sign-ups nobody confirmed for two weeks, and empty profiles unused for two years.

    Return the ids of attendees whom only such a sign-up made: they are to be erased.
    """
    unconfirmed = select(Mentor.id).where(
        Mentor.state == "unconfirmed", Mentor.created_at <= at - UNCONFIRMED_FOR
    )
    seats = select(Attendee).join(MentorPlace, MentorPlace.attendee_id == Attendee.id)
    made = [
        seat.id for seat in db.session.scalars(seats.where(MentorPlace.mentor_id.in_(unconfirmed)))
        if seat.provenance.get("status") == BY_SIGN_UP and seat.status == "cancelled"
    ]  # fmt: skip
    db.session.execute(delete(MentorPlace).where(MentorPlace.mentor_id.in_(unconfirmed)))
    db.session.execute(
        delete(Mentor).where(Mentor.state == "unconfirmed",
                             Mentor.created_at <= at - UNCONFIRMED_FOR)
    )  # fmt: skip
    busy = select(MentorRequest.mentor_id).where(MentorRequest.state.in_(LIVE))
    old = select(Mentor).where(
        Mentor.last_active_at <= at - UNUSED_FOR, Mentor.email != "", Mentor.id.not_in(busy)
    )
    for mentor in db.session.scalars(old):
        erase_profile(mentor)
    return made


def keeps(attendee_ids: list[int]) -> set[int]:
    """Return which of these people stay past the retention date: a request of theirs is live."""
    kept: set[int] = set()
    for column in (MentorRequest.student_id, MentorRequest.seat_id):
        query = select(column).where(column.in_(attendee_ids), MentorRequest.state.in_(LIVE))
        kept |= set(db.session.scalars(query))
    return kept


def _profiles_of(attendee: Attendee) -> list[Mentor]:
    """Return the profile of somebody's address, and the one they sit here for, if another."""
    found = [of_attendee(attendee.id), by_address(attendee.email) if attendee.email else None]
    return list({each.id: each for each in found if each is not None}.values())


def let_go(attendee: Attendee, at: datetime, *, profile: bool) -> None:
    """End what an attendee who is erased takes part in, and tell the others.

    With `profile`, somebody who asked to be erased, their profile goes too, and what is asked of
    it at other fairs is called off.
    """
    whose = (MentorRequest.student_id == attendee.id) | (MentorRequest.seat_id == attendee.id)
    offers = set()
    for offer_id in sorted(db.session.scalars(select(MentorRequest.offer_id).where(whose))):
        hold_offer(offer_id)
    query = select(MentorRequest).where(whose).order_by(MentorRequest.id).with_for_update()
    for request in list(db.session.scalars(query.execution_options(populate_existing=True))):
        other = request.seat_id if request.student_id == attendee.id else request.student_id
        news.take_letters_back(request, other, at)
        if request.is_live:
            offers.add(request.offer_id)
            if other == request.student_id or request.state not in {"held", "waiting"}:
                has_entry = request.state == "accepted" and request.starts_at is not None
                news.tell(other, request.event_id, "cancelled", at, about=request.public_id,
                          n=request.sequence + 1 if has_entry else 0)  # fmt: skip
            close(request, "cancelled", "desk", at)
    for mentor in _profiles_of(attendee) if profile else ():
        leave(mentor, at)
    # Students see them no more; the place stays, so that a browser that was let in still is.
    seats = update(MentorPlace).where(MentorPlace.attendee_id == attendee.id)
    db.session.execute(seats.values(joined_at=None))
    db.session.execute(update(news.News).where(news.News.attendee_id == attendee.id)
                       .where(news.News.told_at.is_(None)).values(told_at=at))  # fmt: skip
    for offer_id in sorted(offers):
        fill_places(offer_id, at)
