"""My own page: who I am here, whom I met, what I share, my phones, my language."""

from datetime import datetime

from babel import Locale
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.adapters.badge_picture import picture_of, size_of
from kiosk.domain import attendees, codes, meetings, mentoring, packs, phones, print_jobs
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, NotKnown
from kiosk.web.forms import Command, Form, Line, once, read_form, settled
from kiosk.web.identity import access, clear_cookie, phone_keys, set_cookie, the_phone
from kiosk.web.language import _, available, prefer
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import options, words_of
from kiosk.web.phone.face import face_of
from kiosk.web.phone.ledger import SHORT, ledger_rows
from kiosk.web.phone.nudges import nudges
from kiosk.web.phone.on_paper import list_offer
from kiosk.web.phone.phone_words import named
from kiosk.web.phone.remembered import questions_to
from kiosk.web.phone.speaker import linked, speaking
from kiosk.web.slip_words import where_it_comes_out


class Unlink(Command):
    """Let a phone speak for me no longer."""


class Language(Command):
    """The language that I read."""

    locale: Line


class Fair(Form):
    """Another fair that this phone is linked at."""

    fair: Line


@bp.get("/me")
@access("phone", event="phone")
def me() -> ResponseReturnValue:
    """Show an attendee their own page."""
    speaker, at = speaking(), clock.now()
    person, event = speaker.person, speaker.phone.event
    code = _badge_code(person)
    ledger = meetings.ledger_of(person)
    rows = ledger_rows(person, event, ledger)
    only_marked = request.args.get("show") == "marked"
    return render_template(
        "phone/me.html",
        fair=event,
        face=face_of(person),
        letters=code[-codes.SUFFIX :],
        badge_size=size_of(person, code, public_url=_public_url()) if code else None,
        rows=[row for row in rows if row.is_marked or not only_marked],
        only_marked=only_marked,
        met=len(rows),
        marked=sum(row.is_marked for row in rows),
        may_search=len(rows) > SHORT,
        questions=questions_to(person, event, at),
        gives=options(person, sharing.standing(person, "attendees")),
        is_over=event.is_over(at),
        kept_away=meetings.blocked_by(person),
        is_minor=person.is_minor(event, at),
        standing=_standing(person),
        phones=phones.of_attendee(person.id, at),
        this_phone=speaker.phone.public_id,
        has_pack=packs.is_frozen(event.id) and bool(rows),
        languages=[(each, Locale.parse(each).get_display_name()) for each in available()],
        fairs=[phone.event for phone in linked() if phone.event.id != event.id],
        label=named,
        nudges=nudges(speaker, ledger, at),
        paper=list_offer(person, event, at),
        may_ask=person.kind in mentoring.ASKERS and mentoring.has_mentors(event.id),
        mentors=person.kind not in mentoring.ASKERS and mentoring.of_attendee(person.id),
        paper_at=where_it_comes_out(event.id, print_jobs.latest_of(person.id, "slip")),
    )


def _badge_code(person: Attendee) -> str:
    try:
        return codes.code_of("badge", person)
    except NotKnown:
        return ""


def _standing(person: Attendee) -> list[tuple[str, str]]:
    """Return what each class of people gets; one line when it is the same for all."""
    names = {
        "attendees": _("Students and guests get"),
        "employers": _("Employers get"),
        "mentors": _("Mentors get"),
    }
    chosen = [(names[a], words_of(sharing.standing(person, a))) for a in sharing.AUDIENCES]
    same = len({words for _name, words in chosen}) == 1
    return [(_("Everybody you meet gets"), chosen[0][1])] if same else chosen


@bp.get("/me/badge.png")
@access("phone", event="phone")
def badge_picture() -> ResponseReturnValue:
    """Show an attendee their own badge as it is printed."""
    person = speaking().person
    code = codes.code_of("badge", person)
    picture = picture_of(person, code, public_url=_public_url())
    if picture is None:
        raise NotKnown
    return picture, 200, {"Content-Type": "image/png"}


def _public_url() -> str:
    return str(current_app.config["KIOSK"].public_url)


@bp.post("/me/fair")
@access("phone", event="phone", because="changes which of this browser's own people speaks first")
def choose_fair() -> ResponseReturnValue:
    """Turn to another fair at which this phone is linked."""
    wanted = read_form(Fair).fair
    chosen = next((phone for phone in linked() if phone.event.slug == wanted), None)
    if chosen is None:
        raise NotKnown
    answer = redirect(url_for("phone.me"), 303)
    order = sorted(phone_keys(), key=lambda key: not _speaks_for(key, chosen.id))
    set_cookie(answer, "phone", ".".join(order), days=_days(chosen.event.ends_at))
    return answer


def _speaks_for(key: str, phone_id: int) -> bool:
    phone = phones.by_key(key, clock.now())
    return phone is not None and phone.id == phone_id


def _days(ends_at: datetime) -> int:
    return max((ends_at - clock.now()).days, 0) + phones.LIVES_AFTER.days + 1


@bp.post("/me/phones/<public_id>/unlink")
@access("phone", event="phone", op_id=True)
def unlink_phone(public_id: str) -> ResponseReturnValue:
    """Unlink one of an attendee's own phones, this one or another."""
    command, phone = read_form(Unlink), the_phone()

    def unlink(at: datetime) -> Outcome:
        phones.revoke(phone.attendee_id, public_id, at)
        return Outcome(200, "unlinked", {"phone": public_id})

    name = f"unlink {public_id}"
    settled(once(command, name, unlink, event_id=phone.event.id, asker=phone.asker))
    if public_id != phone.public_id:
        flash(_("That phone is unlinked."))
        return redirect(url_for("phone.me"), 303)
    answer = redirect(url_for("phone.me"), 303)  # where a phone forgets what it kept
    rest = [key for key in phone_keys() if key and not _speaks_for(key, phone.id)]
    live = [key for key in rest if phones.by_key(key, clock.now())]
    if live:
        set_cookie(answer, "phone", ".".join(live), days=_days(phone.event.ends_at))
    else:
        clear_cookie(answer, "phone")
    flash(_("This phone is unlinked. Your private link links it again."))
    return answer


@bp.post("/me/language")
@access("phone", event="phone", op_id=True)
def choose_language() -> ResponseReturnValue:
    """Set the language of an attendee's own pages and letters."""
    command, phone = read_form(Language), the_phone()
    if command.locale not in available():
        raise Invalid({"locale": _("Choose one of the languages that are shown.")})

    def choose(at: datetime) -> Outcome:
        person = attendees.get(phone.attendee_id)
        attendees.correct(person, {"locale": command.locale}, origin="person", at=at)
        return Outcome(200, "language_chosen", {})

    settled(once(command, "choose_language", choose, event_id=phone.event.id, asker=phone.asker))
    prefer(command.locale)
    return redirect(url_for("phone.me"), 303)
