"""What the tablet tells somebody who does not come in just now: read from three metres, kindly.

Each refusal has a sign (look here, go to help, wait), one large line and what to do next. Why
somebody goes to the help lane is never the large line: the people behind them read it too.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import state
from kiosk.web.times import day_of, time_of


@dataclass(frozen=True)
class Told:
    """One page: its sign, its large line, what else is said, and whether a name may be typed."""

    sign: str
    title: str
    says: tuple[str, ...] = ()
    seconds: int = 12
    by_name: bool = False


@bp.before_request
def in_our_own_way() -> None:
    """Let errors be told as the tablet tells everything."""
    g.draw_error = say_no


def say_no(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    """Return an error as a calm page that leads back to the start."""
    if status == 401:
        return state("pairing", status, sentence=sentence, slug=slug)
    g.device = g.get("device")  # a database that is away is not asked again
    if status in {429, 503}:
        told = Told("wait", _("One moment"), (sentence,))
        answer = told_page(told, status)
        answer.headers["Retry-After"] = "3" if status == 503 else "20"
        return answer
    return told_page(_plain().get(slug) or Told("look", sentence), status)


def refused(device: DeviceFacts, outcome: Outcome) -> Response:
    """Return the page of a scan that let nobody in."""
    return told_page(_told(device, outcome), 409)


def told_page(told: Told, status: int = 200) -> Response:
    """Return the page that tells something."""
    return state("told", status, told=told)


def _told(device: DeviceFacts, outcome: Outcome) -> Told:
    slug, facts = outcome.slug, outcome.rows
    if slug == "already_in":
        return _already_in(device, facts)
    if slug in {"not_open", "closed"}:
        return _shut(device, slug, facts)
    if slug in (why := _to_help()):
        return Told("help", _("Please go to the help lane"), (why[slug],))
    if slug in (known := _plain()):
        return known[slug]
    said = _(str(facts.get("sentence") or "That did not work. Please ask a steward."))
    if slug == "not_arrived":  # one of two, perhaps
        return Told("look", _("First, check in at the door"), (said,))
    return Told("look", said)


def _to_help() -> dict[str, str]:
    return {
        "cancelled": _("This ticket was cancelled. There we sort it out together."),
        "unpaid": _("This ticket is not paid yet. There we sort it out together."),
        "not_on_list": _("This door is for others today. There we find yours."),
        "no_reentry": _("You have been in, and nobody comes in twice here."),
    }


def _plain() -> dict[str, Told]:
    return {
        "full": Told(
            "wait", _("Full just now"),
            (_("As soon as somebody leaves, you can come in. Then hold up your ticket again."),),
        ),
        "not_in": Told(
            "look", _("You are not checked in"), (_("So there is nothing to check out."),)
        ),
        "one_at_a_time": Told(
            "look", _("One ticket at a time"),
            (_("Or two badges side by side, and you have met."),),
        ),
        "tickets_at_door": Told(
            "look", _("Tickets are for the door"), (_("Here, hold up two badges."),)
        ),
        "same_person": Told(
            "look", _("That is one badge twice"), (_("Hold up one badge each."),)
        ),
    }  # fmt: skip


def _already_in(device: DeviceFacts, facts: dict[str, str]) -> Told:
    since, station = facts.get("happened_at"), facts.get("station")
    when = time_of(device.event, datetime.fromisoformat(since)) if since else ""
    if when and station:
        said = _("Since %(time)s, at %(station)s.", time=when, station=station)
    else:
        said = _("Since %(time)s.", time=when) if when else ""
    meet = _("To meet somebody, hold both badges up together.")
    not_you = _("If that was not you, please tell a steward.")
    says = (f"{said} {meet}".strip(), not_you)
    return Told("look", _("You are in already"), says)


def _shut(device: DeviceFacts, slug: str, facts: dict[str, str]) -> Told:
    if slug == "closed":
        return Told("wait", _("We have closed"), (_("Thank you for coming."),))
    opens = facts.get("opens_at")
    says = (_opens(device, datetime.fromisoformat(opens)),) if opens else ()
    return Told("wait", _("Not open yet"), says)


def _opens(device: DeviceFacts, opens_at: datetime) -> str:
    when, day = time_of(device.event, opens_at), day_of(device.event, opens_at)
    if day == day_of(device.event, clock.now()):
        return _("You can come in from %(time)s.", time=when)
    return _("You can come in on %(day)s, from %(time)s.", day=day, time=when)
