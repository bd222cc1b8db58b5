"""What the page of a badge asks for, read into a jotting: topics, next step, rating, a short note.

The slip of the page says which note it showed. A page that showed the note replaces it, so that
what was cleared there is gone; any other page only adds to what was kept meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.adapters.talk_words import step_words, topic_words
from kiosk.domain import employers, notes
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.meetings import Meeting
from kiosk.domain.notes import Jotting, Note
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Words
from kiosk.web.language import _
from kiosk.web.stand.recruiter import Stand


class Keep(Command):
    """A meeting to keep, with what the team wants to remember of it."""

    person: Words
    note: str = ""
    topics: tuple[str, ...] = ()
    next_step: Words = ""
    rating: Words = ""


@dataclass(frozen=True)
class Chip:
    """One thing to tap: what it stands for, its words, and whether it is on."""

    value: str
    words: str
    is_on: bool


def jotted(command: Keep) -> Jotting:
    """Return what a page was filled with; a rating that is none of ours is 0, which none is."""
    rating = command.rating
    known = int(rating) if rating in map(str, notes.RATINGS) else 0
    return Jotting(
        command.note.strip(), command.topics, command.next_step, known if rating else None
    )


def sign_of(note: Note | None) -> str:
    """Return what tells the note that a page showed from a later one."""
    return note.written_at.isoformat() if note else ""


def keep_note(
    meeting: Meeting, recruiter: Attendee, jotting: Jotting, shown: str, at: datetime
) -> None:
    """Keep what the recruiter filled in; `shown` is the sign of the note their page held."""
    hold(recruiter.id)  # two of their screens at once: the second sees what the first kept
    note = notes.of(meeting, recruiter)
    older = notes.read(note)
    if sign_of(note) != shown:
        jotting = jotting.over(older)
    # Whether to write to them is not asked here, so it stays as it was.
    notes.jot(meeting, recruiter, replace(jotting, follow_up=older.follow_up), at)


def topic_chips(stand: Stand, jotting: Jotting) -> list[Chip]:
    """Return the employer's topics, and those of the note that are no longer among them."""
    ours = employers.topics_of(employers.get(stand.employer_id)) if stand.employer_id else []
    offered = dict.fromkeys([*ours, *jotting.topics])
    return [Chip(each, topic_words(each), each in jotting.topics) for each in offered]


def check_topics(stand: Stand, jotting: Jotting, older: Jotting) -> None:
    """Refuse a topic that no page of this stand has offered: both sides read them.

    Raises:
        Invalid: somebody made one up.
    """
    offered = {chip.value for chip in topic_chips(stand, older)}
    if set(jotting.topics) - offered:
        raise Invalid({"topics": _("Choose among the topics that are shown.")})


def step_chips(jotting: Jotting) -> list[Chip]:
    """Return the next steps; the last is none."""
    steps = {**step_words(), "": _("None yet")}.items()
    return [Chip(value, words, value == jotting.next_step) for value, words in steps]


def rating_chips(jotting: Jotting) -> list[Chip]:
    """Return the ratings; the last is none."""
    rated = [Chip(str(n), str(n), n == jotting.rating) for n in notes.RATINGS]
    return [*rated, Chip("", _("None"), jotting.rating is None)]
