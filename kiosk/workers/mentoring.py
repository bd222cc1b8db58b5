"""The mentoring worker: writes the letters that news asks for, and does what time does to requests.

Each piece of news, and each request that ends, has a short transaction of its own; however many
workers look, each is told and ended once.
"""

import logging
from datetime import datetime, timedelta

from kiosk import clock
from kiosk.adapters.letters import Told
from kiosk.db import db, writing
from kiosk.domain import attendees, erasure, events, mentoring, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring import (
    MentorRequest,
    News,
    closing,
    finding,
    keeping,
    news,
    record,
    threads,
)
from kiosk.domain.mentoring.standing import fill_places
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom

_log = logging.getLogger("kiosk.workers")
TRIED_AGAIN_AFTER = timedelta(hours=1)
TIDIED_EVERY = timedelta(minutes=5)
# News that a later act made pointless: it tells of a state that has passed.
_ONLY_WHILE = {"asked": "asked", "suggested": "suggested", "moved_up": "asked"}
_AGREES = {"accepted", "time_taken", "moved", "moved_by_student"}
# What is told although a coordinator looks at the two, or one keeps the other away.
_ENDS = {"cancelled", "declined", "expired", "expired_to_mentor", "withdrawn", "held_back"}


class MentoringWorker:
    """Tells what is due, and every few minutes does the scheme's housekeeping."""

    def __init__(self, settings: Settings) -> None:
        """Take what letters need from the settings."""
        self._postroom = Postroom(settings)
        self._tidied_at: datetime | None = None

    def step(self) -> bool:
        """Do what is due; whether anything was."""
        at = clock.now()
        if self._tidied_at is None or at - self._tidied_at >= TIDIED_EVERY:
            tidy(at)
            self._tidied_at = at
        due = news.due(at)
        db.session.rollback()
        for news_id in due:
            self._tell(news_id, at)
        return bool(due)

    def _tell(self, news_id: int, at: datetime) -> None:
        """Tell one piece of news; one that cannot be written holds up no other."""
        try:
            tell_one(self._postroom, news_id, at)
        except Exception as error:  # the type only: an exception's words may hold a name
            _log.error("mentoring: %s", type(error).__name__)
            with writing():
                news.put_off(news_id, at + TRIED_AGAIN_AFTER)


def tidy(at: datetime) -> None:
    """Let what is overdue end, those in line move up, and ask what is to be asked."""
    for request_id in keeping.due_to_expire(at):
        with writing():
            keeping.expire(request_id, at)
    for request_id in keeping.due_to_lapse(at):
        with writing():
            keeping.lapse(request_id, at)
    for end in (keeping.end_pauses, keeping.end_pauses_of_offers):
        with writing():
            end(at)
    for offer_id in keeping.offers_in_line(at):
        with writing():
            fill_places(offer_id, at)
    with writing():
        keeping.ask_how_it_was(at)
        keeping.ask_whether_to_pause(at)
        forgotten = keeping.drop_old_profiles(at)
    for attendee_id in forgotten:  # whoever was signed up and never opened the letter
        with writing():
            erasure.erase(attendees.get(attendee_id), at, lambda _reader: None)


def tell_one(postroom: Postroom, news_id: int, at: datetime) -> None:
    """Write the letter of one piece of news, unless another worker did or it is pointless now."""
    with writing():
        told = news.take(news_id, at)
        if told is None:
            return
        reader = attendees.get(told.attendee_id)
        request = db.session.get(MentorRequest, told.request_id) if told.request_id else None
        if reader.erased_at is None and not _is_pointless(told, request, at):
            event = events.get(told.event_id)
            gathered = _gather(postroom, told, request, reader, event, at)
            told.edition = postroom.mentoring(reader, gathered, at)


def _is_pointless(told: News, request: MentorRequest | None, at: datetime) -> bool:
    if request is None:
        return False
    if told.what in _ONLY_WHILE and request.state != _ONLY_WHILE[told.what]:
        return True
    if told.what in _AGREES and (request.state == "cancelled" or _is_overtaken(told, request)):
        return True
    if told.what not in _ENDS and mentoring.is_on_hold(request):
        return True
    if told.what == "how_was_it":
        return told.attendee_id in closing.feedback_of(request.id)
    return news.is_stale(told, request, at)


def _is_overtaken(told: News, request: MentorRequest) -> bool:
    # The next move has a letter of its own; that somebody said yes is told all the same.
    return told.what != "accepted" and told.sequence != request.sequence


def _gather(
    postroom: Postroom, told: News, request: MentorRequest | None, reader: Attendee, event: Event,
    at: datetime,
) -> Told:  # fmt: skip
    mentor = record.get(request.mentor_id) if request else mentoring.of_attendee(reader.id)
    to_mentor = request is None or request.seat_id == reader.id
    if request is None:
        own = mentor is not None and told.what != "cancelled"
        about = event.public_id if told.what == "link" else ""
        gone = (told.about, told.n) if told.what == "cancelled" and told.n else None
        return Told(told.what, _url(postroom, reader, mentor, about, to_mentor=own), mentor=mentor,
                    to_mentor=own, gone=gone)  # fmt: skip
    _request, offer, mentor, student = mentoring.row_of(request)
    return Told(
        told.what,
        _url(postroom, reader, mentor, request.public_id, to_mentor=to_mentor),
        request,
        offer,
        mentor,
        student,
        to_mentor=to_mentor,
        quote=_quote(told, request),
        others=_others(postroom, told, request, reader, event, at),
    )


def _url(postroom: Postroom, reader: Attendee, mentor: record.Mentor | None, about: str,
         *, to_mentor: bool) -> str:  # fmt: skip
    if not to_mentor:
        return _students_page(postroom, reader, f"asked.{about}" if about else "mentors")
    if mentor is None or record.address_hash(reader.email or "") != mentor.address_hash:
        return f"{postroom.public_url}/mentor"  # the secret goes to the profile's own address
    secret = mentoring.secret_of(mentor)
    return f"{postroom.public_url}/mentor/open#{secret}" + (f".{about}" if about else "")


def _students_page(postroom: Postroom, reader: Attendee, page: str) -> str:
    """Return a student's private link to a page of mentoring; it needs no linked phone."""
    return f"{postroom.public_url}/pack#{packs.pack_secret(reader, 0)}.{page}"


def _quote(told: News, request: MentorRequest) -> str:
    if told.what == "asked":
        return request.message
    if told.what == "message":
        return next((m.words for m in threads.thread_of(request.id) if m.id == told.n), "")
    if told.what == "thanks":
        said = closing.feedback_of(request.id)
        other = request.seat_id if told.attendee_id == request.student_id else request.student_id
        return said[other].thanks if other in said else ""
    if told.what in {"accepted", "suggested", "declined"}:
        return request.reply
    return request.reply if told.what == "cancelled" and request.settled_by == "mentor" else ""


def _others(
    postroom: Postroom, told: News, request: MentorRequest, reader: Attendee, event: Event,
    at: datetime,
) -> list[tuple[str, str]]:  # fmt: skip
    if told.what not in {"declined", "expired"} or reader.id != request.student_id:
        return []
    offer = db.session.get_one(mentoring.MentorOffer, request.offer_id)
    found = finding.others_for(reader, offer, events.facts(event), at)
    return [
        (", ".join(filter(None, (each.mentor.name, each.mentor.role, each.mentor.organisation))),
         _students_page(postroom, reader, f"mentor.{each.mentor.public_id}"))
        for each in found
    ]  # fmt: skip
