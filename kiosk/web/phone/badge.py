"""What a phone's own camera opens when it reads a badge: `/b/<badge code>`, in any case.

An unlinked phone sees the printed face. Unknown, dead, erased and not-arrived badges give one page,
the same bytes for each.
"""

from flask import g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import events, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.phones import PhoneFacts
from kiosk.errors import NotKnown
from kiosk.web.forms import read_form
from kiosk.web.identity import NotSignedIn, access, this_phone
from kiosk.web.limits import misses
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import exchange
from kiosk.web.phone.face import face_of
from kiosk.web.phone.handshake import Tap, shake
from kiosk.web.phone.intended import remember
from kiosk.web.phone.phone_words import let_go_words
from kiosk.web.phone.speaker import speaking
from kiosk.web.phone.worn import wearer_anywhere
from kiosk.web.times import time_of


@bp.get("/b/<code>")
@bp.get("/B/<code>")
@access("anyone", event="code")
@misses
def badge(code: str) -> ResponseReturnValue:
    """Show whoever scanned a badge what it says; its wearer's next contact, the one button."""
    try:
        them = wearer_anywhere(code)
    except NotKnown:
        return no_badge()
    phone = this_phone(them.event_id)
    if phone is None:
        return _face_alone(them, code)
    return person_page(phone, them, url_for("phone.meet_by_badge", code=code))


@bp.post("/b/<code>")
@bp.post("/B/<code>")
@access("anyone", event="code", op_id=True)
@misses
def meet_by_badge(code: str) -> ResponseReturnValue:
    """Let an attendee say, with one tap, that they have met who wears this badge."""
    tap = read_form(Tap)
    try:
        them = wearer_anywhere(code)
        phone = this_phone(them.event_id)
        if phone is None:
            raise NotSignedIn
        meeting = shake(tap, code, phone, way="phone")
    except NotKnown:
        return no_badge()
    return redirect(url_for("phone.met", public_id=meeting), 303)


def no_badge() -> ResponseReturnValue:
    """Answer every badge that is nobody's, whatever the reason."""
    return render_template("phone/no_badge.html"), 404


def _face_alone(them: Attendee, code: str) -> ResponseReturnValue:
    event = events.get(them.event_id)
    g.event_locale = event.locale
    page = make_response(
        render_template("phone/face.html", face=face_of(them), fair=event, let_go=let_go_words())
    )
    remember(page, code)
    return page


def person_page(
    phone: PhoneFacts, them: Attendee, action: str, letters: str = ""
) -> ResponseReturnValue:
    """Show a linked phone's person whom they would meet, what each would give, and one button."""
    speaker, at = speaking(phone), clock.now()
    if them.id == speaker.person.id:
        return render_template("phone/own_badge.html", me=speaker.person, face=face_of(them))
    before = meetings.between(phone.event.id, speaker.person.id, them.id)
    return render_template(
        "phone/person.html",
        me=speaker.person,
        face=face_of(them),
        exchange=exchange(speaker.person, them, phone.event, at),
        met_at=time_of(phone.event, before.happened_at) if before else None,
        action=action,
        phone=phone.public_id,
        letters=letters,
    )
