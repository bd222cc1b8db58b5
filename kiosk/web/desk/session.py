"""Signing in and out at the desk.

An unknown name, a wrong passphrase and an account that waits get one and the same answer. The
passphrase is checked (slow on purpose) before any write transaction begins.
"""

from typing import Annotated

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import events, staff
from kiosk.domain.events import Event
from kiosk.domain.staff import StaffMember, WrongPassphrase
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.known_browser import guesser, is_known, remember_browser
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access, clear_cookie, cookie_name, set_cookie, this_member
from kiosk.web.language import _
from kiosk.web.limits import guesses_by


class SignIn(Form):
    """A name and a passphrase, and the page that was asked for."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    passphrase: str = Field(min_length=1, max_length=500)
    then: str = Field("", max_length=200)


@bp.get("")
@access("anyone", event="none")
def front() -> ResponseReturnValue:
    """Let staff sign in, or choose the event; who has only one is taken there."""
    member = this_member()
    if member is None:
        return render_template("desk/sign_in.html", then="", sentence="")
    theirs = _events_of(member)
    if len(theirs) == 1:
        return redirect(url_for(_first_page(member), slug=theirs[0].slug))
    return render_template("desk/events.html", events=theirs)


def _first_page(member: StaffMember) -> str:
    """Return where somebody's work begins: a coordinator may open the pages of mentoring alone."""
    if member.may("organiser"):
        return "desk.today"
    return "desk.help_lane" if member.may("steward") else "desk.mentoring_page"


def _events_of(member: StaffMember) -> list[Event]:
    return [events.get(member.event_id)] if member.event_id else events.every()


@bp.post("/sign-in")
@access("anyone", event="none", because="opens a session; a repeat only opens another")
@guesses_by(guesser)
def sign_in() -> ResponseReturnValue:
    """Open a session for whoever knows the passphrase."""
    try:
        sent = read_form(SignIn)
    except Invalid:
        return _try_again("")
    opened = _open(sent)
    if opened is None:
        return _try_again(sent.then)
    member, key = opened
    answer = redirect(_within(sent.then), 303)
    set_cookie(answer, "staff", key, days=1)
    remember_browser(answer, member)
    return answer


def _open(sent: SignIn) -> tuple[StaffMember, str] | None:
    at, known = clock.now(), is_known(sent.name)
    found = staff.check_passphrase(sent.name, sent.passphrase, at, despite_lock=known)
    with writing():
        if found is not None:
            return found, staff.start_session(found, at)
        if not known:  # a known browser's tries are limited by themselves
            staff.count_failure(sent.name, at)
        return None


def _try_again(then: str) -> ResponseReturnValue:
    sentence = _(WrongPassphrase.sentence)
    return render_template("desk/sign_in.html", then=then, sentence=sentence), 401


def _within(path: str) -> str:
    """Return the page asked for if it is the desk's own, else its front."""
    safe = (
        path.startswith("/desk/") and "//" not in path and "\\" not in path and path.isprintable()
    )
    return path if safe else url_for("desk.front")


@bp.post("/sign-out")
@access("anyone", event="none", because="signing out twice is signing out")
def sign_out() -> Response:
    """Close this browser's session."""
    key = request.cookies.get(cookie_name("staff"), "")
    with writing():
        staff.end_session(key, clock.now())
    answer = redirect(url_for("desk.front"), 303)
    clear_cookie(answer, "staff")
    return answer
