"""Looking for a name where nobody watches: a station shows few names, and few an hour.

A station may show 25 names in ten minutes to people whom it does not let in, whatever they ask:
150 an hour are less than 2 % of 8,000 people (FAULTS T20), and an hour from aaa to zzz would have
shown 5 %. A person who is let in by name, after a second factor or a steward's nod, gives back ten,
so that a door where everybody comes without a ticket never stands still.
"""

from datetime import datetime, timedelta

from flask import current_app
from limits import parse

from kiosk import clock
from kiosk.domain import attendees
from kiosk.domain.arrivals.by_name import let_in_by_name
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.web.limits import TooMany, limiter

WINDOW = timedelta(minutes=10)
NAMES_A_WINDOW = 25
GIVEN_BACK = 10
_COUNTED = parse("1000000/10 minutes")  # counts only: how many are too many depends on who came
_ENOUGH = "Many names were looked up here just now. Please go to the help lane."


def look_for(device: DeviceFacts, query: str) -> list[Attendee]:
    """Return whom a self-service screen may show, masked, for what somebody typed.

    Raises:
        Invalid: too few letters, or too many people have such a name.
        TooMany: this screen has shown enough names for now.
    """
    found = attendees.search(device.event.id, query)
    if found and current_app.config.get("RATELIMIT_ENABLED", True):
        _count_shown(device, len(found), clock.now())
    return found


def _count_shown(device: DeviceFacts, names: int, at: datetime) -> None:
    key = ("names-shown", device.asker)
    shown = _COUNTED.amount - limiter.limiter.get_window_stats(_COUNTED, *key).remaining
    over = shown + names - NAMES_A_WINDOW
    if over > 0 and over > GIVEN_BACK * let_in_by_name(device, at - WINDOW):
        raise TooMany(sentence=_ENOUGH)
    limiter.limiter.hit(_COUNTED, *key, cost=names)
