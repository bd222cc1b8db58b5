"""How a letter is written: its words from templates/mail/<kind>, in its reader's language.

The same records give the same bytes: dates come from `at`, ids from the key ring.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template
from flask_babel import (
    force_locale,
    format_date,
    format_datetime,
    format_time,
    get_babel,
    get_locale,
)

from kiosk.adapters.mail import (
    Attachment,
    Letter,
    compose,
    message_id_for,
    parse_mail_from,
    without_controls,
)
from kiosk.domain import deliveries, keys
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.packs import PackLetter


@dataclass(frozen=True)
class Sender:
    """Who writes, and where people reach us: "Name <address>" and an origin."""

    mail_from: str
    public_url: str


def _greeted(reader: Attendee) -> str:
    """Return the name in "Hello, A. J.", which has one full stop."""
    return reader.first_name.rstrip(".") or reader.name


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
    """Return a letter whose words are in templates/mail/<kind>, in its reader's language.

    One that people may do without names its way out, unless `context` says so itself.

    Raises:
        HeaderRefused: the reader's address is none that a letter can go to.
    """
    language = language_of(reader, event)
    if "unsubscribe_url" not in context:
        context["unsubscribe_url"] = way_out(kind, reader, edition, sender)
    context |= {"first_name": _greeted(reader), "language": language.replace("_", "-")}
    with force_locale(language):
        said = _say(kind, event, context, at)
    letter = Letter(
        to_name=without_controls(reader.name),
        to_address=reader.email or "",
        sender=sender.mail_from,
        reply_to=event.contact_email,
        reply_to_name=event.contact_name or event.name,
        subject=without_controls(said["subject.txt"]),
        text=_without_gaps(said["body.txt"]),
        html=said["body.html"],
        attachments=attached,
        message_id=_message_id(kind, reader, event, edition, sender),
        date=at,
        language=language.replace("_", "-"),
        unsubscribe_url=_one_click(context["unsubscribe_url"]),
    )
    return PackLetter(compose(letter), letter.message_id)


def _message_id(kind: str, reader: Attendee, event: Event, edition: int, sender: Sender) -> str:
    key = keys.ring().digest("message-id")
    domain = parse_mail_from(sender.mail_from)[1].rpartition("@")[2]
    whose = (event.public_id, reader.public_id)
    return message_id_for(key, kind, *whose, str(edition), domain=domain)


def way_out(kind: str, reader: Attendee, edition: int, sender: Sender) -> str:
    """Return where letters of this kind are stopped; empty for those that are not optional."""
    if kind not in deliveries.OPTIONAL:
        return ""
    token = deliveries.unsubscribe_token(reader.public_id, kind, edition)
    return f"{sender.public_url}/unsubscribe/{token}"


def _one_click(url: str) -> str | None:
    """Return a way out that mail programs may press themselves: only over https (RFC 8058)."""
    return url if url.startswith("https://") else None


def language_of(reader: Attendee, event: Event) -> str:
    """Return the reader's language, else the event's, of those that letters are translated to."""
    known = current_app.extensions.setdefault("kiosk_letter_languages", {})
    if not known:  # the folders of translations are looked into once
        known["offered"] = {"en", *map(str, get_babel().instance.list_translations())}
    for wanted in (reader.locale, event.locale):
        named = (wanted or "").replace("-", "_")
        found = [name for name in (named, named.partition("_")[0]) if name in known["offered"]]
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
    return _moment(at, event.timezone, str(get_locale()))


@lru_cache(maxsize=4096)
def _moment(at: datetime, timezone: str, _language: str) -> str:
    local = at.astimezone(ZoneInfo(timezone))
    return str(format_datetime(local, "EEE d MMM, HH:mm", rebase=False))
