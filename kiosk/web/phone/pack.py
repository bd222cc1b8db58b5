"""My pack on my own page: everyone I met with what they gave, and files for the address book.

It renders from the rows, so that what was taken back since is not in it.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from kiosk.adapters.contact_card import Card, write_cards
from kiosk.adapters.contact_file import write_contacts
from kiosk.domain import packs
from kiosk.domain.packs import PackEntry
from kiosk.errors import NotKnown
from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.seen import seen
from kiosk.web.phone.speaker import Speaker, speaking
from kiosk.web.times import day_of

COLUMNS = ("name", "organisation", "role", "email", "phone", "links", "met_at", "note")


def _frozen() -> tuple[Speaker, tuple[PackEntry, ...]]:
    """Return who reads and the entries of their pack.

    Raises:
        NotKnown: packs of this fair are not made yet.
    """
    speaker = speaking()
    if not packs.is_frozen(speaker.phone.event.id):
        raise NotKnown("no_pack_yet", "Your pack is made after the fair closes. Come back then.")
    return speaker, packs.contents_of(speaker.person).entries


@bp.get("/me/pack")
@access("phone", event="phone")
def pack() -> ResponseReturnValue:
    """Show an attendee everyone they met, as their letter does."""
    speaker, entries = _frozen()
    event = speaker.phone.event
    return render_template(
        "phone/pack.html",
        fair=event,
        day=day_of(event, event.starts_at),
        contacts=[(seen(entry.met, event), entry.note) for entry in entries],
    )


@bp.get("/me/contacts.vcf")
@access("phone", event="phone")
def contact_cards() -> ResponseReturnValue:
    """Give an attendee one file that their address book reads."""
    _speaker, entries = _frozen()
    return _file(write_cards(map(_card, entries)), "text/vcard; charset=utf-8", "contacts.vcf")


@bp.get("/me/contacts.csv")
@access("phone", event="phone")
def contact_sheet() -> ResponseReturnValue:
    """Give an attendee one file that a spreadsheet opens."""
    speaker, entries = _frozen()
    zone = ZoneInfo(speaker.phone.event.timezone)
    rows = [_row(entry, zone) for entry in entries]
    return _file(write_contacts(rows, COLUMNS), "text/csv; charset=utf-8", "contacts.csv")


def _card(entry: PackEntry) -> Card:
    person, shared = entry.met.person, entry.met.shared
    links = shared.get("links")
    return Card(
        full_name=person.name,
        given_name=person.given_name or "",
        family_name=person.family_name or "",
        organisation=person.organisation or "",
        title=person.role_line,
        email=str(shared.get("email", "")),
        phone=str(shared.get("phone", "")),
        urls=tuple(links) if isinstance(links, list) else (),
        note=entry.note,
    )


def _row(entry: PackEntry, zone: ZoneInfo) -> Mapping[str, object]:
    person = entry.met.person
    return {
        "name": person.name,
        "organisation": person.organisation,
        "role": person.role_line,
        **{name: entry.met.shared.get(name) for name in ("email", "phone", "links")},
        "met_at": entry.met.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "note": entry.note,
    }


def _file(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
