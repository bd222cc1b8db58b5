"""What doors know of an event without asking: frozen facts, and when its doors are shut."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.events.lists import ListFacts
from kiosk.domain.events.record import Event

EARLY_KINDS = ("employer", "staff", "mentor")
"""Those who set up before the doors open."""


@dataclass(frozen=True)
class EventFacts:
    """What a door must know of its event at each scan, without asking the database."""

    id: int
    public_id: str
    slug: str
    name: str
    place: str
    help_lane: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    locale: str
    never_closes: bool
    closed_at: datetime | None
    print_on_arrival: str
    reentry: bool
    admit_unpaid: bool
    walk_ins_at: str
    offline_names: bool
    unknown_age_is_minor: bool
    consent_version: int
    missions: bool
    introductions: bool
    quiet_hour: str
    hours: dict[str, Any] = field(hash=False)
    second_factor: list[str] = field(hash=False)
    card_patterns: list[dict[str, str]] = field(hash=False)
    languages: list[str] = field(hash=False)

    def is_over(self, at: datetime) -> bool:
        """Whether new meetings only ask."""
        return self.closed_at is not None or (not self.never_closes and at > self.ends_at)

    def why_shut(self, kind: str, at: datetime, door: ListFacts | None = None) -> str | None:
        """Return "not_open" or "closed" when a kind of person may not come in then, else None.

        A list's own hours hold exactly; the event's are wider for each kind by `hours`.
        """
        if self.closed_at is not None and at >= self.closed_at:
            return "closed"
        window = self.window(kind, door)
        if window is None:
            return None
        if at < window[0]:
            return "not_open"
        return "closed" if at > window[1] else None

    def window(self, kind: str, door: ListFacts | None = None) -> tuple[datetime, datetime] | None:
        """Return from when until when a kind of person may come in; None: at any time."""
        opens_at, closes_at = self._hours_of(kind)
        own = (door.opens_at, door.closes_at) if door is not None else (None, None)
        if self.never_closes and own == (None, None):
            return None
        return own[0] or opens_at, own[1] or closes_at

    def _hours_of(self, kind: str) -> tuple[datetime, datetime]:
        before, after = self.hours.get(kind) or ([120, 60] if kind in EARLY_KINDS else [30, 0])
        return self.starts_at - timedelta(minutes=before), self.ends_at + timedelta(minutes=after)


def facts(event: Event) -> EventFacts:
    """Return a frozen copy of what doors need."""
    names = EventFacts.__dataclass_fields__
    return EventFacts(**{name: getattr(event, name) for name in names})
