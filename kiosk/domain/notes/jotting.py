"""Jottings: what an author writes down about a meeting, and how it becomes their note.

A page that showed the note replaces it whole, so what was cleared there is gone. A page that
showed none, or an older one, only adds: blanks never overwrite what was kept meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.employers import LONGEST_TOPIC, MOST_TOPICS
from kiosk.domain.meetings import Meeting
from kiosk.domain.notes.record import LONGEST, Note, of
from kiosk.errors import Invalid, NotKnown

NEXT_STEPS = ("send_link", "call", "interview", "insight_day")
RATINGS = (1, 2, 3)


@dataclass(frozen=True)
class Jotting:
    """Everything one author keeps about one meeting; only the topics are seen by both."""

    words: str = ""
    topics: tuple[str, ...] = ()
    next_step: str = ""
    rating: int | None = None
    follow_up: bool = False

    def over(self, older: "Jotting") -> "Jotting":
        """Return this laid over an older one: what is blank here stays as it was there."""
        return Jotting(
            words=self.words or older.words,
            topics=tuple(dict.fromkeys((*older.topics, *self.topics))),
            next_step=self.next_step or older.next_step,
            rating=self.rating or older.rating,
            follow_up=self.follow_up or older.follow_up,
        )


def read(note: Note | None) -> Jotting:
    """Return what a note holds; no note holds nothing."""
    if note is None:
        return Jotting()
    topics = tuple(note.topics or ())
    return Jotting(note.words, topics, note.next_step, note.rating, note.follow_up)


def jot(meeting: Meeting, author: Attendee, jotting: Jotting, at: datetime) -> Note | None:
    """Let the author's note hold exactly this; holding nothing, it is removed. Repeatable.

    Raises:
        Invalid: longer than 500 characters, too many or too long topics, an unknown step or rating.
        NotKnown: the author was not at this meeting.
    """
    if author.id not in (meeting.low_id, meeting.high_id):
        raise NotKnown("no_such_meeting", "There is no such meeting.")
    jotting = _checked(jotting)
    hold(author.id)
    note = of(meeting, author)
    if jotting == Jotting():
        if note is not None:
            db.session.delete(note)
        return None
    return _kept(note or _blank(meeting, author), jotting, at)


def _checked(jotting: Jotting) -> Jotting:
    words = jotting.words.strip()
    topics = tuple(dict.fromkeys(" ".join(each.split()) for each in jotting.topics if each.strip()))
    if len(words) > LONGEST:
        raise Invalid({"note": "A note has at most 500 characters."})
    if len(topics) > MOST_TOPICS or any(len(each) > LONGEST_TOPIC for each in topics):
        raise Invalid({"topics": "Choose at most twelve topics, of at most 40 letters each."})
    if jotting.next_step not in ("", *NEXT_STEPS):
        raise Invalid({"next_step": "Choose one of the next steps that are shown."})
    if jotting.rating not in (None, *RATINGS):
        raise Invalid({"rating": "Choose 1, 2 or 3, or none."})
    return replace(jotting, words=words, topics=topics)


def _blank(meeting: Meeting, author: Attendee) -> Note:
    return Note(
        event_id=meeting.event_id,
        meeting_id=meeting.id,
        author_id=author.id,
        about_id=meeting.other(author.id),
        employer_id=author.employer_id,
    )


def _kept(note: Note, jotting: Jotting, at: datetime) -> Note:
    note.words, note.topics, note.written_at = jotting.words, list(jotting.topics), at
    note.next_step, note.rating = jotting.next_step, jotting.rating
    note.follow_up = jotting.follow_up
    db.session.add(note)
    db.session.flush()
    return note


def write(meeting: Meeting, author: Attendee, words: str, at: datetime) -> Note | None:
    """Write (or replace, or with no words remove) the author's words; the rest stays.

    Raises:
        Invalid: longer than 500 characters.
        NotKnown: the author was not at this meeting.
    """
    return jot(meeting, author, replace(read(of(meeting, author)), words=words), at)


def mark_follow_up(meeting: Meeting, author: Attendee, wanted: bool, at: datetime) -> Note | None:
    """Keep whether the author wants to write to whom they met; the rest stays. Repeatable.

    Raises:
        NotKnown: the author was not at this meeting.
    """
    return jot(meeting, author, replace(read(of(meeting, author)), follow_up=wanted), at)


def forget(meeting: Meeting, author: Attendee, at: datetime) -> None:
    """Remove the author's note about a meeting; none changes nothing."""
    jot(meeting, author, Jotting(), at)


def topics_of(meeting: Meeting) -> list[str]:
    """Return what a recruiter's side ticked that the two talked about: both may see it."""
    query = select(Note.topics).where(Note.meeting_id == meeting.id, Note.employer_id.is_not(None))
    ticked = db.session.scalars(query.order_by(Note.id))
    return list(dict.fromkeys(topic for topics in ticked for topic in topics or ()))


def topics_by_meeting(attendee: Attendee) -> dict[int, list[str]]:
    """Return what recruiters ticked at each meeting of a person, by meeting id."""
    mine = (Note.about_id == attendee.id) | (Note.author_id == attendee.id)
    query = select(Note.meeting_id, Note.topics).where(mine, Note.employer_id.is_not(None))
    found: dict[int, list[str]] = {}
    for meeting_id, topics in db.session.execute(query.order_by(Note.id)):
        known = found.setdefault(meeting_id, [])
        known += [topic for topic in topics or () if topic not in known]
    return found
