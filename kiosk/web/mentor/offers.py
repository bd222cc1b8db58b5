"""What a mentor offers: five kinds and the coordinators' own; each with room, pause and an end."""

from datetime import datetime
from typing import Any, Literal

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _lazy

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Mentor, MentorOffer, OfferDraft, changing_offers
from kiosk.errors import Invalid
from kiosk.web import offer_words
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.own_act import Long, changed, me
from kiosk.web.mentor.pausing import Pause, back_on_in
from kiosk.web.mentor.typed_times import day_words, read_number


class Offer(Command):
    """What a mentor has room for, how often, and how they meet."""

    capacity: Line = "2"
    period: Literal["month", "term"] = "month"
    lead_days: Line = "3"
    format: Literal["in_person", "phone", "video"] = "video"
    link: Long = ""
    words: Long = ""

    def draft(self) -> OfferDraft:
        """What is to be kept.

        Raises:
            Invalid: a number cannot be read.
        """
        wrong: dict[str, str] = {}
        room, lead = (read_number(getattr(self, n), n, wrong) for n in ("capacity", "lead_days"))
        if wrong:
            raise Invalid(wrong)
        return OfferDraft(
            room, self.period, lead, self.format, self.link.strip(), self.words.strip()
        )


@bp.get("/offers")
@access("mentor", event="mentor")
def offers() -> ResponseReturnValue:
    """Show a mentor what they offer, and the rest of the menu."""
    mentor, at = me(), clock.now()
    shown = mentoring.shown(mentor, at)
    return render_template(
        "mentor/offers.html",
        shown=shown,
        back_on={each.offer.id: day_words(each.offer.back_on) for each in shown},
        menu=_menu(mentor, {(each.offer.kind, each.offer.title) for each in shown}),
        **_WORDS,
    )


MINE: dict[str, Any] = {
    **offer_words.OFFERED,
    "cv": _lazy("Read a CV"),
    "story": _lazy("Tell my story"),
}
"""The menu as a mentor says it."""


def _mine(kind: str, title: str) -> str:
    return title or str(MINE[kind])


_WORDS: dict[str, Any] = {
    "offered": lambda offer: _mine(offer.kind, offer.title),
    "formats": offer_words.FORMATS,
    "periods": offer_words.PERIODS,
}


def _menu(mentor: Mentor, taken: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what a mentor does not offer yet: how the address names it, and its words."""
    usual = [(kind, str(words)) for kind, words in MINE.items() if (kind, "") not in taken]
    own = {
        kind.title: kind.public_id
        for place in reversed(mentoring.places_of(mentor.id))
        for kind in mentoring.menu_of(place.event_id)
        if ("own", kind.title) not in taken
    }
    return usual + [(public_id, title) for title, public_id in own.items()]


def _named(mentor: Mentor, what: str) -> tuple[str, str, MentorOffer | None]:
    """Return the kind, title and live offer that an address names: an offer, or one of the menu.

    Raises:
        NotKnown: none of theirs.
    """
    if what in MINE:
        return what, "", _live(mentor, what, "")
    for place in mentoring.places_of(mentor.id):
        for kind in mentoring.menu_of(place.event_id):
            if kind.public_id == what:
                return "own", kind.title, _live(mentor, "own", kind.title)
    offer = mentoring.own_offer(mentor, what)
    return offer.kind, offer.title, offer


def _live(mentor: Mentor, kind: str, title: str) -> MentorOffer | None:
    live = mentoring.live_offers(mentor.id)
    return next((each for each in live if (each.kind, each.title) == (kind, title)), None)


@bp.get("/offers/<what>")
@access("mentor", event="mentor")
def offer(what: str) -> ResponseReturnValue:
    """Let a mentor say what they have room for, of one offer or of one kind of the menu."""
    return _page(me(), what)


def _page(mentor: Mentor, what: str, wrong: dict[str, str] | None = None) -> str:
    kind, title, offer = _named(mentor, what)
    names = ("capacity", "period", "lead_days", "format", "link", "words")
    kept = {name: getattr(offer or OfferDraft(), name) for name in names}
    typed = request.form.to_dict() if wrong else {}
    today = mentoring.today_of(mentor, clock.now())
    return render_template(
        "mentor/offer.html",
        what=what,
        offer=offer,
        title=_mine(kind, title),
        kept={**kept, **typed},
        is_paused=offer is not None and offer.is_paused(today),
        back_on=day_words(offer.back_on) if offer else "",
        wrong=wrong or {},
        **_WORDS,
    )


@bp.post("/offers/<what>")
@access("mentor", event="mentor", op_id=True)
def keep_offer(what: str) -> ResponseReturnValue:
    """Offer something, or change what is offered."""
    mentor, command = me(), read_form(Offer)
    kind, title, _offer = _named(mentor, what)

    def act(mentor: Mentor, at: datetime) -> None:
        changing_offers.put_offer(mentor, kind, command.draft(), at, title=title)

    said, where = _("Kept. Students see it so."), url_for("mentor.offers")
    return changed(command, "offer", act, said, where,
                   lambda wrong: _page(mentor, what, wrong), subject=what)  # fmt: skip


@bp.post("/offers/<what>/pause")
@access("mentor", event="mentor", op_id=True)
def pause_offer(what: str) -> ResponseReturnValue:
    """Let a mentor pause one offer, until a day or until further notice, and take it up again."""
    mentor, command = me(), read_form(Pause)
    mentoring.own_offer(mentor, what)

    def act(mentor: Mentor, at: datetime) -> None:
        offer = mentoring.own_offer(mentor, what)
        if command.pause == "no":
            changing_offers.resume_offer(offer, at)
        else:
            changing_offers.pause_offer(mentor, offer, back_on_in(command), at)

    said = _("Students can ask for it again.") if command.pause == "no" else _("It is paused.")
    return changed(command, "pause_offer", act, said, url_for("mentor.offers"),
                   lambda wrong: _page(mentor, what, wrong), subject=what)  # fmt: skip


@bp.post("/offers/<what>/end")
@access("mentor", event="mentor", op_id=True)
def end_offer(what: str) -> ResponseReturnValue:
    """Let a mentor offer something no more; what was asked goes on."""
    mentor, command = me(), read_form(Command)

    def act(mentor: Mentor, at: datetime) -> None:
        changing_offers.end_offer(mentoring.own_offer(mentor, what), at)

    said = _("It is not offered any more. What was asked already goes on.")
    return changed(command, "end_offer", act, said, url_for("mentor.offers"),
                   lambda wrong: _page(mentor, what, wrong), subject=what)  # fmt: skip
