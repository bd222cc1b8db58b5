"""Browsers from which somebody has signed in before: guesses made elsewhere cannot lock them out.

OWASP calls these device cookies. One is bound to its member and to nobody's secret: it opens
nothing, it only lets this browser's own tries be counted apart from everybody else's.
"""

import hashlib
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain.staff import StaffMember
from kiosk.web import limits, slips
from kiosk.web.identity import cookie_name, set_cookie

DAYS = 180


def remember_browser(answer: Response, member: StaffMember) -> None:
    """Let this browser be known as one of the member's."""
    slip = slips.seal("known-browser", member.name, clock.now())
    set_cookie(answer, "known-browser", slip, days=DAYS)


def is_known(name: str) -> bool:
    """Whether the member of that name has signed in from this browser before."""
    slip = request.cookies.get(cookie_name("known-browser"), "")
    try:
        slips.unseal("known-browser", name.strip(), slip, clock.now(), lasts=timedelta(days=DAYS))
    except slips.SlipGone:
        return False
    return True


def guesser() -> str:
    """Return by what a try to sign in is counted: this known browser, else whoever asks."""
    if not is_known(request.form.get("name", "")):
        return limits.asker()
    slip = request.cookies[cookie_name("known-browser")]
    return f"browser:{hashlib.sha256(slip.encode()).hexdigest()[:32]}"
