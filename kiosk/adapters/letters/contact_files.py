"""The files of a pack: contact cards for an address book, a table for a spreadsheet."""

from typing import Any

from flask_babel import gettext

from kiosk.adapters import contact_file
from kiosk.adapters.contact_card import Card, write_cards
from kiosk.adapters.letters.writing import moment
from kiosk.domain.events import Event
from kiosk.domain.meetings import Met
from kiosk.domain.packs import PackContents, PackEntry

CONTACT_COLUMNS = (
    "name", "email", "phone", "organisation", "role", "course", "links", "cv", "met_at",
    "where", "note",
)  # fmt: skip


def web_address(url: str | None) -> str:
    """Return an address that a letter may link to, or nothing: it came in with a list."""
    return url if url and url.startswith(("https://", "http://")) else ""


def cards_of(contents: PackContents, event: Event) -> bytes:
    """Return one vCard file with everyone in a pack."""
    return write_cards([card_of(entry.met, event) for entry in contents.entries])


def card_of(met: Met, event: Event) -> Card:
    """Return the card of one person met: the printed name, and what they gave."""
    person, shared = met.person, met.shared
    return Card(
        full_name=person.name,
        # Phones show these two and not the full name: half a pair would lose the other half.
        given_name=(person.family_name and person.given_name) or "",
        family_name=(person.given_name and person.family_name) or "",
        organisation=person.organisation or "",
        title=person.role_line,
        email=str(shared.get("email", "")),
        phone=str(shared.get("phone", "")),
        urls=tuple(links_of(met)),
        cv=web_address(str(shared.get("cv", ""))),
        note=_where_met(met, event),
        uid=f"{met.meeting.public_id}-{person.public_id}",
    )


def _where_met(met: Met, event: Event) -> str:
    """Return what a card says months later: "Met at Fair, Tue 24 Nov, 10:12, stand 12"."""
    said = gettext("Met at %(fair)s", fair=event.name)
    stand = met.employer.stand if met.employer else ""
    at_stand = gettext("stand %(stand)s", stand=stand) if stand else ""
    return ", ".join(each for each in (said, moment(met.at, event), met.station, at_stand) if each)


def links_of(met: Met) -> list[str]:
    """Return the links somebody gave."""
    links = met.shared.get("links")
    return list(links) if isinstance(links, list) else []


def table_of(contents: PackContents, event: Event) -> bytes:
    """Return everyone in a pack as a table that Excel opens with the right letters."""
    rows = [_row(entry, event) for entry in contents.entries]
    return contact_file.write_contacts(rows, CONTACT_COLUMNS)


def _row(entry: PackEntry, event: Event) -> dict[str, Any]:
    person, shared = entry.met.person, entry.met.shared
    return {
        "name": person.name,
        "email": shared.get("email", ""),
        "phone": shared.get("phone", ""),
        "organisation": person.organisation or "",
        "role": "" if person.kind == "student" else person.role_line,
        "course": person.role_line if person.kind == "student" else "",
        "links": " ".join(links_of(entry.met)),
        "cv": web_address(str(shared.get("cv", ""))),
        "met_at": entry.met.at.astimezone(event.zone).strftime("%Y-%m-%d %H:%M"),
        "where": entry.met.station or "",
        "note": entry.note,
    }
