"""A person's badge, as `badges` wants it: words from the record, the code from the key ring."""

from typing import cast
from urllib.parse import urlsplit

from badges import Face, Kind
from kiosk.domain.attendees import Attendee

KIND_LABELS = {
    "student": "STUDENT",
    "employer": "EMPLOYER",
    "mentor": "MENTOR",
    "staff": "STAFF",
    "guest": "GUEST",
}


def badge_url(public_url: str, code: str) -> str:
    """Return the address in the badge's QR code: capitals, so that it stays alphanumeric."""
    return f"{public_url}/B/{code}".upper()


def face_of(
    attendee: Attendee, code: str, *, public_url: str, labels: dict[str, str] | None = None
) -> Face:
    """Return what to draw; `labels` are the translated words for kinds, "ask" and "scan"."""
    words = labels or {}
    return Face(
        first_name=attendee.first_name,
        full_name=attendee.name,
        role_line=attendee.role_line,
        organisation=attendee.organisation or "",
        ask_me_about=attendee.ask_me_about or "",
        kind=cast(Kind, attendee.kind),
        kind_label=words.get(attendee.kind, KIND_LABELS[attendee.kind]),
        code_url=badge_url(public_url, code),
        domain=urlsplit(public_url).netloc,
        suffix=code[-6:],
        ask_label=words.get("ask", "Ask me about"),
        scan_label=words.get("scan", "Scan with any camera"),
        locale=attendee.locale or "en",
    )
