"""What letters of mentoring say to mentors alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kiosk.adapters.letters.mentoring_said import Said, due_of, offer_of
from kiosk.domain.events import Event

if TYPE_CHECKING:
    from kiosk.adapters.letters.mentoring import Told


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
        _("%(name)s asks: %(offer)s", name=told.other, offer=offer_of(told)),
        _("%(name)s asks you: %(offer)s.", name=told.other, offer=offer_of(told)),
        (_("Please answer by %(due)s. A kind no helps as well.", due=due_of(told)),),
        _("Answer"),
    )


def _withdrawn(told: Told, _event: Event) -> Said:
    return Said(
        _("%(name)s took a request back", name=told.other),
        _("%(name)s took the request back. There is nothing to do.", name=told.other),
    )


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


TO_MENTORS: dict[str, Callable[[Told, Event], Said]] = {
    "link": _link,
    "approved": _approved,
    "turned_down": _turned_down,
    "suspended": _suspended,
    "asked": _asked,
    "withdrawn": _withdrawn,
    "expired_to_mentor": _expired_to_mentor,
    "still_there": _still_there,
}
