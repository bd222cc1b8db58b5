"""One person's letter as they will see it, private notes left out; and what mail depends on.

The letter is a page of its own, drawn in a frame that runs nothing, loads nothing and sends
nothing; its styles stand in it (a letter has no other place), which no page of ours may do.
"""

from typing import cast

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters import mail_check
from kiosk.adapters.mail import Bodies, read_bodies
from kiosk.domain import attendees, packs
from kiosk.domain.attendees import Attendee
from kiosk.settings import Settings
from kiosk.web.desk import bp
from kiosk.web.desk.letter_words import FINDINGS
from kiosk.web.desk.page import show, this_event
from kiosk.web.desk.postroom import postroom
from kiosk.web.identity import access

_LETTERS_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


@bp.get("/<slug>/people/<person>/pack")
@access("organiser", event="staff")
def pack_preview(slug: str, person: str) -> ResponseReturnValue:
    """Show the organiser one person's letter, without the notes."""
    event = this_event(slug)
    reader = attendees.by_public_id(event.id, person)
    contents = packs.contents_of(reader, with_notes=False)
    letter = None if contents.is_empty else _letter(reader)
    page = show("pack", event, here="packs", person=reader, entries=contents.entries, letter=letter)
    return page, {"Kiosk-Frames": "yes"}


@bp.get("/<slug>/people/<person>/pack/letter")
@access("organiser", event="staff")
def pack_letter(slug: str, person: str) -> ResponseReturnValue:
    """Give the letter's HTML alone, for the frame."""
    reader = attendees.by_public_id(this_event(slug).id, person)
    answer = Response(_letter(reader).html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = _LETTERS_POLICY
    return answer


def _letter(reader: Attendee) -> Bodies:
    return read_bodies(postroom().preview(reader, clock.now()))


@bp.get("/<slug>/packs/check")
@access("organiser", event="staff")
def mail_findings(slug: str) -> ResponseReturnValue:
    """Look at what letters depend on; a page of its own, because it asks others and may wait."""
    findings = mail_check.check(cast(Settings, current_app.config["KIOSK"]))
    ready = mail_check.is_ready(findings)
    return show(
        "mail_check",
        this_event(slug),
        here="packs",
        findings=findings,
        ready=ready,
        names=FINDINGS,
    )
