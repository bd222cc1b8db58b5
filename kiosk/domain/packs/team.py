"""What an employer's team met, for the pack of each of its recruiters.

Nobody else's pack has it. A recruiter's own people are in their pack in full; these are the rest.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from kiosk.domain import employers, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.notes import Jotting, Talk


@dataclass(frozen=True)
class TeamPart:
    """Everyone an employer's team met, first meeting first."""

    employer: Employer
    talks: tuple[Talk, ...]

    def others(self, reader: Attendee) -> list[tuple[Attendee, list[Talk]]]:
        """Return the talks of the reader's colleagues, grouped by recruiter, by name."""
        theirs = [talk for talk in self.talks if talk.recruiter.id != reader.id]
        ordered = sorted(theirs, key=lambda talk: (talk.recruiter.name, talk.recruiter.id))
        grouped = groupby(ordered, key=lambda talk: talk.recruiter.id)
        return [(found[0].recruiter, found) for found in (list(each) for _id, each in grouped)]


def team_of(reader: Attendee, *, with_notes: bool = True) -> TeamPart | None:
    """Return what a recruiter's team met, or None for somebody of no employer.

    An organiser's preview goes without anything the team wrote down.
    """
    if reader.employer_id is None:
        return None
    talks = notes.talks_for(reader)[::-1]
    if not with_notes:
        talks = [replace(talk, jotting=Jotting()) for talk in talks]
    return TeamPart(employers.get(reader.employer_id), tuple(talks))
