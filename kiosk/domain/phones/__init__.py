"""Phones: which phone speaks for whom, after a claim secret showed that it may.

`claims` is what shows it: a private link, the tablet's code, six digits; badge codes link nothing.
`linking` lets a phone speak; a private link links two, and a third takes the place of the oldest
only after a letter asked whether it may. `record` is what a linked phone is.
"""

from kiosk.domain.phones.claims import (
    CONFIRM_WITHIN,
    DIGITS_FOR,
    SHOWN_FOR,
    TRIES,
    NoSuchClaim,
    confirm_code,
    secret_for_digits,
    show_code,
    shown_code,
    who_may_link,
)
from kiosk.domain.phones.linking import MOST_PHONES, MustConfirm, leaving, link
from kiosk.domain.phones.record import (
    LIVES_AFTER,
    LetGo,
    Phone,
    PhoneCode,
    PhoneFacts,
    by_key,
    end_at,
    keep_until,
    let_go,
    of_attendee,
    revoke,
    was_linked_since,
)

__all__ = [
    "CONFIRM_WITHIN",
    "DIGITS_FOR",
    "LIVES_AFTER",
    "MOST_PHONES",
    "SHOWN_FOR",
    "TRIES",
    "LetGo",
    "MustConfirm",
    "NoSuchClaim",
    "Phone",
    "PhoneCode",
    "PhoneFacts",
    "by_key",
    "confirm_code",
    "end_at",
    "keep_until",
    "leaving",
    "let_go",
    "link",
    "of_attendee",
    "revoke",
    "secret_for_digits",
    "show_code",
    "shown_code",
    "was_linked_since",
    "who_may_link",
]
