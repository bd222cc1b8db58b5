"""A badge at the stand: whose it is, said before anything is kept. Looking writes nothing."""

from datetime import datetime, timedelta
from typing import Annotated

from flask.typing import ResponseReturnValue
from pydantic import Field
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import arrivals, attendees, codes, keys, meetings, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.notes import Jotting
from kiosk.errors import NotKnown, Refused
from kiosk.web import limits, slips
from kiosk.web.forms import Form, Scanned, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.stand import bp
from kiosk.web.stand.capture import rating_chips, sign_of, step_chips, topic_chips
from kiosk.web.stand.recruiter import Stand, page, the_recruiter, the_stand
from kiosk.web.times import time_of

TALK_LASTS = timedelta(hours=2)


class Badge(Form):
    """What was read, or the six letters somebody typed."""

    codes: Annotated[tuple[Scanned, ...], Field(min_length=1, max_length=8)]


@bp.post("/scans")
@access("stand", "phone", event="device", because="it only looks: Keep makes the meeting")
@limits.misses
def look() -> ResponseReturnValue:
    """Show a recruiter whose badge that is."""
    stand = the_stand()
    recruiter = the_recruiter(stand)
    if not arrivals.has_arrived(recruiter.id):
        sentence = "You are not checked in yet. Please do that at the door first."
        raise Refused("not_arrived", sentence)
    person = _wearer(stand, recruiter, read_form(Badge).codes)
    return person_page(stand, recruiter, person)


def _wearer(stand: Stand, recruiter: Attendee, read: tuple[str, ...]) -> Attendee:
    found = {person.id: person for text in read[:3] if (person := _whose(stand, text))}
    others = [person for person in found.values() if person.id != recruiter.id]
    if found and not others:
        raise Refused("same_person", "That is your own badge. Hold up theirs.")
    if len(others) > 1:
        raise Refused("one_at_a_time", "One badge at a time, please.")
    # Somebody who has not come in looks like nobody: a badge alone tells nothing about a person.
    if not others or not arrivals.has_arrived(others[0].id):
        raise NotKnown("not_known", "We do not know that badge. Try its six letters.")
    return others[0]


def _whose(stand: Stand, text: str) -> Attendee | None:
    try:
        if keys.is_code(keys.normalise(text[:40]), codes.SUFFIX):
            return codes.by_suffix(stand.event.id, text[:40])
        return codes.whose(stand.event.id, text, "badge")[0]
    except NotKnown:
        return None


def person_page(
    stand: Stand,
    recruiter: Attendee,
    person: Attendee,
    status: int = 200,
    *,
    typed: Jotting | None = None,
    **values: object,
) -> Response:
    """Return the page about the wearer of a badge: what was typed, or the recruiter's note."""
    at = clock.now()
    meeting = meetings.between(stand.event.id, recruiter.id, person.id)
    note = notes.of(meeting, recruiter) if meeting else None
    jotting = typed or notes.read(note)
    slip = {"attendee": person.public_id, "note": sign_of(note)}
    return page(
        "person",
        stand,
        status,
        recruiter=recruiter,
        person=person,
        about=_about(stand, person, at),
        met_at=time_of(stand.event, meeting.happened_at) if meeting else "",
        slip=slips.seal("person", stand.asker, at, **slip),
        longest=notes.LONGEST,
        note=jotting.words,
        topics=topic_chips(stand, jotting),
        steps=step_chips(jotting),
        ratings=rating_chips(jotting),
        **values,
    )


def _about(stand: Stand, person: Attendee, at: datetime) -> str:
    if person.is_minor(stand.event, at):
        return ""
    lines = [", ".join(filter(None, (person.role_line, person.level)))]
    if person.kind != "student" and person.organisation:
        lines.append(person.organisation)
    if person.graduation_year:
        lines.append(_("graduates %(year)s", year=person.graduation_year))
    return " · ".join(filter(None, lines))


def person_of(stand: Stand, slip: str, at: datetime) -> tuple[Attendee, str]:
    """Return whose page a form came from, and the sign of the note that it showed."""
    facts = slips.unseal("person", stand.asker, slip, at, lasts=TALK_LASTS)
    return attendees.by_public_id(stand.event.id, facts["attendee"]), facts.get("note", "")
