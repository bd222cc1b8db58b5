"""Deliveries: the one outbox that carries every letter, at most once by machine.

This file stands before `packs` because a pack puts its letter here. `record` holds the row and what
is asked of it; `sending` is the state machine that a worker walks, one commit a step; `runs` hold
it back; `suppression` and `bounces` are what mailboxes answer.
"""

from kiosk.domain.deliveries.bounces import Bounce, Report, Said, bounces_of, take_report
from kiosk.domain.deliveries.record import (
    KINDS,
    SETTLED,
    STATES,
    UNTOUCHED,
    Delivery,
    DeliveryAttempt,
    attempts_of,
    by_public_id,
    counts,
    drop_bytes,
    drop_settled_bytes,
    of_attendee,
    open_cases,
    put,
    put_without_letter,
)
from kiosk.domain.deliveries.runs import MailPace, MailRun
from kiosk.domain.deliveries.sending import (
    Claimed,
    claim,
    open_data,
    put_back,
    release_expired,
    resolve,
    settle,
    settle_by_evidence,
    start,
)
from kiosk.domain.deliveries.suppression import (
    Suppression,
    Wish,
    is_suppressed,
    keep_wishes,
    lift,
    normalised,
    suppress,
    suppressed_for,
    wishes,
)
from kiosk.domain.deliveries.tokens import (
    LONGEST_BOUNCE_LOCAL_PART,
    by_return_path,
    by_unsubscribe_token,
    return_path,
    unsubscribe_token,
)
from kiosk.domain.deliveries.unsubscribing import address_of, unsubscribe, write_again

__all__ = [
    "KINDS",
    "LONGEST_BOUNCE_LOCAL_PART",
    "SETTLED",
    "STATES",
    "UNTOUCHED",
    "Bounce",
    "Claimed",
    "Delivery",
    "DeliveryAttempt",
    "MailPace",
    "MailRun",
    "Report",
    "Said",
    "Suppression",
    "Wish",
    "address_of",
    "attempts_of",
    "bounces_of",
    "by_public_id",
    "by_return_path",
    "by_unsubscribe_token",
    "claim",
    "counts",
    "drop_bytes",
    "drop_settled_bytes",
    "is_suppressed",
    "keep_wishes",
    "lift",
    "normalised",
    "of_attendee",
    "open_cases",
    "open_data",
    "put",
    "put_back",
    "put_without_letter",
    "release_expired",
    "resolve",
    "return_path",
    "settle",
    "settle_by_evidence",
    "start",
    "suppress",
    "suppressed_for",
    "take_report",
    "unsubscribe",
    "unsubscribe_token",
    "wishes",
    "write_again",
]
