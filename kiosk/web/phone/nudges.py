"""Nudges on one's own page: new faces, a small thing to try, a steward's hand, a quieter hour.

Counted is only one's own day: never a rank, never anybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import ngettext

from kiosk.domain import arrivals, meetings, staff
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Introduction, Met
from kiosk.web.language import _
from kiosk.web.phone.speaker import Speaker


@dataclass(frozen=True)
class Nudges:
    """What a page says by the way; what is empty is not said."""

    faces: str = ""
    done: str = ""
    """What the newest meeting fulfilled."""
    mission: str = ""
    another: int = 0
    """What the link to another one asks for."""
    may_ask: bool = False
    wish: Introduction | None = None
    comes: str = ""
    """Who is on the way, by name."""
    quiet_hour: str = ""
    wants_quiet: bool = False


def nudges(speaker: Speaker, ledger: Sequence[Met], at: datetime) -> Nudges:
    """Return what somebody's own page says by the way; after the fair, nothing."""
    person, event = speaker.person, speaker.phone.event
    if event.is_over(at):
        return Nudges()
    is_here = arrivals.has_arrived(person.id)
    asked = int(request.args.get("another", 0, type=int)) % 100
    tries = is_here and event.missions
    hour = _hour(event, at)
    mission = meetings.mission_for(person, ledger, hour=hour, another=asked) if tries else None
    wish = meetings.waiting_of(person.id) if event.introductions else None
    return Nudges(
        faces=faces_told(len(ledger)) if is_here else "",
        done=_done(speaker, ledger, hour) if tries else "",
        mission=mission.says(person.locale or event.locale) if mission else "",
        another=asked + 1,
        may_ask=event.introductions and is_here,
        wish=wish,
        comes=_who(event.id, wish),
        quiet_hour=event.quiet_hour,
        wants_quiet=bool(person.wants_quiet),
    )


def nudges_at_meeting(speaker: Speaker, at: datetime) -> Nudges:
    """Return what the page of a fresh meeting says by the way: the count, and what it fulfilled."""
    event = speaker.phone.event
    if event.is_over(at):
        return Nudges()
    ledger = meetings.ledger_of(speaker.person)
    done = _done(speaker, ledger, _hour(event, at)) if event.missions else ""
    return Nudges(faces=faces_told(len(ledger)), done=done)


def faces_told(many: int) -> str:
    """Return in words how many people somebody has met."""
    told = (
        _("No new faces yet. It goes better than you fear."),
        _("One new face so far."),
        _("Two new faces so far."),
        _("Three new faces so far."),
        _("Four new faces so far."),
        _("Five new faces so far."),
    )
    if many < len(told):
        return told[many]
    return str(ngettext("%(num)d new face so far.", "%(num)d new faces so far.", many))


def _hour(event: EventFacts, at: datetime) -> int:
    return at.astimezone(ZoneInfo(event.timezone)).hour


def _done(speaker: Speaker, ledger: Sequence[Met], hour: int) -> str:
    done = meetings.just_done(speaker.person, ledger, hour=hour)
    return done.says(speaker.person.locale or speaker.phone.event.locale) if done else ""


def _who(event_id: int, wish: Introduction | None) -> str:
    if wish is None or wish.state != "taken":
        return ""
    names = {f"staff:{member.public_id}": member.name for member in staff.of_event(event_id)}
    return names.get(wish.taken_by or "", "") or _("A steward")
