"""A person's phones in words: what kind each is, since when, and which has to go."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain import phones
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.phones import PhoneFacts
from kiosk.web.identity import phone_keys
from kiosk.web.language import _
from kiosk.web.times import time_of


@dataclass(frozen=True)
class PhoneWords:
    """One linked phone: its kind, and when it was linked."""

    label: str
    since: str


def named(label: str) -> str:
    """Return the kind of a phone as people read it: "Android phone"."""
    return {"Android phone": _("Android phone"), "Computer": _("Computer")}.get(label, label)


def leaving(
    person: Attendee, event: EventFacts, at: datetime, replaces: PhoneFacts | None
) -> list[PhoneWords]:
    """Return which of somebody's phones go when one more is linked."""
    going = phones.leaving(person.id, at, replaces)
    return [PhoneWords(named(each.label), time_of(event, each.linked_at)) for each in going]


def let_go_words() -> str:
    """Return what to tell a browser whose phone was unlinked elsewhere; "" when it was not.

    Its dead key is known still: somebody whose link moved reads why, and what to do.
    """
    for key in filter(None, phone_keys()):
        gone = phones.let_go(key)
        if gone is None:
            continue
        when = time_of(gone.event, gone.at)
        if gone.moved_to:
            return _(
                "Your link moved to your other phone (%(phone)s) at %(time)s.",
                phone=named(gone.moved_to), time=when,
            )  # fmt: skip
        return _("This phone was unlinked at %(time)s.", time=when)
    return ""
