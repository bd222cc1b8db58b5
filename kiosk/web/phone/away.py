"""A linked phone without a network: the page it shows then, and the meetings it kept and sends.

The phone's own worker (`static/js/phone-sw.js`) keeps a tap: the badge, the op_id, when, and which
linked phone it was; nothing personal. What it gives is what the page said: the fields of a page
that was loaded before the network went, else "as you chose on your page", which is the person's
standing choice at the moment it arrives, never more. The server does each op_id once.
"""

from flask import g, jsonify, render_template
from flask.typing import ResponseReturnValue

from kiosk.errors import NotKnown
from kiosk.web.forms import Line, Scanned, TimedCommand, read_form
from kiosk.web.identity import access, the_phone, this_phone
from kiosk.web.limits import misses
from kiosk.web.phone import bp
from kiosk.web.phone.handshake import STANDING, Tap, shake
from kiosk.web.phone.speaker import linked, speaking
from kiosk.web.phone.worn import wearer_anywhere


class KeptTap(Tap, TimedCommand):
    """A tap that a phone kept: whose badge, which linked phone it was, and when."""

    badge: Scanned
    phone: Line
    gives: Line = STANDING


class SomebodyElses(NotKnown):
    """This phone speaks for somebody else by now, or for nobody at that fair."""

    slug = "other_phone"
    sentence = "This phone was linked again since, so what it kept was not sent."


@bp.get("/me/no-network/<any(ask, kept, full):page>")
@access("phone", event="phone")
def no_network(page: str) -> ResponseReturnValue:
    """Hand an attendee's phone what it shows without a network; it says nobody's name."""
    speaking()
    shown = {"page": page, "phone": the_phone().public_id, "standing": STANDING}
    return render_template("phone/no_network.html", **shown)


@bp.post("/me/kept-meetings")
@access("phone", event="phone", op_id=True)
@misses
def send_kept() -> ResponseReturnValue:
    """Let an attendee and the wearer of a badge have met, as their phone kept it offline."""
    g.draw_error = _told
    tap = read_form(KeptTap)
    them = wearer_anywhere(tap.badge)
    phone = this_phone(them.event_id)
    if phone is None or tap.phone not in {each.public_id for each in linked()}:
        raise SomebodyElses
    speaking(phone)
    met = shake(tap, tap.badge, phone, way="phone", happened_at=tap.instant())
    return jsonify(meeting=met)


def _told(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    return jsonify(error=slug, message=sentence), status
