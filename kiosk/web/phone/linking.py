"""The second press: this phone speaks for its owner from now on, and the meant meeting completes.

A page's own program that sends the form without pressing (a mail scanner does) links nothing: the
buttons carry the answer. A third phone by a private link is asked about in a letter first.
"""

from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import attendees, keys, mentoring, phones
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Outcome
from kiosk.domain.phones import MustConfirm, NoSuchClaim, PhoneFacts
from kiosk.errors import KioskError, Refused
from kiosk.web.forms import Command, Line, Scanned, once, read_form, settled
from kiosk.web.identity import access, clear_cookie, phone_keys, set_cookie, this_phone
from kiosk.web.language import _, prefer
from kiosk.web.letters import letters
from kiosk.web.limits import misses
from kiosk.web.phone import bp
from kiosk.web.phone.claim import Proof, question, read_proof
from kiosk.web.phone.handshake import Tap, shake
from kiosk.web.phone.intended import forget, intended_badge


class Link(Command):
    """Yes, link this phone: to whom the proof says; instead of whom; and whether they have met.

    `met` is what the pressed button says, yes or no; without it nobody pressed.
    """

    proof: Scanned
    instead_of: Line = ""
    met: Line = ""
    gives: Line = ""


@bp.post("/claim/phone")
@access("anyone", event="code", op_id=True)
@misses
def link_phone() -> ResponseReturnValue:
    """Link an attendee's phone, tell their mailbox, and complete the meeting they meant."""
    command = read_form(Link)
    proof = read_proof(command.proof)
    current = this_phone(proof.event_id)
    replaces = current and current.attendee_public_id not in (proof.person, command.instead_of)
    if replaces or not command.met:
        status = 409 if replaces else 200
        return question(*proof.whose(), proof.shown, proof=command.proof, status=status)
    key = keys.ring().digest("phone-session", str(command.op_id), command.proof).hex()
    outcome = once(
        command,
        "link_phone",
        lambda at: _link(proof, key, current, at),
        event_id=proof.event_id,
        asker=f"attendee:{proof.person}",
    )
    if settled(outcome).slug == "asked_by_letter":
        return _letter_on_its_way(proof)
    return _linked(command, key)


def _link(proof: Proof, key: str, current: PhoneFacts | None, at: datetime) -> Outcome:
    person, through = proof.whose()
    try:
        phone, _key = phones.link(
            person, through=through, label=_label(), at=at, key=key, replaces=current
        )
    except MustConfirm:
        return _ask_by_letter(person, current, at)
    mentoring.keep_phones(person.id, at)  # what they asked a mentor may outlast the fair
    letters().phone_linked(person, at, phone.label)
    if current is not None and current.attendee_id != person.id:
        letters().phone_left(attendees.get(current.attendee_id), at, phone.label)
    return Outcome(201, "linked", {"phone": phone.public_id})


def _label() -> str:
    agent = request.user_agent.string
    families = (("iPhone", "iPhone"), ("Android", "Android phone"))
    return next((label for sign, label in families if sign in agent), "Computer")


def _ask_by_letter(person: Attendee, current: PhoneFacts | None, at: datetime) -> Outcome:
    if not person.email:
        raise Refused(
            "third_phone",
            "Two phones speak for you already. Unlink one on its page, or ask at the help lane.",
        )
    secret = phones.confirm_code(person, at)
    if secret is not None:
        oldest = phones.leaving(person.id, at, current)[0]
        letters().phone_confirm(person, at, secret, oldest.label)
    return Outcome(202, "asked_by_letter")


def _letter_on_its_way(proof: Proof) -> ResponseReturnValue:
    person = attendees.by_public_id(proof.event_id, proof.person)
    prefer(person.locale)
    return render_template("phone/third.html", address=person.email), 202


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
    clear_cookie(answer, "reader")  # a pack that was opened here before may be somebody else's
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
