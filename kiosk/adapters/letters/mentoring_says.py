"""What each letter of mentoring says: subject, first line, a few sentences, and its button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kiosk.adapters.mentoring_words import REASONS, asked_for, moment
from kiosk.domain.events import Event
from kiosk.domain.mentoring import AT_WORK

if TYPE_CHECKING:
    from kiosk.adapters.letters.mentoring import Told


@dataclass(frozen=True)
class Said:
    """The words of one letter."""

    subject: str
    lead: str
    lines: tuple[str, ...] = ()
    button: str = ""


def say(told: Told, event: Event) -> Said:
    """Return what a piece of news says to its reader."""
    return _SAYS[told.what](told, event)


def _offer(told: Told) -> str:
    return asked_for(told.offer) if told.offer else ""


def _due(told: Told) -> str:
    due = told.request.due_at if told.request else None
    return moment(due, told.zone) if due else ""


def _link(told: Told, event: Event) -> Said:
    mentor = told.mentor
    if mentor is not None and mentor.state == "approved" and mentor.confirmed_at is None:
        return Said(
            _("Would you mentor students at %(fair)s?", fair=event.name),
            _("The people of %(fair)s would be glad if you mentored students.", fair=event.name),
            (
                _("Say what you have room for: one CV a month is plenty. You can pause any time."),
                _("The link is yours alone. Unopened, nothing happens."),
            ),
            _("Open my page"),
        )
    return Said(
        _("Your mentor page at %(fair)s", fair=event.name),
        _("This opens your mentor page."),
        (
            _("The link is yours alone, so please do not pass this letter on."),
            _("If you did not ask for it, there is nothing to do: unopened, it is forgotten."),
        ),
        _("Open my page"),
    )


def _approved(_told: Told, event: Event) -> Said:
    return Said(
        _("You are a mentor at %(fair)s", fair=event.name),
        _("You are a mentor now. Thank you."),
        (
            _("Say what you have room for, as much or as little as your weeks allow."),
            _("You can pause at any time, with one tap."),
        ),
        _("What I offer"),
    )


def _turned_down(_told: Told, event: Event) -> Said:
    return Said(
        _("About mentoring at %(fair)s", fair=event.name),
        _("Thank you for offering your time."),
        (_("The service cannot take you on as a mentor this time. Write to them to ask why."),),
    )


def _suspended(_told: Told, event: Event) -> Said:
    return Said(
        _("Your mentoring at %(fair)s is on hold", fair=event.name),
        _("A coordinator is looking at something, and your mentoring waits meanwhile."),
        (_("They write to you. Until then students do not see you."),),
    )


def _asked(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s asks: %(offer)s", name=told.other, offer=_offer(told)),
        _("%(name)s asks you: %(offer)s.", name=told.other, offer=_offer(told)),
        (_("Please answer by %(due)s. A kind no helps as well.", due=_due(told)),),
        _("Answer"),
    )


def _time_taken(told: Told, _event: Event) -> Said:
    return Said(
        _("Agreed: %(offer)s, %(name)s", name=told.other, offer=_offer(told)),
        _("You and %(name)s have a time.", name=told.other),
        (*_at_work(told), _("The entry for your calendar is in this letter.")),
        _("Open the request"),
    )


def _accepted(told: Told, _event: Event) -> Said:
    entry = (_("The entry for your calendar is in this letter."),)
    has_time = told.request is not None and told.request.starts_at is not None
    return Said(
        _("%(name)s said yes: %(offer)s", name=told.other, offer=_offer(told)),
        _("%(name)s said yes.", name=told.other),
        (
            *_at_work(told),
            *(entry if has_time else ()),
            _("You can write to each other on your page. Three sentences are plenty."),
        ),
        _("Open my request"),
    )


def _at_work(told: Told) -> tuple[str, ...]:
    if told.offer is None or told.offer.kind not in AT_WORK:
        return ()
    note = _(
        "Before you go: tell somebody where you will be, and ask who meets you at the door. "
        "You may leave at any time."
    )
    return (note,)


def _moved(told: Told, _event: Event) -> Said:
    return Said(
        _("Moved: %(offer)s, %(name)s", name=told.other, offer=_offer(told)),
        _("You and %(name)s meet at another time.", name=told.other),
        (_("The entry in this letter moves the one in your calendar."),),
        _("Open the request"),
    )


def _suggested(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s suggests another time", name=told.other),
        _("%(name)s suggests another time.", name=told.other),
        (_("Say by %(due)s whether it suits you.", due=_due(told)),),
        _("Answer"),
    )


def _declined(told: Told, _event: Event) -> Said:
    reason = REASONS.get(told.request.reason or "", "") if told.request else ""
    why = (_("“%(reason)s”", reason=reason),) if reason else ()
    return Said(
        _("%(name)s cannot this time", name=told.other),
        _("%(name)s cannot this time, and thanks you for asking.", name=told.other),
        (*why, _("It says nothing about you. Somebody else is glad to be asked.")),
        _("Find another mentor"),
    )


def _expired(told: Told, _event: Event) -> Said:
    by, name = told.request.settled_by if told.request else "", told.other
    subject = _("No answer from %(name)s", name=name)
    lead = _("%(name)s has not answered within a week.", name=name)
    line = _("It happens to busy people, and says nothing about you. Ask somebody else.")
    if by == "student":
        subject = _("Your request to %(name)s has lapsed", name=name)
        lead = _("%(name)s suggested a time, and a week went by without your answer.", name=name)
        line = _("It happens in busy weeks. You can ask again, or ask somebody else.")
    elif by == "desk":
        subject = _("%(name)s takes no requests just now", name=name)
        lead = _("%(name)s takes no requests just now, so yours has ended.", name=name)
        line = _("It says nothing about you. Somebody else is glad to be asked.")
    return Said(subject, lead, (line,), _("Find another mentor"))


def _expired_to_mentor(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s’s request has lapsed", name=told.other),
        _("%(name)s waited a week, so we told them kindly to ask somebody else.", name=told.other),
        (_("Busy weeks are no shame. Pause until a day that suits you; it takes one tap."),),
        _("Pause, or go on"),
    )


def _still_there(_told: Told, event: Event) -> Said:
    return Said(
        _("Shall we pause your mentoring at %(fair)s?", fair=event.name),
        _("We have not heard from you for a while."),
        (_("Pause until a day that suits you, and students do not wait in vain."),),
        _("Pause, or go on"),
    )


def _withdrawn(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s took a request back", name=told.other),
        _("%(name)s took the request back. There is nothing to do.", name=told.other),
    )


def _moved_up(told: Told, _event: Event) -> Said:
    return Said(
        _("You have moved up: %(name)s is asked now", name=told.other),
        _("A place came free, so %(name)s has your request now.", name=told.other),
        (_("You hear within a week."),),
        _("Open my request"),
    )


def _held_back(told: Told, event: Event) -> Said:
    return Said(
        _("About your request at %(fair)s", fair=event.name),
        _("A coordinator has looked at your request, and it does not go on."),
        (_("That is no fault of yours. Write to them, and you find another way together."),),
    )


def _cancelled(told: Told, _event: Event) -> Said:
    line = (_("If it was in your calendar, this letter takes it out."),) if told.had_time else ()
    if told.offer is None:
        left = _("A request of yours was called off, as the other has left.")
        return Said(_("A request was called off"), left, line)
    subject = _("Called off: %(offer)s, %(name)s", name=told.other, offer=_offer(told))
    return Said(subject, _("What you and %(name)s agreed is called off.", name=told.other), line)


def _message(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s wrote to you", name=told.other),
        _("%(name)s wrote to you.", name=told.other),
        (),
        _("Answer on my page"),
    )


def _day_before(told: Told, _event: Event) -> Said:
    return Said(
        _("Tomorrow: %(offer)s, %(name)s", name=told.other, offer=_offer(told)),
        _("You and %(name)s meet tomorrow.", name=told.other),
        _at_work(told),
        _("Open the request"),
    )


def _hour_before(told: Told, _event: Event) -> Said:
    return Said(
        _("In an hour: %(offer)s, %(name)s", name=told.other, offer=_offer(told)),
        _("You and %(name)s meet in an hour.", name=told.other),
        (),
        _("Open the request"),
    )


def _how_was_it(told: Told, _event: Event) -> Said:
    return Said(
        _("How was it with %(name)s?", name=told.other),
        _("How was it with %(name)s?", name=told.other),
        (_("Two questions, and room for a thank-you. It takes a minute."),),
        _("Say how it was"),
    )


def _thanks(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s says thank you", name=told.other),
        _("%(name)s says thank you.", name=told.other),
    )


_SAYS: dict[str, Callable[[Told, Event], Said]] = {
    "link": _link,
    "approved": _approved,
    "turned_down": _turned_down,
    "suspended": _suspended,
    "asked": _asked,
    "time_taken": _time_taken,
    "moved_by_student": _moved,
    "withdrawn": _withdrawn,
    "expired_to_mentor": _expired_to_mentor,
    "still_there": _still_there,
    "accepted": _accepted,
    "suggested": _suggested,
    "declined": _declined,
    "expired": _expired,
    "moved_up": _moved_up,
    "moved": _moved,
    "held_back": _held_back,
    "cancelled": _cancelled,
    "message": _message,
    "day_before": _day_before,
    "hour_before": _hour_before,
    "how_was_it": _how_was_it,
    "thanks": _thanks,
}
