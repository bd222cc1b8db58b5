"""The team's talks as values for a page: only what each person gave to that recruiter."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.adapters.talk_words import step_words, topic_words, topics_in_words
from kiosk.domain.events import EventFacts
from kiosk.domain.notes import Talk, Wanted
from kiosk.web.language import _
from kiosk.web.times import date_of, time_of


@dataclass(frozen=True)
class Line:
    """One talk, as the team reads it."""

    name: str
    kind: str
    about: str
    recruiter: str
    when: str
    email: str
    phone: str
    links: tuple[str, ...]
    topics: tuple[str, ...]
    step: str
    rating: str
    note: str


@dataclass(frozen=True)
class Choice:
    """One thing the list can be narrowed by: its field, its label, and what may be chosen."""

    field: str
    label: str
    chosen: str
    options: list[tuple[str, str]]


def lines(talks: Iterable[Talk], event: EventFacts) -> list[Line]:
    """Return talks as a page lists them."""
    steps = step_words()
    return [_line(talk, event, steps) for talk in talks]


def _line(talk: Talk, event: EventFacts, steps: dict[str, str]) -> Line:
    met, shared, year = talk.met, talk.met.shared, talk.graduation_year
    graduates = _("graduates %(year)s", year=year) if year else ""
    links, cv = shared.get("links"), shared.get("cv")
    addresses = [*(links if isinstance(links, list) else []), *([str(cv)] if cv else [])]
    return Line(
        name=met.person.name,
        kind=met.person.kind,
        about=" · ".join(filter(None, (talk.course, talk.level, graduates))),
        recruiter=talk.recruiter.name,
        when=f"{date_of(event, met.at)}, {time_of(event, met.at)}",
        email=str(shared.get("email", "")),
        phone=str(shared.get("phone", "")),
        links=tuple(each for each in addresses if each.startswith(("https://", "http://"))),
        topics=topics_in_words(talk.jotting.topics),
        step=steps.get(talk.jotting.next_step, ""),
        rating=talk.rating,
        note=talk.jotting.words,
    )


def choices(talks: list[Talk], wanted: Wanted) -> list[Choice]:
    """Return what the list can be narrowed by: only what stands in it, and more than once."""
    team = {talk.recruiter.public_id: talk.recruiter.name for talk in talks}
    topics = {topic: topic_words(topic) for talk in talks for topic in talk.jotting.topics}
    offered = (
        ("course", _("Course"), _each(talk.course for talk in talks)),
        ("level", _("Level"), _each(talk.level for talk in talks)),
        ("graduation_year", _("Graduates"), _each(talk.graduation_year for talk in talks)),
        ("topic", _("Topic"), sorted(topics.items(), key=lambda pair: pair[1])),
        ("rating", _("Rating"), _each(talk.rating for talk in talks)),
        ("recruiter", _("Recruiter"), sorted(team.items(), key=lambda pair: pair[1])),
    )
    return [
        Choice(field, label, getattr(wanted, field), options)
        for field, label, options in offered
        if options
    ]


def _each(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted({value for value in values if value})]
