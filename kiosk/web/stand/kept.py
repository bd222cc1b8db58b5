"""Keep: the meeting and its note, undo, and whom the team has met today."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import attendees, meetings, notes, prompts
from kiosk.domain.meetings import Handshake
from kiosk.domain.notes import Talk
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web import slips
from kiosk.web.forms import TOO_FAST, Command, Words, once, read_form, settled
from kiosk.web.given import gifts
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import refresh_both_packs
from kiosk.web.stand import bp
from kiosk.web.stand.capture import Keep, check_topics, jotted, keep_note
from kiosk.web.stand.person import person_of, person_page
from kiosk.web.stand.recruiter import Stand, page, the_recruiter, the_stand
from kiosk.web.times import time_of

UNDO_LASTS = timedelta(minutes=10)


class Undo(Command):
    """A meeting to undo, named by the slip on the page that showed it."""

    meeting: Words


@bp.post("/meetings")
@access("stand", "phone", event="device", op_id=True)
def keep() -> ResponseReturnValue:
    """Let the recruiter on duty and the wearer of a badge have met, with a note for the team."""
    stand = the_stand()
    command = read_form(Keep)
    try:
        outcome = once(command, "keep", lambda at: _keep(stand, command, at),
                       event_id=stand.event.id, asker=stand.asker)  # fmt: skip
    except Invalid as fault:  # the words stay on the page, to be shortened
        person, _shown = person_of(stand, command.person, clock.now())
        return person_page(stand, the_recruiter(stand), person, 422,
                           typed=jotted(command), wrong=_(fault.sentence))  # fmt: skip
    return _kept_page(stand, settled(outcome))


def _keep(stand: Stand, command: Keep, at: datetime) -> Outcome:
    recruiter, (person, shown) = the_recruiter(stand), person_of(stand, command.person, at)
    jotting = jotted(command)
    handshake = Handshake(
        stand.event, "stand", str(command.op_id), stand.asker, device_id=stand.device_id
    )
    if not meetings.in_pace(handshake, recruiter, person, at):
        return TOO_FAST
    made = meetings.meet(handshake, recruiter, person, at)
    check_topics(stand, jotting, notes.read(notes.of(made.meeting, recruiter)))
    keep_note(made.meeting, recruiter, jotting, shown, at)
    rows = {"meeting": made.meeting.public_id, "people": [person.public_id, recruiter.public_id]}
    return Outcome(201, "met_before" if made.met_before else "met", rows)


def _kept_page(stand: Stand, outcome: Outcome) -> ResponseReturnValue:
    event_id = stand.event.id
    meeting = meetings.by_public_id(event_id, outcome.rows["meeting"])
    people = [attendees.by_public_id(event_id, each) for each in outcome.rows["people"]]
    return page(
        "kept",
        stand,
        200 if outcome.replayed else 201,
        person=people[0],
        first=people[0].first_name,
        second=people[1].first_name,
        met_before=outcome.slug == "met_before",
        gifts=gifts(meetings.given_at(meeting), people),
        question=prompts.wording(event_id, meeting.prompt_id, stand.event.locale),
        slip=slips.seal("kept", stand.asker, clock.now(), meeting=meeting.public_id),
    )


@bp.post("/undos")
@access("stand", "phone", event="device", op_id=True)
def undo() -> ResponseReturnValue:
    """Take back a meeting that was kept here by mistake, with its note."""
    stand = the_stand()
    command = read_form(Undo)

    def act(at: datetime) -> Outcome:
        facts = slips.unseal("kept", stand.asker, command.meeting, at, lasts=UNDO_LASTS)
        meeting = meetings.by_public_id(stand.event.id, facts["meeting"])
        recruiter = the_recruiter(stand)
        meetings.undo(meeting, by=stand.asker, device_id=stand.device_id, at=at)
        notes.forget(meeting, recruiter, at)
        refresh_both_packs(meeting, at)
        return Outcome(200, "undone", {"meeting": meeting.public_id})

    settled(once(command, "undo", act, event_id=stand.event.id, asker=stand.asker))
    return page("undone", stand)


@bp.get("/met")
@access("stand", "phone", event="device")
def met_today() -> ResponseReturnValue:
    """List whom the team has met today; notes show on a recruiter's own phone alone."""
    stand = the_stand()
    the_recruiter(stand)
    talks = notes.talks_of_team(stand.event.id, stand.employer_id or 0)
    today = _day(stand, clock.now())
    met = [_line(stand, talk) for talk in talks if _day(stand, talk.met.at) == today]
    return page("met", stand, met=met)


def _day(stand: Stand, instant: datetime) -> object:
    return instant.astimezone(ZoneInfo(stand.event.timezone)).date()


def _line(stand: Stand, talk: Talk) -> dict[str, str]:
    return {
        "name": talk.met.person.name,
        "recruiter": talk.recruiter.first_name,
        "time": time_of(stand.event, talk.met.at),
        "note": "" if stand.is_shared else talk.jotting.words,
    }
