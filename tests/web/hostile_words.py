"""What hostile people type, and a fair in which every text holds it."""

from __future__ import annotations

from typing import Any

from kiosk.db import db
from kiosk.domain import attendees, devices, employers, events, mentoring, notes, staff
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import ConsentText
from kiosk.domain.meetings import Meeting, Report
from kiosk.domain.phones import Phone
from tests.web.a_hall import Hall

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(1)>'


def poison(hall: Hall, words: str) -> None:
    """Write the words into every text that people may write, past every check at the edge."""
    person = {n: words for n in ("given_name", "family_name", "pronouns", "organisation", "role",
                                 "course", "level", "ask_me_about", "name")}  # fmt: skip
    tables: list[tuple[Any, dict[str, Any]]] = [
        (Attendee, {**person, "links": ["javascript:alert(1)", words],
                    "cv": "javascript:alert(1)"}),
        (events.Event, {"name": words, "place": words, "help_lane": words, "contact_name": words}),
        (ConsentText, {"wording": words}),
        (employers.Employer, {"name": words, "stand": words[:20], "text": words,
                              "vacancies_url": "javascript:alert(1)"}),
        (Phone, {"label": words}),
        (Report, {"words": words}),
        (mentoring.Mentor, {n: words for n in ("name", "role", "organisation", "story")}),
        (mentoring.MentorTag, {"label": words}),
        (mentoring.MentorOffer, {"words": words, "link": "javascript:alert(1)"}),
        (mentoring.OfferKind, {"title": words}),
        (mentoring.MentorRequest, {"message": words, "reply": words, "where": words}),
        (mentoring.Message, {"words": words}),
        (mentoring.Feedback, {"thanks": words}),
        (mentoring.Concern, {"words": words}),
    ]  # fmt: skip
    with hall.app.app_context():
        for record, values in tables:
            db.session.execute(db.update(record).values(**values))
        for record in (devices.Device, staff.StaffMember):
            for row in db.session.scalars(db.select(record)):
                row.name = f"{words} {row.public_id}"
        for meeting in db.session.scalars(db.select(Meeting)):
            low, high = (attendees.get(n) for n in (meeting.low_id, meeting.high_id))
            for author in (low, high):
                notes.write(meeting, author, words, meeting.happened_at)
        db.session.commit()
        db.session.remove()
