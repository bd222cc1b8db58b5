"""The forecast: how many letters there will be, before anybody asks for one to be written.

It sums to everyone who arrived or met. Who keeps all they met away is told apart at the freeze.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, union

from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting
from kiosk.domain.packs.contents import people


@dataclass(frozen=True)
class Forecast:
    """How many of those who arrived or met would get a letter, and why others would not."""

    to_send: int = 0
    empty: int = 0
    suppressed: int = 0
    no_address: int = 0
    refused: int = 0
    """An address is there, and none that a letter can go to."""


def forecast(event_id: int, takes: Callable[[str], bool]) -> Forecast:
    """Return how many letters a freeze would write now, and how many it would not, by reason.

    `takes` says whether a letter can go to an address.
    """
    here, met = set(people(event_id)), _met(event_id)
    addresses = _addresses(event_id)
    written = [addresses[each] for each in here & met]
    known = [address for address in written if address]
    good = [address for address in known if takes(address)]
    unwanted = deliveries.suppressed_among(set(good), "pack")
    stopped = sum(address in unwanted for address in good)
    return Forecast(
        to_send=len(good) - stopped,
        empty=len(here - met),
        suppressed=stopped,
        no_address=len(written) - len(known),
        refused=len(known) - len(good),
    )


def unreachable(event_id: int, takes: Callable[[str], bool], most: int = 50) -> list[Attendee]:
    """Return those who met somebody and cannot be written to, by name."""
    here = set(people(event_id)) & _met(event_id)
    without = [each for each, address in _addresses(event_id).items()
               if each in here and not (address and takes(address))]  # fmt: skip
    query = select(Attendee).where(Attendee.id.in_(without))
    return list(db.session.scalars(query.order_by(Attendee.name, Attendee.id).limit(most)))


def _met(event_id: int) -> set[int]:
    live = (Meeting.event_id == event_id, Meeting.undone_at.is_(None))
    low, high = (select(of).where(*live) for of in (Meeting.low_id, Meeting.high_id))
    met = set(db.session.scalars(union(low, high)))
    # Whom one of a team met stands in the letter of each of the team.
    teams = select(Attendee.employer_id).where(
        Attendee.event_id == event_id, Attendee.employer_id.is_not(None),
        Attendee.id.in_(union(low, high)),
    )  # fmt: skip
    whole = select(Attendee.id).where(
        Attendee.event_id == event_id, Attendee.employer_id.in_(set(db.session.scalars(teams)))
    )
    return met | set(db.session.scalars(whole))


def _addresses(event_id: int) -> dict[int, str | None]:
    query = select(Attendee.id, Attendee.email).where(Attendee.event_id == event_id)
    return {each: address for each, address in db.session.execute(query)}
