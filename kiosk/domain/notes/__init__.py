"""Notes: what one person writes down about another they met.

A recruiter's note belongs to the employer's team; anybody else's is their own. `record` is the
row, `jotting` how it is written, `team` what a team reads, `follow_ups` what came of it. Only the
topics that a recruiter ticked are seen by both.
"""

from kiosk.domain.notes.follow_ups import (
    Followed,
    FollowUp,
    count_follow_ups,
    follow_ups_of,
    mark_answered,
    mark_wrote,
)
from kiosk.domain.notes.jotting import (
    NEXT_STEPS,
    RATINGS,
    Jotting,
    forget,
    jot,
    mark_follow_up,
    read,
    topics_by_meeting,
    topics_of,
    write,
)
from kiosk.domain.notes.record import LONGEST, Note, by_meeting, followed_up, of, of_team
from kiosk.domain.notes.team import Talk, Wanted, talks_for, talks_of_team

__all__ = [
    "LONGEST",
    "NEXT_STEPS",
    "RATINGS",
    "FollowUp",
    "Followed",
    "Jotting",
    "Note",
    "Talk",
    "Wanted",
    "by_meeting",
    "count_follow_ups",
    "follow_ups_of",
    "followed_up",
    "forget",
    "jot",
    "mark_answered",
    "mark_follow_up",
    "mark_wrote",
    "of",
    "of_team",
    "read",
    "talks_for",
    "talks_of_team",
    "topics_by_meeting",
    "topics_of",
    "write",
]
