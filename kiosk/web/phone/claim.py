"""Whose phone is this to be? The secret is shown here; `linking` makes the link by a second press.

A GET does nothing at all. The first POST writes nothing (six digits count a wrong try); it answers
"Link this phone to Asha P.?" with a signed proof of what was shown and when, because a code on the
tablet lives 60 seconds and reading takes time. A phone's person is never replaced silently.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events, phones
from kiosk.domain.attendees import Attendee, masked_name
from kiosk.domain.phones import NoSuchClaim, PhoneFacts
from kiosk.web.forms import Form, Line, Secret, read_form
from kiosk.web.identity import access, this_phone
from kiosk.web.language import prefer
from kiosk.web.limits import limiter, missed, misses
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import exchange
from kiosk.web.phone.intended import intended_person
from kiosk.web.phone.phone_words import leaving

READING = timedelta(minutes=10)
"""How long the question may stand before it is answered."""

IN_APP = re.compile(r"FBAN|FBAV|Instagram|LinkedInApp|Line/|MicroMessenger|GSA/|; wv\)")
"""Browsers inside other apps, as they call themselves: what is linked there may be forgotten."""


class Digits(Form):
    """The six digits beside the code on the tablet."""

    fair: Line
    first_name: Line
    digits: Line


def _fair() -> str:
    return f"digits:{request.form.get('fair', '').strip()}"  # as the form is read: no space counts


_brake = limiter.limit("60/minute", key_func=_fair, deduct_when=missed)
"""Six digits are few: sixty wrong ones a minute at one fair, whoever types them."""


@dataclass(frozen=True)
class Proof:
    """What was shown, when, and whose it is: `shown` is a secret, or the six digits and a name."""

    shown: dict[str, Any]
    at: datetime
    person: str
    event_id: int

    def whose(self) -> tuple[Attendee, str]:
        """Return whose claim it is, as of when it was shown, and through what.

        Raises:
            NoSuchClaim: it was used meanwhile.
        """
        if "secret" in self.shown:
            return phones.who_may_link(self.shown["secret"], self.at)
        fair, name, digits = (self.shown[part] for part in ("fair", "name", "digits"))
        return phones.secret_for_digits(fair, name, digits, self.at), "digits"


def read_proof(sent: str) -> Proof:
    """Return the proof that a question's page carried.

    Raises:
        NoSuchClaim: it is none of ours, or the page stood too long.
    """
    try:
        kept, at = _signer().loads(
            sent, max_age=int(READING.total_seconds()), return_timestamp=True
        )
    except BadData:
        raise NoSuchClaim from None
    return Proof(kept["shown"], at, kept["person"], kept["event"])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="claim")


@bp.get("/claim")
@access("anyone", event="none")
def claim() -> ResponseReturnValue:
    """Let an attendee open, paste or type what links this phone; a visit alone does nothing."""
    return render_template(
        "phone/claim.html",
        fairs=events.are_open(clock.now()),
        in_app=IN_APP.search(request.user_agent.string) is not None,
        place=f"{current_app.config['KIOSK'].public_host}/claim",
    )


@bp.post("/claim")
@access("anyone", event="code", because="writes nothing")
@misses
def ask_to_link() -> ResponseReturnValue:
    """Ask an attendee whether this phone is to speak for the person of this secret."""
    secret = read_form(Secret).secret
    person, through = phones.who_may_link(secret, clock.now())
    return question(person, through, {"secret": secret[:200]})


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
    shown = {"fair": event.id, "name": typed.first_name, "digits": typed.digits}
    return question(found, "digits", shown)


def question(
    person: Attendee, through: str, shown: dict[str, Any], *, proof: str = "", status: int = 200
) -> ResponseReturnValue:
    """Ask whether this phone is to speak for this person, and say what happens to other phones.

    Asked again, the page carries the `proof` it had: what was shown grows no younger.
    """
    prefer(person.locale)
    event, at = events.facts(events.get(person.event_id)), clock.now()
    current = this_phone(person.event_id)
    meant = intended_person(person.event_id)
    kept = {"shown": shown, "person": person.public_id, "event": person.event_id}
    going = leaving(person, event, at, current)
    page = render_template(
        "phone/link.html",
        name=masked_name(person.name),
        is_linked=current is not None and current.attendee_id == person.id,
        instead_of=_other(current, person),
        proof=proof or str(_signer().dumps(kept)),
        meant=meant if meant and meant.id != person.id else None,
        exchange=exchange(person, meant, event, at) if meant else None,
        leaving=going,
        by_letter=bool(going) and through == "letter",
        address=person.email,
    )
    return page, status


def _other(current: PhoneFacts | None, person: Attendee) -> Attendee | None:
    other = current is not None and current.attendee_id != person.id
    return attendees.get(current.attendee_id) if current and other else None
