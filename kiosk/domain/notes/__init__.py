"""Notes: what one person writes down about another they met.

A recruiter's note belongs to the employer's team; anybody else's is their own.
"""

from kiosk.domain.notes.record import LONGEST, Note, by_meeting, of, of_team, write

__all__ = ["LONGEST", "Note", "by_meeting", "of", "of_team", "write"]
