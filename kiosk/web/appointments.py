"""The calendar entry of an agreed request, as a file that either of the two fetches."""

from flask import current_app
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.adapters import letters
from kiosk.adapters.letters import Sender, Told
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import MentorRequest
from kiosk.errors import NotKnown
from kiosk.web.attachment import attachment


def entry_of(request: MentorRequest, url: str, *, to_mentor: bool) -> Response:
    """Answer with the entry for the student or the mentor; `url` is where they read the request.

    Raises:
        NotKnown: no time is agreed.
    """
    if request.state != "accepted" or request.starts_at is None:
        raise NotKnown("no_time", "No time is agreed for this.")
    _request, offer, mentor, student = mentoring.row_of(request)
    told = Told("accepted", url, request, offer, mentor, student, to_mentor=to_mentor)
    reader = attendees.get(request.seat_id) if to_mentor else student
    settings = current_app.config["KIOSK"]
    sender = Sender(settings.mail_from or "kiosk@localhost", settings.public_url)
    event = events.get(request.event_id)
    content = letters.calendar_file(reader, event, told, sender, "PUBLISH", clock.now())
    return attachment(content, "text/calendar; charset=utf-8", "appointment.ics")
