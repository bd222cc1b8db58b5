"""Arrivals as bars: lengths and words only, drawn by desk/_figures.html as SVG attributes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain import figures
from kiosk.domain.events import Event

WIDTH, HEIGHT, TOP = 1080, 220, 28
MOST_STEPS = 48
_EARLY = timedelta(minutes=30)


@dataclass(frozen=True)
class Bar:
    """One step of five minutes."""

    at: datetime
    count: int
    x: float
    y: float
    width: float
    height: float
    says_count: bool
    says_time: bool


@dataclass(frozen=True)
class Chart:
    """The bars of the newest hours, and how wide and high the picture is."""

    bars: tuple[Bar, ...]
    width: int
    height: int


def of_arrivals(event: Event, at: datetime) -> Chart:
    """Return first entries in steps of five minutes, of the last four hours at most."""
    until = at if event.never_closes else min(at, event.ends_at)
    since = max(event.starts_at - _EARLY, until - figures.STEP * (MOST_STEPS - 1))
    since = _floored(min(since, until))
    steps = figures.arrivals_by_step(event.id, since, until)
    while len(steps) > 12 and not steps[0][1]:
        steps = steps[1:]  # nobody came so early: let the picture begin where the people do
    return Chart(tuple(_bars(steps)), WIDTH, TOP + HEIGHT + 28)


def _floored(at: datetime) -> datetime:
    return at - timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)


def _bars(steps: list[tuple[datetime, int]]) -> list[Bar]:
    most = max((count for _at, count in steps), default=0) or 1
    room = WIDTH / max(len(steps), 24)
    every = 3 if len(steps) <= 24 else 6
    return [
        Bar(
            at=at,
            count=count,
            x=round(place * room, 1),
            y=round(TOP + HEIGHT * (1 - count / most), 1),
            width=round(room - 6, 1),
            height=round(HEIGHT * count / most, 1),
            says_count=len(steps) <= 24 or count == most,
            says_time=(at.minute // 5) % every == 0,
        )
        for place, (at, count) in enumerate(steps)
    ]
