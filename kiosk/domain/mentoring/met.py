"""What the mentors somebody met offer: on the page of a meeting, in the pack, and on a badge."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring.asking import ASKERS
from kiosk.domain.mentoring.offers import KINDS, MentorOffer
from kiosk.domain.mentoring.record import Mentor, MentorPlace


@dataclass(frozen=True)
class Offered:
    """A mentor somebody met, and what they offer just now."""

    mentor: Mentor
    offers: tuple[MentorOffer, ...]


def offered_by(reader: Attendee, people: Iterable[Attendee]) -> dict[int, Offered]:
    """Return what those of some people who mentor offer a reader, by attendee.

    Nothing is asked for readers who may not ask, nor about students.
    """
    ids = [each.id for each in people if each.kind not in ASKERS]
    if reader.kind not in ASKERS or not ids:
        return {}
    return _offered(ids)


def offered(person: Attendee) -> Offered | None:
    """Return what an attendee offers as a mentor; None: they do not mentor, or not now."""
    return _offered([person.id]).get(person.id) if person.kind not in ASKERS else None


def _offered(attendee_ids: list[int]) -> dict[int, Offered]:
    open_now = (
        Mentor.state == "approved", Mentor.suspended_at.is_(None), Mentor.paused_at.is_(None),
        MentorOffer.ended_at.is_(None), MentorOffer.paused_at.is_(None), MentorOffer.capacity > 0,
    )  # fmt: skip
    query = (
        select(MentorPlace.attendee_id, Mentor, MentorOffer)
        .join(Mentor, Mentor.id == MentorPlace.mentor_id)
        .join(MentorOffer, MentorOffer.mentor_id == Mentor.id)
        .where(MentorPlace.attendee_id.in_(attendee_ids), MentorPlace.joined_at.is_not(None))
        .where(*open_now)
        .order_by(MentorOffer.id)
    )
    found: dict[int, tuple[Mentor, list[MentorOffer]]] = {}
    for attendee_id, mentor, offer in db.session.execute(query):
        found.setdefault(attendee_id, (mentor, []))[1].append(offer)
    return {
        attendee_id: Offered(mentor, tuple(sorted(offers, key=lambda o: KINDS.index(o.kind))))
        for attendee_id, (mentor, offers) in found.items()
    }
