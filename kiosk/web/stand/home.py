"""The stand's first page: pair, say who is on duty, then wait for a badge."""

from flask.typing import ResponseReturnValue

from kiosk.domain import attendees
from kiosk.web.identity import access
from kiosk.web.stand import bp
from kiosk.web.stand.recruiter import Stand, on_duty, page, this_stand


@bp.get("")
@access("anyone", event="device")
def home() -> ResponseReturnValue:
    """Show a recruiter what comes next: pairing, duty, or the next badge."""
    stand = this_stand()
    if stand is None:
        return page("pairing", None)
    if stand.employer_id is None:
        return page("no_employer", stand)
    recruiter = on_duty(stand)
    if recruiter is None:
        return duty_page(stand)
    return page("waiting", stand, recruiter=recruiter)


def duty_page(stand: Stand) -> ResponseReturnValue:
    """Return the page that asks who of the team is on duty."""
    team = attendees.of_employer(stand.event.id, stand.employer_id) if stand.employer_id else []
    return page("duty", stand, team=team)
