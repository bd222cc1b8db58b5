"""Mentoring at the desk: who waits to be let in, what waits for a word, and all mentors.

No page here shows a thread or a concern's words: those are the coordinators' alone.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from pydantic import Field

from kiosk import clock
from kiosk.domain import events, mentoring
from kiosk.domain.events import Event
from kiosk.domain.mentoring import Mentor, OfferShown, caring, overseeing, standing
from kiosk.web import offer_words
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.forms import Form, read_form
from kiosk.web.identity import access, the_member
from kiosk.web.language import _

MOST_SHOWN = 20
"""How many who wait are shown at once; the next ones follow when these are answered."""


class Search(Form):
    """A part of a profile: a name, an organisation, a sector."""

    q: str = Field("", max_length=200)


@dataclass(frozen=True)
class Told:
    """One mentor as the desk tells them, with what they offer."""

    mentor: Mentor
    offers: list[OfferShown]
    state: str
    """A slug of `STATE_WORDS`."""
    until: str
    """The day of return from a pause, if there is one."""


def state_words() -> dict[str, str]:
    """Return where a mentor stands, in words."""
    return {
        "suspended": _("suspended"),
        "unconfirmed": _("has not opened our letter yet"),
        "waiting": _("waits for approval"),
        "declined": _("not taking part"),
        "paused": _("paused"),
        "nothing": _("offers nothing yet"),
        "free": _("free"),
        "full": _("full"),
    }


def _told(mentors: list[Mentor], at: datetime) -> list[Told]:
    offers = standing.offers_shown(mentors, at)
    return [_told_one(mentor, offers.get(mentor.id, []), at) for mentor in mentors]


def _told_one(mentor: Mentor, offers: list[OfferShown], at: datetime) -> Told:
    until = ""
    if mentor.suspended_at is not None:
        state = "suspended"
    elif mentor.state != "approved":
        state = mentor.state
    elif mentor.is_paused(mentoring.today_of(mentor, at)):
        state, until = "paused", format_date(mentor.back_on, "d MMMM") if mentor.back_on else ""
    else:
        state = _room(offers)
    return Told(mentor, offers, state, until)


def _room(offers: list[OfferShown]) -> str:
    standings = {each.standing for each in offers}
    if not standings:
        return "nothing"
    return next((word for word in ("free", "full") if word in standings), "paused")


@bp.get("/<slug>/mentoring")
@access("coordinator", "organiser", event="staff")
def mentoring_page(slug: str) -> ResponseReturnValue:
    """Show who and what waits for a coordinator, and the fair's mentors."""
    which = request.args.get("which", "all")
    number = request.args.get("page", "1")
    return _page(slug, which, int(number) if number.isdecimal() and len(number) < 7 else 1)


@bp.post("/<slug>/mentoring")
@access("coordinator", "organiser", event="staff", because="writes nothing")
def find_mentors(slug: str) -> ResponseReturnValue:
    """Show the mentors whose profile holds some words; a name stands in no address."""
    return _page(slug, "all", 1, read_form(Search).q)


def _page(slug: str, which: str, number: int, words: str = "") -> str:
    event, at = this_event(slug), clock.now()
    which = which if which in overseeing.CHOICES else "all"
    listed = overseeing.mentors_of(event.id, which, number, words)
    return show(
        "mentoring",
        event,
        here="mentoring",
        part="mentors",
        listed=listed,
        mentors=_told(listed.mentors, at),
        which=which,
        q=words,
        choices=_choices(),
        state_words=state_words(),
        offered=offer_words.offered,
        **_waiting(event, at),
    )


def _choices() -> dict[str, str]:
    return {
        "all": _("All"),
        "approved": _("Taking part"),
        "paused": _("Paused"),
        "suspended": _("Suspended"),
        "unconfirmed": _("Not confirmed"),
        "declined": _("Not taking part"),
    }


def _waiting(event: Event, at: datetime) -> dict[str, object]:
    waiting, waiting_count = overseeing.waiting_mentors(event.id, MOST_SHOWN)
    held = mentoring.held_of_event(event.id)
    invited, invited_count = overseeing.to_invite(event.id, MOST_SHOWN)
    along = the_member().may("coordinator")
    return {
        "waiting": [(told, mentoring.tags_of(told.mentor.id)) for told in _told(waiting, at)],
        "waiting_count": waiting_count,
        "held": held[:MOST_SHOWN],
        "held_count": len(held),
        "to_invite": invited,
        "to_invite_count": invited_count,
        "without_address": overseeing.without_address(event.id, MOST_SHOWN),
        "concerns": len(caring.concerns_of(event.id)),
        "along": overseeing.agreed_with_minors(events.facts(event), at) if along else [],
        "tag_words": tag_words(),
        "asked_for": offer_words.asked_for,
    }


def tag_words() -> dict[str, str]:
    """Return the kinds of tags in words."""
    return {
        "sector": _("Sectors"),
        "topic": _("Topics"),
        "language": _("Languages"),
        "course": _("Studied"),
    }
