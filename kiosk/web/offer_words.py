"""Mentoring in words: what is offered, how, where a request stands, and why somebody said no."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from kiosk.domain import mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Mentor, MentorOffer, MentorRequest, OfferShown, threads

KINDS: dict[str, Any] = {
    "cv": _("Read my CV"),
    "story": _("Tell me your story"),
    "insight_day": _("Insight day"),
    "experience": _("Work experience or shadowing"),
    "mock_interview": _("Mock interview"),
}
OFFERED: dict[str, Any] = {
    "cv": _("Reads your CV"),
    "story": _("Tells their story"),
    "insight_day": _("Insight day"),
    "experience": _("Work experience or shadowing"),
    "mock_interview": _("Mock interview"),
}
FORMATS: dict[str, Any] = {
    "in_person": _("in person"),
    "phone": _("by phone"),
    "video": _("by video call"),
}
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
REASONS: dict[str, Any] = {
    "no_time": _("I have no time in the coming weeks."),
    "not_my_field": _("I know too little about this."),
    "somebody_better": _("Somebody else here can help you better."),
    "not_now": _("It is too early: come back when you have a first draft."),
    "other": _("It does not fit just now."),
}
CAME_OF_IT: dict[str, Any] = {
    "surer": _("Surer of myself, or of the student"),
    "next_step": _("A next step"),
    "stay_in_touch": _("We stay in touch"),
    "not_much": _("Not much"),
}
WORTH: dict[int, Any] = {1: _("Not really"), 2: _("Yes"), 3: _("Very much")}
_LINK = re.compile(r"https?://[^\s<>\"']{1,500}")


def offered(offer: MentorOffer) -> str:
    """Return what a mentor offers: "Reads your CV", or the coordinator's own words."""
    return offer.title or str(OFFERED[offer.kind])


def asked_for(offer: MentorOffer) -> str:
    """Return what a student asks for: "Read my CV"."""
    return offer.title or str(KINDS[offer.kind])


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


def moment(at: datetime | None, zone: str) -> str:
    """Return when two meet: "Tuesday 24 November, 10:00" in a zone; "" without a time."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    locale = str(get_locale() or "en")
    locale = "en_GB" if locale == "en" else locale
    day = format_date(local.date(), "EEEE d MMMM", locale=locale)
    return f"{day}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=locale)}"


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
