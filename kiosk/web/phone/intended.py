"""The meeting somebody meant when they scanned a badge with a phone that was not linked yet.

Kept 15 minutes in a signed cookie that page scripts cannot read; it holds a badge code, no name.
"""

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown
from kiosk.web.identity import cookie_name
from kiosk.web.phone.worn import wearer

KEPT_S = 15 * 60


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="intended-meeting")


def remember(response: Response, badge: str) -> None:
    """Keep a badge for after the link."""
    response.set_cookie(
        cookie_name("intended"),
        str(_signer().dumps(badge)),
        max_age=KEPT_S,
        httponly=True,
        secure=current_app.config["KIOSK"].is_https,
        samesite="Lax",
    )


def intended_badge() -> str | None:
    """Return the badge that this browser scanned within the last 15 minutes."""
    kept = request.cookies.get(cookie_name("intended"), "")
    try:
        return str(_signer().loads(kept, max_age=KEPT_S)) if kept else None
    except BadData:
        return None


def intended_person(event_id: int) -> Attendee | None:
    """Return whom this browser's owner meant to meet at an event, while they wear that badge."""
    badge = intended_badge()
    try:
        return wearer(event_id, badge) if badge else None
    except NotKnown:
        return None


def forget(response: Response) -> None:
    """Drop what was kept."""
    secure = current_app.config["KIOSK"].is_https
    response.delete_cookie(cookie_name("intended"), secure=secure, httponly=True)
