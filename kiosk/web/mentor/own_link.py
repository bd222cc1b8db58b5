"""A mentor's private link: opened once, it lets one browser in for ninety days.

The page is the same for everybody. Its secret stands after `#`, so that no server, log or mail
scanner sees it before somebody presses the button.
"""

import re

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import mentoring
from kiosk.domain.mentoring import profiles
from kiosk.web import limits
from kiosk.web.forms import Secret, read_form
from kiosk.web.identity import access, clear_cookie, set_cookie
from kiosk.web.mentor import bp


@bp.get("/open")
@access("anyone", event="none")
def own_link() -> ResponseReturnValue:
    """Let a mentor open or paste the private link of their letter; a visit alone does nothing."""
    return render_template("mentor/own_link.html")


@bp.post("/open")
@access("anyone", event="code", because="opens a session; a repeat only opens another")
@limits.misses
def open_own() -> ResponseReturnValue:
    """Let the browser of a mentor who has the letter in; this confirms the address.

    A link may name the fair its letter invites to, which this joins, or the request to open.
    """
    at, secret = clock.now(), read_form(Secret).secret
    with writing():
        mentor = mentoring.whose_link(secret)
        profiles.confirm(mentor, at)
        named = re.fullmatch(r".*\.([0-9a-z]{16})", secret.strip())
        joined = named is None or profiles.join(mentor, named[1], at)
    page = url_for("mentor.home")
    if named is not None and not joined:
        page = url_for("mentor.asked", request_id=named[1])
    answer = redirect(page, 303)
    set_cookie(answer, "mentor", mentoring.open_session(mentor, at), days=mentoring.OPEN_FOR.days)
    return answer


@bp.post("/close")
@access("anyone", event="none", because="closing twice is closing")
def close_own() -> ResponseReturnValue:
    """Let this browser in no more; the link opens it again."""
    answer = redirect(url_for("mentor.own_link"), 303)
    clear_cookie(answer, "mentor")
    return answer
