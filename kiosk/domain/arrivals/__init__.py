"""Arrivals: who came in, who went out, which scans were refused, and who waits for a nod.

`check_in` holds the verbs of the door, `rules` who may come in, `sequence` the order of what
happened, `record` the rows and who is inside; `scans` what a station reads, `refusals` what led to
nothing, `nods` the way in without a ticket, `spares` badges without a name, `story` what is told,
`rehearsal` the morning's practice, `ahead` badges of a batch whose people came before them.
"""

from kiosk.domain.arrivals.ahead import let_arrived_go_first, somebody_waits_for_a_batch
from kiosk.domain.arrivals.check_in import NotYours, TooLate, check_in, undo
from kiosk.domain.arrivals.lists import remove_list
from kiosk.domain.arrivals.mistakes import take_back
from kiosk.domain.arrivals.nods import Nod, answer_nod, ask_nod, nod_by_public_id, waiting_nods
from kiosk.domain.arrivals.record import (
    Admission,
    Arrival,
    arrived_of,
    by_op_id,
    by_public_id,
    came_in,
    has_arrived,
    inside,
    inside_now,
    is_over,
    latest_entry,
    let_go,
    of_attendee,
    open_entry,
    roll_call,
    who_is_inside,
)
from kiosk.domain.arrivals.refusals import (
    RefusedScan,
    keep_refusal,
    recent_refusals,
    refusal_by_public_id,
    settle_refusal,
)
from kiosk.domain.arrivals.rules import SENTENCES, enters
from kiosk.domain.arrivals.scans import Scanned, scan, whose
from kiosk.domain.arrivals.spares import (
    NoSuchSpare,
    SpareBadge,
    bind_spare,
    make_spares,
    spare_of,
    spares_of,
)
from kiosk.domain.arrivals.story import Step, on_list, other_side, settled_since, stories_of
from kiosk.domain.arrivals.substitution import check_replaceable, substitute

__all__ = [
    "SENTENCES",
    "Admission",
    "Arrival",
    "NoSuchSpare",
    "Nod",
    "NotYours",
    "RefusedScan",
    "Scanned",
    "SpareBadge",
    "Step",
    "TooLate",
    "answer_nod",
    "arrived_of",
    "ask_nod",
    "bind_spare",
    "by_op_id",
    "by_public_id",
    "came_in",
    "check_in",
    "check_replaceable",
    "enters",
    "has_arrived",
    "inside",
    "inside_now",
    "is_over",
    "keep_refusal",
    "latest_entry",
    "let_arrived_go_first",
    "let_go",
    "make_spares",
    "nod_by_public_id",
    "of_attendee",
    "on_list",
    "open_entry",
    "other_side",
    "recent_refusals",
    "refusal_by_public_id",
    "remove_list",
    "roll_call",
    "scan",
    "settle_refusal",
    "settled_since",
    "somebody_waits_for_a_batch",
    "spare_of",
    "spares_of",
    "stories_of",
    "substitute",
    "take_back",
    "undo",
    "waiting_nods",
    "who_is_inside",
    "whose",
]
