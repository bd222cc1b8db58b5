"""Mentoring in words that pages, letters and badges share: what is offered, how, when, why not."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from kiosk.domain.mentoring import MentorOffer

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
_ON_A_BADGE: dict[str, Any] = {  # after "Ask me about"
    "cv": _("your CV"),
    "story": _("my story"),
    "insight_day": _("an insight day"),
    "experience": _("work experience"),
    "mock_interview": _("a mock interview"),
}
FORMATS: dict[str, Any] = {
    "in_person": _("in person"),
    "phone": _("by phone"),
    "video": _("by video call"),
}
REASONS: dict[str, Any] = {
    "no_time": _("I have no time in the coming weeks."),
    "not_my_field": _("I know too little about this."),
    "somebody_better": _("Somebody else here can help you better."),
    "not_now": _("It is too early: come back when you have a first draft."),
    "other": _("It does not fit just now."),
}


def offered(offer: MentorOffer) -> str:
    """Return what a mentor offers: "Reads your CV", or the coordinator's own words."""
    return offer.title or str(OFFERED[offer.kind])


def badge_words(offer: MentorOffer) -> str:
    """Return what a badge says of an offer, after "Ask me about": "your CV"."""
    return offer.title or str(_ON_A_BADGE[offer.kind])


def asked_for(offer: MentorOffer) -> str:
    """Return what a student asks for: "Read my CV"."""
    return offer.title or str(KINDS[offer.kind])


def moment(at: datetime | None, zone: str) -> str:
    """Return when two meet: "Tuesday 24 November, 10:00" in a zone; "" without a time."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    locale = str(get_locale() or "en")
    locale = "en_GB" if locale == "en" else locale
    day = format_date(local.date(), "EEEE d MMMM", locale=locale)
    return f"{day}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=locale)}"
