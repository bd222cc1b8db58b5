"""Somebody met, as the reader may see them: values for the templates, only what was given."""

from dataclasses import dataclass

from kiosk.adapters.talk_words import topics_in_words
from kiosk.domain import employers, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Vacancy
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
    topics: tuple[str, ...]
    """What a recruiter ticked that they talked about: both see it."""
    vacancies: tuple[tuple[str, str], ...]
    """Titles and addresses."""
    card: str
    """The employer in its own words."""
    has_logo: bool


@dataclass(frozen=True)
class Told:
    """What talks left behind for both, and what the employers of a fair show; read once a page."""

    topics: dict[int, list[str]]
    vacancies: dict[int, list[Vacancy]]
    logos: set[int]


def told_to(reader: Attendee) -> Told:
    """Return what a reader's contacts show beside what each gave."""
    return Told(
        notes.topics_by_meeting(reader),
        employers.vacancies_by_employer(reader.event_id),
        employers.with_logo(reader.event_id),
    )


def seen(met: Met, event: EventFacts, told: Told) -> Contact:
    """Return what the reader of a meeting may see of the other."""
    shared, person, employer = met.shared, met.person, met.employer
    vacancies = told.vacancies.get(employer.id, []) if employer else []
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
        topics=topics_in_words(told.topics.get(met.meeting.id, ())),
        vacancies=tuple((each.title, each.url) for each in vacancies if is_web(each.url)),
        card=employer.text if employer else "",
        has_logo=employer is not None and employer.id in told.logos,
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
