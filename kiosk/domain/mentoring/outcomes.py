"""Outcomes: an accepted request is cancelled, done, or somebody did not come."""

from datetime import datetime

from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.appointments import is_missable, is_over
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import hold_offer
from kiosk.domain.mentoring.requests import MentorRequest, hold_request
from kiosk.domain.mentoring.standing import fill_places
from kiosk.errors import Refused


def cancel(request: MentorRequest, by: str, reply: str, at: datetime) -> None:
    """Call off what was agreed; the place is free again, both calendars are told. Again is nothing.

    Raises:
        Refused: not_accepted.
    """
    hold_offer(request.offer_id)
    request = hold_request(request.id)
    if request.state == "cancelled":
        return
    if request.state != "accepted":
        raise Refused("not_accepted", "This is not agreed, or it is closed.")
    request.sequence += 1
    request.reply = reply.strip()[:600] or request.reply
    close(request, "cancelled", by, at)
    for told in (news.tell_student, news.tell_mentor):
        told(request, "cancelled", at)
    fill_places(request.offer_id, at)


def mark_done(request: MentorRequest, by: str, at: datetime) -> None:
    """Say that it happened; the other is asked how it was. Again changes nothing.

    Raises:
        Refused: not_yet (it lies ahead), or not_accepted.
    """
    request = hold_request(request.id)
    if request.state == "done":
        return
    if request.state != "accepted":
        raise Refused("not_accepted", "This is not agreed, or it is closed.")
    if not is_over(request, at):
        raise Refused("not_yet", "It lies ahead still. Say so when it is over.")
    close(request, "done", by, at)
    told = news.tell_student if by == "mentor" else news.tell_mentor
    told(request, "how_was_it", at)


def mark_missed(request: MentorRequest, by: str, at: datetime) -> None:
    """Say that the other did not come, ten minutes after the time. Again changes nothing.

    Raises:
        Refused: not_yet, or not_accepted (also when the other said the same of oneself).
    """
    request = hold_request(request.id)
    missed_by = "student" if by == "mentor" else "mentor"
    if request.state == "missed" and request.missed_by == missed_by:
        return
    if request.state != "accepted":
        raise Refused("not_accepted", "This is not agreed, or it is closed.")
    if not is_missable(request, at):
        raise Refused("not_yet", "Give them ten minutes. Somebody may be looking for the door.")
    request.missed_by = missed_by
    close(request, "missed", by, at)
    told = news.tell_student if by == "mentor" else news.tell_mentor
    told(request, "how_was_it", at)
