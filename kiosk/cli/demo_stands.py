"""The demo fair's stands, as their employers prepared them, and what their recruiters ticked."""

from collections.abc import Iterator
from datetime import datetime
from itertools import cycle

from kiosk.domain import attendees, codes, employers, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event
from kiosk.domain.meetings import Meeting
from kiosk.domain.notes import Jotting

TOPICS = ("Bridges", "Site visits", "Placement", "Graduate role", "CV", "Chartership")
VACANCIES = (
    ("Summer placement, bridges", "https://nova-engineering.example/careers/placement"),
    ("Graduate civil engineer", "https://nova-engineering.example/careers/graduate"),
)
NOTES = ("Has walked across every bridge in town.", "Asked how we test old steel.", "")


def nova_of(fair: Event) -> Employer:
    """Return the employer whose stand the demo opens."""
    found = [each for each in employers.of_event(fair.id) if each.name.startswith("Nova")]
    return (found or employers.of_event(fair.id))[0]


def prepare(fair: Event, at: datetime) -> None:
    """Let Nova have prepared its stand."""
    nova = nova_of(fair)
    employers.choose_topics(nova, list(TOPICS))
    for title, url in VACANCIES:
        employers.add_vacancy(nova, title, url, at)


def visitors(fair: Event, students: list[Attendee]) -> Iterator[tuple[Attendee, Attendee]]:
    """Yield who came to Nova's stand, with the recruiter they talked with."""
    team = attendees.of_employer(fair.id, nova_of(fair).id)
    yield from zip(students[:16:2], cycle(team), strict=False)


def jot(meeting: Meeting, host: Attendee, number: int, at: datetime) -> None:
    """Let a recruiter have ticked what they talked about."""
    if host.employer_id is None:
        return
    topics = employers.topics_of(employers.get(host.employer_id))
    ticked = (topics[number % len(topics)], topics[(number * 3 + 1) % len(topics)])
    step = notes.NEXT_STEPS[number % len(notes.NEXT_STEPS)] if number % 2 else ""
    rating = number % 4 or None
    jotting = Jotting(NOTES[number % len(NOTES)], ticked, step, rating)
    notes.jot(meeting, host, jotting, at)


def secrets_of_nova(fair: Event) -> dict[str, str]:
    """Return Nova's private link, and the claim of the first of its team."""
    nova = nova_of(fair)
    team = attendees.of_employer(fair.id, nova.id)
    claim = codes.code_of("claim", team[0]) if team else ""  # somebody may have erased them
    name = team[0].first_name if team else "A recruiter"
    return {"link": employers.secret_of(nova), "recruiter": name, "recruiter claim": claim}
