"""A pack's private link: opened once, it lets one browser read that pack for two weeks.

The page is the same for everybody. Its secret stands after `#`, so that no server, log or mail
scanner sees it before somebody presses the button. Whoever has it got the letter: so a letter whose
fate was unknown has arrived.
"""

import re

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, deliveries, packs
from kiosk.web import limits
from kiosk.web.forms import Secret, read_form
from kiosk.web.identity import access, clear_cookie, set_cookie
from kiosk.web.phone import bp


@bp.get("/pack")
@access("anyone", event="none")
def pack_link() -> ResponseReturnValue:
    """Let somebody open or paste the private link of their letter; a visit alone does nothing."""
    return render_template("phone/pack_link.html")


@bp.post("/pack")
@access("anyone", event="code", because="opens a session; a repeat only opens another")
@limits.misses
def open_pack() -> ResponseReturnValue:
    """Let the browser of somebody who has the letter read that pack."""
    at = clock.now()
    secret = read_form(Secret).secret
    person, edition = packs.whose_pack(secret, at)
    with writing():
        letter = deliveries.editions_of(person.id, "pack").get(edition)
        if letter is not None:
            deliveries.settle_by_evidence(letter, "accepted", "page", at)
        if not _asked_page(secret):  # that is a page of mentoring, not the pack's
            packs.count_opened(attendees.get(person.id), at)
    page = "phone.pack" if packs.is_frozen(person.event_id) else "phone.deletions"
    answer = redirect(_asked_page(secret) or url_for(page, _anchor=_met(secret)), 303)
    set_cookie(answer, "reader", packs.open_pack(person, at), days=packs.OPEN_FOR.days)
    return answer


def _met(secret: str) -> str | None:
    """Return the meeting that a link names, to open its page there."""
    met = re.fullmatch(r".*\.([0-9a-z]{16})", secret.strip())
    return met[1] if met else None


def _asked_page(secret: str) -> str:
    """Return the page of mentoring that a link names: mentors, one of them, an offer, a request."""
    words = secret.strip().rpartition("#")[2].split(".")[1:]
    ids = [each for each in words[1:] if re.fullmatch(r"[0-9a-z]{16}", each)]
    if words[:1] == ["asked"] and len(ids) == 1:
        return url_for("phone.asked", public_id=ids[0])
    if words[:1] == ["mentor"] and len(ids) == 1:
        return url_for("phone.mentor", public_id=ids[0])
    if words[:1] == ["mentor"] and len(ids) == 2:
        return url_for("phone.ask_mentor", public_id=ids[0], offer=ids[1])
    return url_for("phone.mentors") if words == ["mentors"] else ""


@bp.post("/pack/close")
@access("anyone", event="none", because="closing twice is closing")
def close_pack() -> ResponseReturnValue:
    """Let this browser read the pack no more; the link opens it again."""
    answer = redirect(url_for("phone.pack_link"), 303)
    clear_cookie(answer, "reader")
    return answer
