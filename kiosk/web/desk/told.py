"""A person's whole story at the fair as the desk tells it: undone steps too, with who and why."""

from dataclasses import dataclass

from kiosk.domain import arrivals, devices, staff
from kiosk.domain.arrivals import Step
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event


@dataclass(frozen=True)
class ToldStep:
    """One entry or exit with the names of who let them in, and who took it back."""

    step: Step
    steward: str
    undone_by: str


def story_of(event: Event, person: Attendee) -> list[ToldStep]:
    """Return every entry and exit of a person, newest first."""
    story = arrivals.stories_of(event.id, [person.id]).get(person.id, [])
    members = staff.of_event(event.id) if story else []
    by_row = {member.id: member.name for member in members}
    names = {f"staff:{member.public_id}": member.name for member in members}
    names |= {f"device:{each.public_id}": each.name for each in devices.of_event(event.id)}
    return [
        ToldStep(
            step,
            by_row.get(step.arrival.staff_id or 0, ""),
            names.get(step.arrival.undone_by or "", ""),
        )
        for step in reversed(story)
    ]
