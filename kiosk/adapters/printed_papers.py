"""What is printed beside badges, as `badges` wants it: slips, signs, tent cards, test pages.

A slip says only what the others gave, as its reader's own page does. A sign's code leads to the
fair's front page at the stand: no person is in it.
"""

from urllib.parse import urlsplit

from babel.dates import format_time
from flask_babel import force_locale, get_locale, gettext

import badges
from badges import Face, Page, Proof, Sign, Slip, Stock, Tent
from kiosk.adapters.badge_face import ask_lines, face_of
from kiosk.domain import events, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event

PAPERS: dict[str, Stock] = badges.STOCKS | badges.PAPERS
"""Everything a printer may hold, by name."""


def slip_pages(attendee: Attendee, stock: Stock) -> list[Page]:
    """Return the list of whom a person met, on a roll or on as many labels as it takes."""
    event = events.get(attendee.event_id)
    with force_locale((attendee.locale or event.locale).replace("-", "_")):
        met = tuple(_met(each, event) for each in meetings.ledger_of(attendee))
        slip = Slip(
            title=gettext("People you met"),
            fair=event.name,
            met=met,
            closing=gettext("Your contact pack comes by mail after the fair."),
            page_label=gettext("{page} of {pages}"),
            locale=attendee.locale or event.locale,
        )
    return badges.draw_slip(slip, stock)


def _met(each: meetings.Met, event: Event) -> badges.Met:
    person = each.person
    shared = each.shared
    given = tuple(str(shared[name]) for name in ("email", "phone") if name in shared)
    time = format_time(each.at.astimezone(event.zone), "HH:mm", locale=get_locale())
    owner = each.employer.name if each.employer else person.organisation or ""
    return badges.Met(
        full_name=person.name,
        first_name=person.first_name,
        organisation=owner,
        given=given,
        when=f"{time}, {each.station}" if each.station else time,
    )


def sign_page(employer: Employer, stock: Stock, *, public_url: str) -> Page:
    """Return the sign of a stand: its name, its number, and a code that leads to the fair."""
    event = events.get(employer.event_id)
    with force_locale(event.locale.replace("-", "_")):
        sign = Sign(
            employer=employer.name,
            stand=gettext("Stand %(stand)s", stand=employer.stand) if employer.stand else "",
            line=event.name,
            code_url=public_url.upper(),
            domain=urlsplit(public_url).netloc,
            scan_label=gettext("Scan to see who is here"),
            locale=event.locale,
        )
    return badges.draw_sign(sign, stock)


def tent_page(attendee: Attendee, code: str, stock: Stock, *, public_url: str) -> Page:
    """Return a mentor's tent card: the words of their badge, large, on both sides."""
    face = face_of(attendee, code, public_url=public_url)
    return badges.draw_tent(_tent(face, ask_lines(attendee)), stock)


def _tent(face: Face, offers: tuple[str, ...]) -> Tent:
    return Tent(
        first_name=face.first_name,
        full_name=face.full_name,
        kind_label=face.kind_label,
        role_line=face.role_line,
        organisation=face.organisation,
        code_url=face.code_url,
        domain=face.domain,
        offers=offers,
        offers_label=face.ask_label,
        scan_label=face.scan_label,
        locale=face.locale,
    )


def proof_page(printer: str, event_id: int, stock: Stock) -> Page:
    """Return the test page of a printer on its stock."""
    event = events.get(event_id)
    with force_locale(event.locale.replace("-", "_")):
        label = gettext("Measure this: {across} mm across, {down} mm down")
    return badges.draw_proof(Proof(printer, label, event.locale), stock)
