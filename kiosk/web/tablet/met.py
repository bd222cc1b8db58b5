"""Two who have met at a tablet: their names, a question, what each gives, and five seconds to undo.

The question is in the event's language, because both read it.
"""

from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.adapters.mentoring_words import badge_words
from kiosk.domain import meetings, prompts
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.meetings import MeetingMade
from kiosk.domain.mentoring.met import offered_by
from kiosk.domain.operations import Outcome
from kiosk.web import slips
from kiosk.web.forms import Command, Words, once, read_form, settled
from kiosk.web.given import gifts
from kiosk.web.identity import access, the_device
from kiosk.web.letters import refresh_both_packs
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import state

UNDO_LASTS = timedelta(minutes=1)
"""The button goes after five seconds; a slow network may carry the press for longer."""


class Undo(Command):
    """A meeting to undo, named by the slip on the page that showed it."""

    meeting: Words


def met_page(
    device: DeviceFacts, outcome: Outcome, people: list[Attendee], made: MeetingMade | None
) -> Response:
    """Return the page that tells two people that they have met; what was `made` is at hand."""
    meeting = (
        made.meeting if made else meetings.by_public_id(device.event.id, outcome.rows["meeting"])
    )
    given = made.given if made else meetings.given_at(meeting)
    slip = slips.seal("meeting", device.asker, clock.now(), meeting=meeting.public_id)
    return state(
        "met",
        200 if outcome.replayed or outcome.slug == "met_before" else 201,
        first=people[0].first_name,
        second=people[1].first_name,
        question=prompts.wording(device.event.id, meeting.prompt_id, device.event.locale),
        gifts=gifts(given, people),
        met_before=outcome.slug == "met_before",
        slip=slip,
        offers=_offers(people),
    )


def _offers(people: list[Attendee]) -> list[tuple[str, str]]:
    """Return whichever of the two mentors, by first name, and what their badge says they offer."""
    told = []
    for person, other in (people, people[::-1]):
        found = offered_by(other, [person]).get(person.id)
        if found is not None:
            told.append((person.first_name, ", ".join(map(badge_words, found.offers))))
    return told


@bp.post("/undos")
@access("station", event="device", op_id=True)
def undo() -> ResponseReturnValue:
    """Take back a meeting that this tablet has just made."""
    device = the_device()
    command = read_form(Undo)

    def act(at: datetime) -> Outcome:
        facts = slips.unseal("meeting", device.asker, command.meeting, at, lasts=UNDO_LASTS)
        meeting = meetings.by_public_id(device.event.id, facts["meeting"])
        meetings.undo(meeting, by=device.asker, device_id=device.id, at=at)
        refresh_both_packs(meeting, at)
        return Outcome(200, "undone", {"meeting": meeting.public_id})

    settled(once(command, "undo_meeting", act, event_id=device.event.id, asker=device.asker))
    return state("undone")
