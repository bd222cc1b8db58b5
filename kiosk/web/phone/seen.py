"""Somebody met, as the reader may see them: values for the templates, only what was given."""

from dataclasses import dataclass

from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Met
from kiosk.web.language import _
from kiosk.web.phone.exchange import words_of
from kiosk.web.phone.face import lines_of
from kiosk.web.times import time_of


@dataclass(frozen=True)
class Contact:
    """One person met."""

    id: str
    kind: str
    first_name: str
    name: str
    lines: tuple[str, ...]
    ask_me_about: str
    when: str
    where: str
    way: str
    email: str
    phone: str
    links: tuple[str, ...]
    cv: str
    gave: str
    gave_state: str
    got_state: str
    is_minor_rule: bool
    vacancies_url: str
    employer: str


def seen(met: Met, event: EventFacts) -> Contact:
    """Return what the reader of a meeting may see of the other."""
    shared, person, employer = met.shared, met.person, met.employer
    links = shared.get("links")
    return Contact(
        id=met.meeting.public_id,
        kind=person.kind,
        first_name=person.first_name,
        name=person.name,
        lines=lines_of(person, employer),
        ask_me_about=person.ask_me_about or "",
        when=time_of(event, met.at),
        where=met.station or "",
        way=_way(met.meeting.way),
        email=str(shared.get("email", "")),
        phone=str(shared.get("phone", "")),
        links=tuple(filter(is_web, links)) if isinstance(links, list) else (),
        cv=_public(str(shared.get("cv", ""))),
        gave=words_of(met.gave.fields),
        gave_state=met.gave.state,
        got_state=met.got_state,
        is_minor_rule="minor" in {met.gave.act, met.got.act},
        vacancies_url=_public(employer.vacancies_url) if employer else "",
        employer=employer.name if employer else "",
    )


def _way(way: str) -> str:
    """Return through what two people met, where the place does not tell."""
    words = {
        "phone": _("a badge scanned"),
        "typed": _("a badge’s letters typed"),
        "stand": _("at the stand"),
        "named": _("added by name"),
    }
    return words.get(way, "")


def is_web(link: str) -> bool:
    """Whether an address may be linked to: lists and people write anything."""
    return link.startswith(("https://", "http://"))


def _public(link: str) -> str:
    return link if is_web(link) else ""
