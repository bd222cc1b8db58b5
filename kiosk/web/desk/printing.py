"""The print queue at the desk: what waits, what came out, and what somebody must look at."""

from flask import make_response, request
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.print_jobs import PrintJob
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.identity import access


@bp.get("/<slug>/printing")
@access("steward", event="staff")
def printing_page(slug: str) -> ResponseReturnValue:
    """Show the steward the newest badges and where each of them is."""
    event = this_event(slug)
    return show("printing", event, here="printing", live=False, jobs=_newest(event))


@bp.get("/<slug>/printing/jobs")
@access("steward", event="staff")
def printing_part(slug: str) -> ResponseReturnValue:
    """Give the newest badges anew, or 304 when nothing has changed."""
    event = this_event(slug)
    answer = make_response(show("_jobs", event, live=True, jobs=_newest(event)))
    answer.add_etag()
    return answer.make_conditional(request)


def _newest(event: Event) -> list[tuple[PrintJob, Attendee]]:
    jobs = print_jobs.newest(event.id)
    people = attendees.by_ids(event.id, [job.attendee_id or 0 for job in jobs])
    return [(job, people[job.attendee_id]) for job in jobs if job.attendee_id in people]
