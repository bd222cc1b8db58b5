"""The contact pack: everyone met, a draft thank-you for each, the files, a reminder."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask_babel import force_locale, format_date, gettext
from markupsafe import escape

from kiosk.adapters.calendar_entry import Reminder, write_reminder
from kiosk.adapters.letters.contact_files import cards_of, links_of, table_of, web_address
from kiosk.adapters.letters.team import team_context, team_files
from kiosk.adapters.letters.thank_you import LONGEST_URL, draft
from kiosk.adapters.letters.writing import Sender, language_of, moment, write_letter
from kiosk.adapters.mail import Attachment
from kiosk.adapters.mentoring_words import asked_for
from kiosk.adapters.talk_words import topics_in_words
from kiosk.domain import prompts
from kiosk.domain.events import Event
from kiosk.domain.packs import PackContents, PackEntry, PackLetter

ROOM, CARD = 94_000, 800
"""Bytes that people's cards may take in all, and one without its words: Gmail cuts at 102 kB."""
FEW, SHORT_URL = 20, 560
"""Beyond a few people, cards and drafts are plainer and shorter so that sixty of them fit."""
REMINDED = time(10)
REACH = {"email", "phone", "links", "cv"}


def pack_letter(
    contents: PackContents,
    event: Event,
    sender: Sender,
    *,
    at: datetime,
    edition: int,
    pack_url: str = "",
    unsubscribe_url: str = "",
) -> PackLetter:
    """Return the contact pack: everyone met, with card file, table and reminder attached.

    A preview has neither the private link of its page nor a way out of letters.
    """
    language = language_of(contents.reader, event)
    with force_locale(language):
        context = _context(contents, event, pack_url or f"{sender.public_url}/me")
        attached: tuple[Attachment, ...] = (
            Attachment("contacts.vcf", "text/vcard", cards_of(contents, event)),
            Attachment("contacts.csv", "text/csv", table_of(contents, event)),
            Attachment("reminder.ics", "text/calendar; method=PUBLISH",
                       reminder_of(contents, event, sender, at=at)),
        ) if contents.entries else ()  # fmt: skip
        attached += team_files(contents, event)
    context |= {"edition": edition, "unsubscribe_url": unsubscribe_url}
    return write_letter("pack", contents.reader, event, context, attached, sender, at, edition)


def reminder_of(contents: PackContents, event: Event, sender: Sender, *, at: datetime) -> bytes:
    """Return a calendar entry for the morning after: to write to the people one met.

    In the language of the answer or letter. The same reader and edition give the same UID.
    """
    base = at if event.never_closes else max(at, event.ends_at)
    day = base.astimezone(event.zone).date() + timedelta(days=1)
    reminder = Reminder(
        gettext("Write to the people you met at %(fair)s", fair=event.name),
        gettext("A short note is enough: one thing you remember, and thank you. "
                "Your contact pack is in your mail."),
        datetime.combine(day, REMINDED, event.zone),
    )  # fmt: skip
    domain = f"pack-{contents.edition}.{urlsplit(sender.public_url).hostname or 'localhost'}"
    return write_reminder(reminder, contents.reader.public_id, domain, at)


def _context(contents: PackContents, event: Event, pack_url: str) -> dict[str, Any]:
    met = contents.entries
    people = _fitting(_people(contents, event, pack_url))
    return {
        "count": len(met),
        "groups": _grouped(people),
        "more": len(met) - len(people),
        "is_long": len(met) > FEW,
        "pack_url": pack_url,
        **team_context(contents),
        "erase_on": format_date(event.erase_on.astimezone(event.zone), "d MMMM yyyy"),
        # In full: two people may share an address, and even a first name.
        "reader": contents.reader.name,
    }


def _fitting(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many as a letter has room for, by their words as a page holds them."""
    shown: list[dict[str, Any]] = []
    room = ROOM
    for person in people:
        room -= CARD + sum(len(escape(value).encode()) for value in person.values())
        if shown and room < 0:
            break
        shown.append(person)
    return shown


def _grouped(people: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return people under headings; where one would stand over everybody, there is none."""
    news = [person for person in people if person["is_new"]]
    if len(news) in {0, len(people)}:
        return [("", people)]
    known = [person for person in people if not person["is_new"]]
    return [(gettext("New to you"), news), (gettext("Closer to home"), known)]


def _people(contents: PackContents, event: Event, pack_url: str) -> Iterator[dict[str, Any]]:
    language = language_of(contents.reader, event)
    longest = LONGEST_URL if len(contents.entries) <= FEW else SHORT_URL
    for entry in contents.entries:
        yield _person(entry, event, language) | {
            "draft": draft(entry, contents.reader, event, longest),
            "page_url": f"{pack_url}.{entry.met.meeting.public_id}"
            if "#" in pack_url
            else pack_url,
            "offers": _offers(entry, pack_url),
        }


def _offers(entry: PackEntry, pack_url: str) -> list[tuple[str, str]]:
    """Return what a mentor offers: the words, and the link that asks for it, one each."""
    if entry.offered is None:
        return []
    whose = f".mentor.{entry.offered.mentor.public_id}"
    return [
        (gettext("Ask: %(offer)s", offer=asked_for(offer)),
         f"{pack_url}{whose}.{offer.public_id}" if "#" in pack_url else pack_url)
        for offer in entry.offered.offers
    ]  # fmt: skip


@lru_cache(maxsize=64)
def _words(_language: str) -> dict[str, str]:
    """What is said of everybody met, and kinds by shape and word as on the badge."""
    return {
        "student": f"● {gettext('Student')}",
        "employer": f"■ {gettext('Employer')}",
        "mentor": f"○ {gettext('Mentor')}",
        "staff": f"▲ {gettext('Staff')}",
        "guest": f"◇ {gettext('Guest')}",
        "stand_at": gettext("stand %(stand)s"),
        "write": gettext("Write to %(name)s"),
        "name_only": gettext("You have %(name)s’s name. Say hello when you meet again."),
    }


def _person(entry: PackEntry, event: Event, language: str) -> dict[str, Any]:
    met, person = entry.met, entry.met.person
    employer, shared, name = met.employer, met.shared, person.first_name
    links = [link for link in links_of(met) if web_address(link)] if "links" in shared else []
    words = _words(language)
    stand = words["stand_at"] % {"stand": employer.stand} if employer and employer.stand else ""
    return {
        "first_name": name,
        "kind_words": words[person.kind],
        "write_words": words["write"] % {"name": name},
        "name_only": "" if shared.keys() & REACH else words["name_only"] % {"name": name},
        "full_name": person.name,
        "lines": [each for each in (person.role_line, person.organisation, stand) if each],
        "organisation": person.organisation or "",
        "ask_me_about": person.ask_me_about or "",
        "vacancies_url": web_address(employer.vacancies_url if employer else ""),
        "when": moment(met.at, event),
        "where": met.station or "",
        "question": prompts.wording(met.meeting.event_id, met.meeting.prompt_id, language),
        "email": shared.get("email", ""),
        "phone": shared.get("phone", ""),
        "links": links,
        "cv": web_address(str(shared.get("cv", ""))),
        "note": entry.note,
        "is_new": entry.is_new,
        "topics": topics_in_words(entry.topics),
        "vacancies": [(each.title, each.url) for each in entry.vacancies if web_address(each.url)],
    }
