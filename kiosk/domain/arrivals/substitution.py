"""A substitute: Dana comes in Ben's place, before he has come himself.

Ben's registration ends with every code of his; Dana is registered with his kind, employer and
organisation, and gets codes of her own. The desk said so, so the same list again brings back
neither. It stands here because it asks whether he has arrived.
"""

from datetime import datetime
from typing import Any

from kiosk.db import db
from kiosk.domain import attendees, codes, print_jobs
from kiosk.domain.arrivals.record import has_arrived
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.errors import Refused

TAKEN_OVER = ("kind", "organisation", "employer_id", "status")


def substitute(event: Event, away: Attendee, values: dict[str, Any], at: datetime) -> Attendee:
    """Register who comes in somebody's place, and let that person's registration end.

    `values` are the new person's own: name, email, role and the like.

    Raises:
        Refused: that person has arrived, is cancelled, has a substitute, or is for practice only.
    """
    attendees.hold(away.id)  # two stewards at once: the second sees what the first did
    db.session.refresh(away)
    check_replaceable(away)
    stand_in = attendees.walk_in(event, values, at)
    for name in TAKEN_OVER:
        setattr(stand_in, name, getattr(away, name))
    stand_in.provenance = {**stand_in.provenance, "kind": "desk", "organisation": "desk"}
    stand_in.stands_in_for_id = away.id
    attendees.cancel(away, at)
    codes.kill_all(away.id, at)
    print_jobs.void_waiting(away.id, at)
    db.session.flush()
    codes.issue_missing(event.id, at)
    return stand_in


def check_replaceable(away: Attendee) -> None:
    """Make sure that somebody else may come in this person's place.

    Raises:
        Refused: they have arrived, are cancelled, have a substitute, or are for practice only.
    """
    if attendees.stand_in_of(away) is not None:
        raise Refused("replaced", "Somebody comes in their place already.")
    if away.status not in {"expected", "unpaid"}:
        raise Refused("not_expected", "They are not expected, so there is no place to take over.")
    if has_arrived(away.id):
        raise Refused("has_arrived", "They have come themselves. Register somebody new instead.")
