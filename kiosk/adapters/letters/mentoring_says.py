"""What each letter of mentoring says: subject, first line, a few sentences, and its button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kiosk.adapters.letters.mentoring_said import Said, due_of, offer_of
from kiosk.adapters.letters.mentoring_to_mentors import TO_MENTORS
from kiosk.adapters.mentoring_words import REASONS
from kiosk.domain.events import Event
from kiosk.domain.mentoring import AT_WORK

if TYPE_CHECKING:
    from kiosk.adapters.letters.mentoring import Told


def say(told: Told, event: Event) -> Said:
    """Return what a piece of news says to its reader."""
    return _SAYS[told.what](told, event)


def _time_taken(told: Told, _event: Event) -> Said:
    return Said(
        _("Agreed: %(offer)s, %(name)s", name=told.other, offer=offer_of(told)),
        _("You and %(name)s have a time.", name=told.other),
        (*_at_work(told), _("The entry for your calendar is in this letter.")),
        _("Open the request"),
    )


def _accepted(told: Told, _event: Event) -> Said:
    entry = (_("The entry for your calendar is in this letter."),)
    has_time = told.request is not None and told.request.starts_at is not None
    return Said(
        _("%(name)s said yes: %(offer)s", name=told.other, offer=offer_of(told)),
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
        _("Moved: %(offer)s, %(name)s", name=told.other, offer=offer_of(told)),
        _("You and %(name)s meet at another time.", name=told.other),
        (_("The entry in this letter moves the one in your calendar."),),
        _("Open the request"),
    )


def _suggested(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s suggests another time", name=told.other),
        _("%(name)s suggests another time.", name=told.other),
        (_("Say by %(due)s whether it suits you.", due=due_of(told)),),
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
    subject = _("Called off: %(offer)s, %(name)s", name=told.other, offer=offer_of(told))
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
        _("Tomorrow: %(offer)s, %(name)s", name=told.other, offer=offer_of(told)),
        _("You and %(name)s meet tomorrow.", name=told.other),
        _at_work(told),
        _("Open the request"),
    )


def _hour_before(told: Told, _event: Event) -> Said:
    return Said(
        _("In an hour: %(offer)s, %(name)s", name=told.other, offer=offer_of(told)),
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


def _waits(told: Told, _event: Event) -> Said:
    return Said(
        _("%(offer)s, %(name)s: please wait", name=told.other, offer=offer_of(told)),
        _("A coordinator is looking at something, and what you and %(name)s agreed waits.",
          name=told.other),
        (_("Please do not go, and write to nobody meanwhile. The coordinator writes to you."),),
    )  # fmt: skip


def _thanks(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s says thank you", name=told.other),
        _("%(name)s says thank you.", name=told.other),
    )


_SAYS: dict[str, Callable[[Told, Event], Said]] = {
    **TO_MENTORS,
    "waits": _waits,
    "time_taken": _time_taken,
    "moved_by_student": _moved,
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
