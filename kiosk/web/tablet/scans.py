"""A scan at a station: read once, answered with the state it leads to."""

from datetime import UTC, datetime, timedelta

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import arrivals, attendees
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.meetings import TooFast
from kiosk.domain.operations import Outcome
from kiosk.web import limits, slips
from kiosk.web.forms import TOO_FAST, once, read_form
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.met import met_page
from kiosk.web.tablet.reading import FirstBadge, Reading, Scan
from kiosk.web.tablet.screen import LANGUAGE_COOKIE, state, tapped_language
from kiosk.web.tablet.strangers import what_it_is
from kiosk.web.tablet.told import Told, refused, told_page
from kiosk.web.tablet.welcome import through

FIRST_COOKIE = "kiosk-first-badge"


@bp.post("/scans")
@access("station", event="device", op_id=True)
@limits.misses
def scan() -> ResponseReturnValue:
    """Let in, let out, or introduce whoever holds up a ticket, a badge, or two."""
    device = the_device()
    tapped = tapped_language()
    reading = Reading(device, read_form(Scan), _first_badge(device), locale=tapped)
    event_id = device.event.id
    outcome = once(reading.command, "scan", reading.act, event_id=event_id, asker=device.asker)
    if outcome.replayed:
        _load(reading, outcome)
    answer = _answer(reading, outcome)
    if outcome.slug == "one_badge":
        _remember(answer, reading)
    elif FIRST_COOKIE in request.cookies:
        answer.delete_cookie(FIRST_COOKIE)
    if reading.arrival is not None or tapped is None:
        answer.delete_cookie(LANGUAGE_COOKIE)  # it was theirs, and they have it
    return answer


def _load(reading: Reading, outcome: Outcome) -> None:
    event_id, reading.made = reading.device.event.id, None  # it may be of a try that was undone
    ids = outcome.rows.get("people", [])
    reading.people = [attendees.by_public_id(event_id, public_id) for public_id in ids]
    if "arrival" in outcome.rows:
        reading.arrival = arrivals.by_public_id(event_id, outcome.rows["arrival"])
        reading.people = [attendees.get(reading.arrival.attendee_id)]


def _answer(reading: Reading, outcome: Outcome) -> Response:
    if outcome.status == 404:
        return _not_known(reading)
    if outcome.status == TOO_FAST.status:
        raise TooFast
    if outcome.status == 409:
        return refused(reading.device, outcome)
    if outcome.slug == "one_badge":
        return state("one_badge", first_name=reading.people[0].first_name)
    if outcome.slug in {"met", "met_before"}:
        return met_page(reading.device, outcome, reading.people, reading.made)
    assert reading.arrival is not None  # `accepted` always has one
    return through(reading.device, reading.arrival, reading.people[0], outcome.status)


def _not_known(reading: Reading) -> Response:
    says = (_("Your ticket is in the mail we sent you. Hold its square code here."),)
    by_name = reading.device.mode == "door"
    if by_name:
        says = (_("Your ticket is in the mail we sent you. Hold its square code here, "
                  "or type your name."),)  # fmt: skip
    what = what_it_is(reading.command.codes[0])
    return told_page(Told("look", what, says, by_name=by_name), 404)


def _first_badge(device: DeviceFacts) -> FirstBadge | None:
    # A sealed cookie, not memory: several processes may serve one tablet.
    slip = request.cookies.get(FIRST_COOKIE)
    if not slip:
        return None
    try:
        facts = slips.unseal(
            "first-badge", device.asker, slip, clock.now(), lasts=timedelta(minutes=5)
        )
    except slips.SlipGone:
        return None
    return FirstBadge(facts["attendee"], datetime.fromisoformat(facts["shown_at"]))


def _remember(answer: Response, reading: Reading) -> None:
    at = clock.now()
    shown_at = reading.when(at).astimezone(UTC).isoformat()
    slip = slips.seal("first-badge", reading.device.asker, at,
                      attendee=reading.people[0].public_id, shown_at=shown_at)  # fmt: skip
    secure = current_app.config["KIOSK"].is_https
    answer.set_cookie(
        FIRST_COOKIE, slip, max_age=60, httponly=True, secure=secure, samesite="Strict"
    )
