"""The letters: what each says is in templates/mail, what goes into it is gathered here.

The same records give the same bytes: dates come from `at`, ids from the key ring.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import (
    force_locale,
    format_date,
    format_datetime,
    format_time,
    get_babel,
    gettext,
)

from kiosk.adapters import code_picture, contact_file
from kiosk.adapters.contact_card import Card, write_cards
from kiosk.adapters.mail import Attachment, Letter, compose, message_id_for, parse_mail_from
from kiosk.domain import deliveries, keys, prompts
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.meetings import Met
from kiosk.domain.packs import PackContents, PackEntry, PackLetter

CONTACT_COLUMNS = (
    "name", "email", "phone", "organisation", "role", "course", "links", "cv", "met_at",
    "where", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """Who writes, and where people reach us: "Name <address>" and an origin."""

    mail_from: str
    public_url: str


def ticket_letter(
    attendee: Attendee,
    event: Event,
    own: dict[str, str],
    sender: Sender,
    *,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the confirmation: the ticket's QR, and the private link that links a phone."""
    code = own["ticket"]
    context = {
        "place": event.place,
        "ticket_code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "ticket_url": f"{sender.public_url}/ticket#{code}",
        "claim_url": f"{sender.public_url}/claim#{own['claim']}",
    }
    picture = Attachment("ticket.png", "image/png", code_picture.png(code), cid="ticket")
    return write_letter("ticket", attendee, event, context, (picture,), sender, at, edition)


def phone_letter(
    attendee: Attendee, event: Event, label: str, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the notice that a phone was linked, with the way to unlink it."""
    context = {"label": label, "me_url": f"{sender.public_url}/me"}
    return write_letter("phone_linked", attendee, event, context, (), sender, at, edition)


def phone_left_letter(
    attendee: Attendee, event: Event, label: str, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the notice that a phone speaks for somebody else now."""
    context = {"label": label, "me_url": f"{sender.public_url}/me"}
    return write_letter("phone_left", attendee, event, context, (), sender, at, edition)


def confirm_letter(
    attendee: Attendee,
    event: Event,
    asked: tuple[str, str],
    sender: Sender,
    *,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the question whether a third phone may speak: `asked` is the secret and who goes."""
    secret, leaves = asked
    context = {"claim_url": f"{sender.public_url}/claim#{secret}", "leaves": leaves}
    return write_letter("phone_confirm", attendee, event, context, (), sender, at, edition)


def pack_letter(
    contents: PackContents, event: Event, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the contact pack: everyone met, with a card file and a table attached."""
    language = language_of(contents.reader, event)
    with force_locale(language):
        erase_on = format_date(event.erase_on.astimezone(event.zone), "d MMMM yyyy")
        context = {
            "met": [_person(entry, event, language) for entry in contents.entries],
            "me_url": f"{sender.public_url}/me",
            "erase_on": erase_on,
        }
        attached = (
            Attachment("contacts.vcf", "text/vcard", cards_of(contents, event)),
            Attachment("contacts.csv", "text/csv", table_of(contents, event)),
        )
    return write_letter("pack", contents.reader, event, context, attached, sender, at, edition)


def write_letter(
    kind: str,
    reader: Attendee,
    event: Event,
    context: dict[str, Any],
    attached: tuple[Attachment, ...],
    sender: Sender,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return a letter whose words are in templates/mail/<kind>, in its reader's language."""
    domain = parse_mail_from(sender.mail_from)[1].rpartition("@")[2]
    key = keys.ring().digest("message-id")
    message_id = message_id_for(
        key, kind, event.public_id, reader.public_id, str(edition), domain=domain
    )
    language = language_of(reader, event)
    context |= {"first_name": reader.first_name, "language": language.replace("_", "-")}
    with force_locale(language):
        said = _say(kind, event, context, at)
    letter = Letter(
        to_name=reader.name,
        to_address=reader.email or "",
        sender=sender.mail_from,
        reply_to=event.contact_email,
        reply_to_name=event.contact_name or event.name,
        subject=" ".join(said["subject.txt"].split()),
        text=_without_gaps(said["body.txt"]),
        html=said["body.html"],
        attachments=attached,
        message_id=message_id,
        date=at,
        language=language.replace("_", "-"),
        unsubscribe_url=_way_out(kind, reader, edition, sender),
    )
    return PackLetter(compose(letter), message_id)


def _way_out(kind: str, reader: Attendee, edition: int, sender: Sender) -> str | None:
    """Return where one click stops letters of this kind: only over https (RFC 8058)."""
    if kind not in deliveries.OPTIONAL or not sender.public_url.startswith("https://"):
        return None
    token = deliveries.unsubscribe_token(reader.public_id, kind, edition)
    return f"{sender.public_url}/unsubscribe/{token}"


def language_of(reader: Attendee, event: Event) -> str:
    """Return the reader's language, else the event's, of those that letters are translated to."""
    offered = {"en", *map(str, get_babel().instance.list_translations())}
    for wanted in (reader.locale, event.locale):
        named = (wanted or "").replace("-", "_")
        found = [name for name in (named, named.partition("_")[0]) if name in offered]
        if found:
            return found[0]
    return "en"


def _without_gaps(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _say(kind: str, event: Event, context: dict[str, Any], at: datetime) -> dict[str, str]:
    context = {
        **context,
        "fair_name": event.name,
        "when": _span(event) if kind == "ticket" else moment(at, event),
        "contact_name": event.contact_name,
        "contact_email": event.contact_email,
    }
    parts = ("subject.txt", "body.txt", "body.html")
    return {part: render_template(f"mail/{kind}/{part}", **context) for part in parts}


def _span(event: Event) -> str:
    starts, ends = (at.astimezone(event.zone) for at in (event.starts_at, event.ends_at))
    day = format_date(starts, "EEEE d MMMM yyyy")
    times = [format_time(at, "HH:mm", rebase=False) for at in (starts, ends)]
    return f"{day}, {times[0]}–{times[1]}"


def moment(at: datetime, event: Event) -> str:
    """Return day and time at the fair: "Tue 24 Nov, 10:12"."""
    return str(format_datetime(at.astimezone(event.zone), "EEE d MMM, HH:mm", rebase=False))


def _person(entry: PackEntry, event: Event, language: str) -> dict[str, Any]:
    met, person = entry.met, entry.met.person
    employer = met.employer
    return {
        "first_name": person.first_name,
        "full_name": person.name,
        "kind": person.kind,
        "role_line": person.role_line,
        "organisation": person.organisation or "",
        "ask_me_about": person.ask_me_about or "",
        "stand": employer.stand if employer else "",
        "vacancies_url": _web_address(employer.vacancies_url if employer else ""),
        "when": moment(met.at, event),
        "where": met.station or "",
        "question": prompts.wording(met.meeting.event_id, met.meeting.prompt_id, language),
        "email": met.shared.get("email", ""),
        "phone": met.shared.get("phone", ""),
        "links": [link for link in _links(met) if _web_address(link)],
        "cv": _web_address(str(met.shared.get("cv", ""))),
        "note": entry.note,
        "topics": [gettext(topic) for topic in entry.topics],  # the fair's own are translated
        "vacancies": [(each.title, each.url) for each in entry.vacancies if _web_address(each.url)],
    }


def _web_address(url: str | None) -> str:
    """Return an address that a letter may link to, or nothing: it came in with a list."""
    return url if url and url.startswith(("https://", "http://")) else ""


def cards_of(contents: PackContents, event: Event) -> bytes:
    """Return one vCard file with everyone in a pack."""
    return write_cards([card_of(entry.met, event) for entry in contents.entries])


def card_of(met: Met, event: Event) -> Card:
    """Return the card of one person met: the printed name, and what they gave."""
    person, shared = met.person, met.shared
    where = f", {met.station}" if met.station else ""
    return Card(
        full_name=person.name,
        # Phones show these two and not the full name: half a pair would lose the other half.
        given_name=(person.family_name and person.given_name) or "",
        family_name=(person.given_name and person.family_name) or "",
        organisation=person.organisation or "",
        title=person.role_line,
        email=str(shared.get("email", "")),
        phone=str(shared.get("phone", "")),
        urls=tuple(_links(met)),
        cv=_web_address(str(shared.get("cv", ""))),
        note=f"{event.name}, {moment(met.at, event)}{where}",
        uid=f"{met.meeting.public_id}-{person.public_id}",
    )


def _links(met: Met) -> list[str]:
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
        "links": " ".join(_links(entry.met)),
        "cv": _web_address(str(shared.get("cv", ""))),
        "met_at": entry.met.at.astimezone(event.zone).strftime("%Y-%m-%d %H:%M"),
        "where": entry.met.station or "",
        "note": entry.note,
    }
