"""An employer's private link: opened once, it lets one browser prepare the stand for two weeks.

The page is the same for everybody. Its secret stands after `#`, so that no server, log or mail
scanner sees it before somebody presses the button.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import employers
from kiosk.web import limits
from kiosk.web.forms import Secret, read_form
from kiosk.web.identity import access, clear_cookie, set_cookie
from kiosk.web.stand import bp


@bp.get("/own")
@access("anyone", event="none")
def own_link() -> ResponseReturnValue:
    """Let somebody of an employer open or paste its private link; a visit alone does nothing."""
    return render_template("stand/own_link.html")


@bp.post("/own")
@access("anyone", event="code", because="opens a session; a repeat only opens another")
@limits.misses
def open_own() -> ResponseReturnValue:
    """Let the browser of somebody who holds the link prepare that employer's stand."""
    at = clock.now()
    employer = employers.whose_link(read_form(Secret).secret, at)
    answer = redirect(url_for("stand.ours"), 303)
    key = employers.open_session(employer, at)
    set_cookie(answer, "employer", key, days=employers.OPEN_FOR.days)
    return answer


@bp.post("/own/close")
@access("anyone", event="none", because="closing twice is closing")
def close_own() -> ResponseReturnValue:
    """Let this browser prepare the stand no more; the link opens it again."""
    answer = redirect(url_for("stand.own_link"), 303)
    clear_cookie(answer, "employer")
    return answer
