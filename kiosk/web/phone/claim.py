"""Linking a phone to its owner: the secret is shown first, the link is made by a second press.

A GET does nothing at all. The first POST writes nothing (six digits count a wrong try); it answers
"Link this phone to Asha P.?" with a signed proof of what was shown and when, because a code on the
tablet lives 60 seconds and reading takes time. A phone's person is never replaced silently.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events, keys, phones
from kiosk.domain.attendees import Attendee, masked_name
from kiosk.domain.operations import Outcome
from kiosk.domain.phones import NoSuchClaim, PhoneFacts
from kiosk.errors import KioskError
from kiosk.web.forms import Command, Form, Line, Scanned, once, read_form, settled
from kiosk.web.identity import access, phone_keys, set_cookie, this_phone
from kiosk.web.language import _, prefer
from kiosk.web.letters import letters
from kiosk.web.limits import limiter, missed, misses
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import exchange
from kiosk.web.phone.handshake import Tap, shake
from kiosk.web.phone.intended import forget, intended_badge, intended_person

READING = timedelta(minutes=10)
"""How long the question may stand before it is answered."""


class Secret(Form):
    """The secret of a private link, or of the code on the tablet."""

    secret: Scanned


class Digits(Form):
    """The six digits beside the code on the tablet."""

    fair: Line
    first_name: Line
    digits: Line


class Link(Command):
    """Yes, link this phone: to whom the proof says; instead of whom; and whether they have met."""

    proof: Scanned
    instead_of: Line = ""
    met: Line = "no"
    gives: Line = ""


def _fair() -> str:
    return f"digits:{request.form.get('fair', '').strip()}"  # as the form is read: no space counts


_brake = limiter.limit("60/minute", key_func=_fair, deduct_when=missed)
"""Six digits are few: sixty wrong ones a minute at one fair, whoever types them."""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="claim")


@bp.get("/claim")
@access("anyone", event="none")
def claim() -> ResponseReturnValue:
    """Let an attendee open, paste or type what links this phone; a visit alone does nothing."""
    return render_template("phone/claim.html", fairs=events.are_open(clock.now()))


@bp.post("/claim")
@access("anyone", event="code", because="writes nothing")
@misses
def ask_to_link() -> ResponseReturnValue:
    """Ask an attendee whether this phone is to speak for the person of this secret."""
    secret = read_form(Secret).secret
    person, _through = phones.who_may_link(secret, clock.now())
    return _question(person, {"secret": secret[:200]})


@bp.post("/claim/digits")
@access("anyone", event="address", because="counts a wrong try, changes nothing else")
@_brake
def claim_by_digits() -> ResponseReturnValue:
    """Ask the same of somebody who typed the six digits and a first name."""
    typed = read_form(Digits)
    event = events.by_slug(typed.fair)
    found: Attendee | None = None
    with writing():  # a wrong try is kept, so it may not leave by an exception
        try:
            found = phones.secret_for_digits(event.id, typed.first_name, typed.digits, clock.now())
        except NoSuchClaim:
            db.session.flush()
    if found is None:
        raise NoSuchClaim
    return _question(found, {"fair": event.id, "name": typed.first_name, "digits": typed.digits})


def _question(person: Attendee, shown: dict[str, Any], status: int = 200) -> ResponseReturnValue:
    prefer(person.locale)
    event, at = events.facts(events.get(person.event_id)), clock.now()
    current = this_phone(person.event_id)
    meant = intended_person(person.event_id)
    proof = _signer().dumps({**shown, "person": person.public_id, "event": person.event_id})
    page = render_template(
        "phone/link.html",
        name=masked_name(person.name),
        is_linked=current is not None and current.attendee_id == person.id,
        instead_of=_other(current, person),
        proof=str(proof),
        meant=meant if meant and meant.id != person.id else None,
        exchange=exchange(person, meant, event, at) if meant else None,
    )
    return page, status


def _other(current: PhoneFacts | None, person: Attendee) -> Attendee | None:
    other = current is not None and current.attendee_id != person.id
    return attendees.get(current.attendee_id) if current and other else None


@bp.post("/claim/phone")
@access("anyone", event="code", op_id=True)
@misses
def link_phone() -> ResponseReturnValue:
    """Link an attendee's phone, tell their mailbox, and complete the meeting they meant."""
    command = read_form(Link)
    shown, shown_at = _read(command.proof)
    current = this_phone(shown["event"])
    if current and current.attendee_public_id not in (shown["person"], command.instead_of):
        person = attendees.by_public_id(shown["event"], shown["person"])
        return _question(person, _without(shown), 409)
    key = keys.ring().digest("phone-session", str(command.op_id), command.proof).hex()
    asker = f"attendee:{shown['person']}"
    outcome = once(
        command,
        "link_phone",
        lambda at: _link(shown, shown_at, key, current, at),
        event_id=shown["event"],
        asker=asker,
    )
    settled(outcome)
    return _linked(command, key)


def _read(proof: str) -> tuple[dict[str, Any], datetime]:
    try:
        shown, at = _signer().loads(
            proof, max_age=int(READING.total_seconds()), return_timestamp=True
        )
    except BadData:
        raise NoSuchClaim from None
    return shown, at


def _without(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in {"person", "event"}}


def _link(
    shown: dict[str, Any], shown_at: datetime, key: str, current: PhoneFacts | None, at: datetime
) -> Outcome:
    person, through = _whose(shown, shown_at)
    if current is not None:
        phones.revoke(current.attendee_id, current.public_id, at)
    phone, _key = phones.link(person, through=through, label=_label(), at=at, key=key)
    letters().phone_linked(person, at, phone.label)
    return Outcome(201, "linked", {"phone": phone.public_id})


def _whose(shown: dict[str, Any], shown_at: datetime) -> tuple[Attendee, str]:
    """Return whose claim it is, as of when it was shown; one used meanwhile links nothing."""
    if "secret" in shown:
        return phones.who_may_link(shown["secret"], shown_at)
    person = phones.secret_for_digits(shown["fair"], shown["name"], shown["digits"], shown_at)
    return person, "digits"


def _label() -> str:
    agent = request.user_agent.string
    families = (("iPhone", "iPhone"), ("Android", "Android phone"))
    return next((label for sign, label in families if sign in agent), "Computer")


def _linked(command: Link, key: str) -> Response:
    phone = phones.by_key(key, clock.now())
    if phone is None:
        raise NoSuchClaim
    target = url_for("phone.me")
    badge = intended_badge()
    if badge and command.met == "yes":
        target = _meet_as_meant(command, badge, phone) or target
    answer = redirect(target, 303)
    forget(answer)
    others = [k for k in phone_keys() if k and k != key and _is_elsewhere(k, phone.event.id)]
    days = max((phone.event.ends_at - clock.now()).days, 0) + phones.LIVES_AFTER.days + 1
    set_cookie(answer, "phone", ".".join([key, *others[:3]]), days=days)
    return answer


def _is_elsewhere(key: str, event_id: int) -> bool:
    phone = phones.by_key(key, clock.now())
    return phone is not None and phone.event.id != event_id


def _meet_as_meant(command: Link, badge: str, phone: PhoneFacts) -> str | None:
    tap = Tap(op_id=uuid5(NAMESPACE_OID, f"{command.op_id} meets"), gives=command.gives)
    try:
        return url_for("phone.met", public_id=shake(tap, badge, phone, way="phone"))
    except KioskError as error:  # the phone is linked all the same
        flash(_(error.sentence), "warn")
        return None
