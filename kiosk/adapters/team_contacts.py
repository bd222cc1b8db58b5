"""What an employer takes home: the people its team met, as a table and as contact cards.

Only what each gave to that recruiter, with the team's notes. Every row and every card says what it
is for and by when it is to be deleted, so that the words stay with a row that is copied elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import format_date, gettext

from kiosk.adapters import contact_file
from kiosk.adapters.contact_card import Card, write_cards
from kiosk.adapters.letters.contact_files import card_of
from kiosk.adapters.talk_words import step_words, topic_words
from kiosk.domain.events import Event
from kiosk.domain.notes import Talk

COLUMNS = (
    "name", "email", "phone", "organisation", "course", "level", "graduation_year", "links", "cv",
    "met_at", "where", "recruiter", "topics", "next_step", "rating", "follow_up", "note",
    "purpose", "delete_by",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What a file is for, by when it is to be deleted, and what its slugs are called."""

    purpose: str
    delete_by: str
    """A date, ISO 8601."""
    sentence: str
    """Both of them, for a card."""
    steps: Mapping[str, str]
    topics: Mapping[str, str]

    def topics_of(self, talk: Talk) -> str:
        """Return what was talked about, in words."""
        return ", ".join(self.topics.get(topic, topic) for topic in talk.jotting.topics)


def terms_of(event: Event, talks: Iterable[Talk]) -> Terms:
    """Return what a team's file is for and until when, in the language of the answer or letter."""
    day = event.erase_on.astimezone(event.zone).date()
    purpose = gettext("Only to follow up on talks at %(fair)s", fair=event.name)
    topics = {topic: topic_words(topic) for talk in talks for topic in talk.jotting.topics}
    return Terms(
        purpose=purpose,
        delete_by=day.isoformat(),
        sentence=gettext(
            "%(purpose)s. Delete this by %(date)s.", purpose=purpose, date=format_date(day, "long")
        ),
        steps=step_words(),
        topics=topics,
    )


def table(talks: Iterable[Talk], event: Event, terms: Terms) -> bytes:
    """Return the talks as a CSV that a spreadsheet opens and runs no formula of."""
    return contact_file.write_contacts([_row(talk, event, terms) for talk in talks], COLUMNS)


def _row(talk: Talk, event: Event, terms: Terms) -> dict[str, Any]:
    met, jotting = talk.met, talk.jotting
    return {
        **{name: met.shared.get(name, "") for name in ("email", "phone", "links", "cv")},
        "name": met.person.name,
        "organisation": "" if met.is_minor_rule else met.person.organisation or "",
        "course": talk.course,
        "level": talk.level,
        "graduation_year": talk.graduation_year,
        "met_at": met.at.astimezone(event.zone).strftime("%Y-%m-%d %H:%M"),
        "where": met.station or "",
        "recruiter": talk.recruiter.name,
        "topics": terms.topics_of(talk),
        "next_step": terms.steps.get(jotting.next_step, ""),
        "rating": talk.rating,
        "follow_up": jotting.follow_up,
        "note": jotting.words,
        "purpose": terms.purpose,
        "delete_by": terms.delete_by,
    }


def cards(talks: Iterable[Talk], event: Event, terms: Terms) -> bytes:
    """Return one file of contact cards, each with the team's note and the terms."""
    return write_cards([_card(talk, event, terms) for talk in talks])


def _card(talk: Talk, event: Event, terms: Terms) -> Card:
    card = card_of(talk.met, event)
    step = terms.steps.get(talk.jotting.next_step, "")
    told = (card.note, talk.recruiter.name, terms.topics_of(talk), step, talk.jotting.words)
    if talk.met.is_minor_rule:
        card = replace(card, organisation="", title="")
    return replace(card, note="\n".join(filter(None, (*told, terms.sentence))))
