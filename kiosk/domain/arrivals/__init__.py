"""Arrivals: who came in, who went out, which scans were refused, and who waits for a nod.

`record` is the check-in itself, `scans` what a station reads, `nods` the way in without a ticket.
"""

from kiosk.domain.arrivals.nods import Nod, answer_nod, ask_nod, nod_by_public_id, waiting_nods
from kiosk.domain.arrivals.record import (
    Admission,
    Arrival,
    NotYours,
    TooLate,
    by_op_id,
    by_public_id,
    check_in,
    has_arrived,
    inside_now,
    latest_entry,
    roll_call,
    undo,
    who_is_inside,
)
from kiosk.domain.arrivals.scans import (
    RefusedScan,
    Scanned,
    keep_refusal,
    recent_refusals,
    scan,
    settle_refusal,
)

__all__ = [
    "Admission",
    "Arrival",
    "Nod",
    "NotYours",
    "RefusedScan",
    "Scanned",
    "TooLate",
    "answer_nod",
    "ask_nod",
    "by_op_id",
    "by_public_id",
    "check_in",
    "has_arrived",
    "inside_now",
    "keep_refusal",
    "latest_entry",
    "nod_by_public_id",
    "recent_refusals",
    "roll_call",
    "scan",
    "settle_refusal",
    "undo",
    "waiting_nods",
    "who_is_inside",
]
