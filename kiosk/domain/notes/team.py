"""What an employer's team has: each talk of a recruiter, what the other gave them, and the note.

Nobody else reads this: not the one it is about, not another employer, not the organiser.
"""

from dataclasses import dataclass, replace

from kiosk.domain import events, meetings
from kiosk.domain.attendees import Attendee, fold
from kiosk.domain.meetings import Met, kept_apart
from kiosk.domain.notes.jotting import Jotting, read
from kiosk.domain.notes.record import of_team


@dataclass(frozen=True)
class Talk:
    """One recruiter's talk with one person, as that recruiter may see them."""

    recruiter: Attendee
    met: Met
    jotting: Jotting

    @property
    def course(self) -> str:
        """What their badge says they study; nothing of somebody under 18."""
        return "" if self.met.is_minor_rule else self.met.person.role_line

    @property
    def level(self) -> str:
        """How far they are, as the page of their badge said."""
        return "" if self.met.is_minor_rule else self.met.person.level or ""

    @property
    def graduation_year(self) -> str:
        """When they graduate, as the page of their badge said."""
        return "" if self.met.is_minor_rule else str(self.met.person.graduation_year or "")

    @property
    def rating(self) -> str:
        """The team's rating, in a digit."""
        return str(self.jotting.rating or "")


@dataclass(frozen=True)
class Wanted:
    """Which talks somebody looks for; an empty field asks for nothing."""

    name: str = ""
    course: str = ""
    level: str = ""
    graduation_year: str = ""
    topic: str = ""
    rating: str = ""
    recruiter: str = ""
    """A public id."""

    def fits(self, talk: Talk) -> bool:
        """Whether a talk is one of those looked for."""
        words = fold(talk.met.person.name)
        return (
            all(word in words for word in fold(self.name).split())
            and self.course in ("", talk.course)
            and self.level in ("", talk.level)
            and self.graduation_year in ("", talk.graduation_year)
            and self.rating in ("", talk.rating)
            and self.recruiter in ("", talk.recruiter.public_id)
            and (not self.topic or self.topic in talk.jotting.topics)
        )


def talks_for(reader: Attendee) -> list[Talk]:
    """Return the talks of a recruiter's team that they may read, newest first.

    Somebody under 18 gets nobody's details by their team either, nor does whoever is kept away
    from the one a colleague met: they have what the badge prints, and whom they keep away is gone.
    """
    if reader.employer_id is None:
        return []
    event = events.facts(events.get(reader.event_id))
    apart = kept_apart(reader.event_id, [reader.id])
    found = []
    for talk in talks_of_team(reader.event_id, reader.employer_id):
        other = talk.met.person.id
        if reader.is_minor(event, talk.met.at) or apart.hides(reader.id, other):
            continue
        withheld = apart.withholds(reader.id, other)
        met = replace(talk.met, is_kept_apart=True) if withheld else talk.met
        found.append(replace(talk, met=met))
    return found


def talks_of_team(event_id: int, employer_id: int) -> list[Talk]:
    """Return every talk of an employer's team, newest first."""
    written = {(note.meeting_id, author.id): note for note, author, _ in of_team(employer_id)}
    return [
        Talk(recruiter, met, read(written.get((met.meeting.id, recruiter.id))))
        for recruiter, met in meetings.met_by_team(event_id, employer_id)
    ]
