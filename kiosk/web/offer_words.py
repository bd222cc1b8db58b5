"""Mentoring in words: what is offered, how, where a request stands, and why somebody said no."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from kiosk.adapters.mentoring_words import (
    FORMATS,
    KINDS,
    OFFERED,
    REASONS,
    asked_for,
    moment,
    offered,
)
from kiosk.domain import mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Mentor, MentorRequest, OfferShown, threads

__all__ = [
    "CAME_OF_IT",
    "FORMATS",
    "KINDS",
    "OFFERED",
    "PERIODS",
    "REASONS",
    "STATES",
    "WORTH",
    "Said",
    "address_of_other",
    "asked_for",
    "listed",
    "moment",
    "offered",
    "room",
    "thread",
    "with_links",
]

PERIODS: dict[str, Any] = {"month": _("a month"), "term": _("a term")}
STATES: dict[str, Any] = {
    "held": _("with the coordinator first"),
    "waiting": _("in line"),
    "asked": _("waiting for an answer"),
    "suggested": _("another time is suggested"),
    "accepted": _("accepted"),
    "declined": _("not this time"),
    "expired": _("not answered"),
    "withdrawn": _("taken back"),
    "cancelled": _("called off"),
    "done": _("done"),
    "missed": _("somebody did not come"),
    "lapsed": _("closed"),
}
CAME_OF_IT: dict[str, Any] = {
    "surer": _("Surer of myself, or of the student"),
    "next_step": _("A next step"),
    "stay_in_touch": _("We stay in touch"),
    "not_much": _("Not much"),
}
WORTH: dict[int, Any] = {1: _("Not really"), 2: _("Yes"), 3: _("Very much")}
_LINK = re.compile(r"https?://[^\s<>\"']{1,500}")


def room(shown: OfferShown) -> str:
    """Return whether there is room: "2 places free this month", "full this term", "paused"."""
    if shown.standing == "paused":
        return str(_("paused"))
    if shown.standing == "full":
        return str(_("full for now; you can stand in line"))
    month = shown.offer.period == "month"
    if shown.free == 1:
        return str(_("one place free this month") if month else _("one place free this term"))
    words = _("%(count)s places free this month") if month else _("%(count)s places free this term")
    return str(words) % {"count": shown.free}


def listed(words: Iterable[object]) -> str:
    """Return words as a list people read: "a, b and c"."""
    return str(format_list([str(each) for each in words], locale=get_locale() or "en"))


def with_links(words: str) -> Markup:
    """Return plain text with its web addresses as links; nothing else in it means anything."""
    parts, last = [], 0
    for found in _LINK.finditer(words):
        url = found.group().rstrip(".,;:!?)")
        link = Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(url)
        parts += [escape(words[last : found.start()]), link]
        last = found.start() + len(url)
    return Markup("").join([*parts, escape(words[last:])])


@dataclass(frozen=True)
class Said:
    """One message of a thread as its page shows it."""

    words: Markup
    mine: bool
    at: datetime


def thread(request: MentorRequest, reader_id: int) -> list[Said]:
    """Return the thread of a request as one of the two reads it."""
    return [
        Said(with_links(each.words), each.author_id == reader_id, each.written_at)
        for each in threads.thread_of(request.id)
    ]


def address_of_other(
    request: MentorRequest, mentor: Mentor, student: Attendee, *, to_mentor: bool, is_minor: bool
) -> str:
    """Return the other's address: only while it is agreed, and never of somebody under 18."""
    if request.state != "accepted" or is_minor or mentoring.is_on_hold(request):
        return ""
    return (student.email or "") if to_mentor else mentor.email
