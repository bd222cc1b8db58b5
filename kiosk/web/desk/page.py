"""What every page of the desk shares: its event, its frame, its acts and its errors.

`acted` is the only way the desk changes a fact: once under its op_id, noted in the audit.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from babel.dates import format_date, format_time
from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, get_locale

from kiosk import clock
from kiosk.domain import audit, events
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.words import FOR_TEMPLATES, for_staff
from kiosk.web.forms import Command, once, settled
from kiosk.web.identity import the_member


def this_event(slug: str) -> Event:
    """Return the event the address names; the route's rule has made sure it is theirs."""
    event = events.by_slug(slug)
    g.event_locale = event.locale
    return event


def actor() -> str:
    """Return how operations and the audit name who asks."""
    return f"staff:{the_member().public_id}"


def acted(
    command: Command,
    event_id: int,
    verb: str,
    act: Callable[[datetime], Outcome],
    *,
    subject: str = "",
    **facts: object,
) -> Outcome:
    """Do one act once for this member of staff and note it; `facts` are slugs and counts.

    Raises:
        Refused: the act was refused, now or the first time.
    """
    asker = actor()

    def noted(at: datetime) -> Outcome:
        outcome = act(at)
        audit.note(event_id, asker, verb, subject, at=at, **facts)
        return outcome

    # The subject comes from the address, so it is part of what a repeat must repeat.
    asked = f"{verb} {subject}".strip()
    return settled(once(command, asked, noted, event_id=event_id, asker=asker))


def show(template: str, event: Event, *, here: str = "", **values: Any) -> str:
    """Draw a page of an event inside the desk's frame; `here` is its place in the list."""
    return render_template(
        f"desk/{template}.html",
        event=event,
        member=the_member(),
        here=here,
        when=_Clock(event, clock.now()),
        **{**FOR_TEMPLATES, **values},
    )


def go_back(slug: str, back: str, person: str = "") -> ResponseReturnValue:
    """Go back where the form stood: the help lane (about somebody), printing, today, their page."""
    if back == "printing":
        return redirect(url_for("desk.printing_page", slug=slug), 303)
    if back == "help":
        return redirect(url_for("desk.help_lane", slug=slug, about=person or None), 303)
    if back == "today" or not person:
        return redirect(url_for("desk.today", slug=slug, _anchor="needs"), 303)
    return redirect(url_for("desk.person_page", slug=slug, person=person), 303)


class _Clock:
    """Says when something was, in the fair's own time: the hour today, else with the day."""

    def __init__(self, event: Event, now: datetime) -> None:
        self._zone, self._now = event.zone, now

    def __call__(self, at: datetime) -> str:
        locale = get_locale()
        hour = format_time(at, "HH:mm", tzinfo=self._zone, locale=locale)
        day = at.astimezone(self._zone).date()
        if day == self._now.astimezone(self._zone).date():
            return hour
        return f"{format_date(day, 'd MMM', locale=locale)}, {hour}"


@bp.app_template_filter("numberformat")
def number_format(number: int) -> str:
    """Write a number as the page's language does: 1,204."""
    return str(format_decimal(number))


@bp.before_request
def draw_errors_here() -> None:
    """Let this door's errors look like the desk; who is not signed in gets the form."""
    g.draw_error = _draw


def _draw(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    headers = {429: {"Retry-After": "60"}, 503: {"Retry-After": "3"}}.get(status, {})
    if status == 401:
        page = render_template("desk/sign_in.html", then=_then(), sentence="")
    else:
        told = for_staff(slug, sentence)
        page = render_template("desk/refused.html", sentence=told, back=_back(status))
    return page, status, headers


def _then() -> str:
    return request.path if request.method == "GET" else ""


def _back(status: int) -> str:
    """Return where a refused act leads back to: its person, else its event, else the front."""
    named = request.view_args or {}
    # Who asks is not looked up here: the database may be what is away.
    if g.get("member") is None or "slug" not in named or status in {403, 404}:
        return url_for("desk.front")
    about_mentoring = request.path.startswith(f"/desk/{named['slug']}/mentoring")
    if about_mentoring or not the_member().may("steward"):
        return url_for("desk.mentoring_page", slug=named["slug"])
    if "person" in named:
        return url_for("desk.person_page", slug=named["slug"], person=named["person"])
    return url_for("desk.today", slug=named["slug"])
