"""Codes: the ticket, the badge and the claim secret, never interchangeable.

Each is derived from the key ring, the person and a serial, so that none is stored; a row holds the
keyed hash it is found by. Ticket and claim: 26 characters (130 bits). Badge: 20 characters (100
bits) behind limits on misses; its last six letters are unique in the event, for typing by hand.
`making` derives them, `record` finds them by what was scanned, `issuing` gives many out at once.
"""

from kiosk.domain.codes.issuing import issue_missing, make
from kiosk.domain.codes.making import LENGTHS, SUFFIX, Made
from kiosk.domain.codes.record import (
    Code,
    advance,
    badge_code,
    badge_serial,
    by_suffix,
    code_of,
    codes_of_event,
    dead_badges,
    event_of,
    kill_all,
    read,
    retire,
    secret_of,
    spare_code,
    wear_spare,
    wears_spare,
    whose,
    whose_each,
)

__all__ = [
    "LENGTHS",
    "SUFFIX",
    "Code",
    "Made",
    "advance",
    "badge_code",
    "badge_serial",
    "by_suffix",
    "code_of",
    "codes_of_event",
    "dead_badges",
    "event_of",
    "issue_missing",
    "kill_all",
    "make",
    "read",
    "retire",
    "secret_of",
    "spare_code",
    "wear_spare",
    "wears_spare",
    "whose",
    "whose_each",
]
