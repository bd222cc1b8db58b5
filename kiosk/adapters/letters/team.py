"""What a recruiter's letter says of the talks of their team, and the team's files beside it.

Each file names its purpose and its deletion date; nobody else's letter has any of it.
"""

from typing import Any

from kiosk.adapters import team_contacts
from kiosk.adapters.mail import Attachment
from kiosk.adapters.talk_words import step_words, topics_in_words
from kiosk.domain.events import Event
from kiosk.domain.notes import Talk
from kiosk.domain.packs import PackContents

SHOWN = 40
"""How many of the others' talks a letter tells; all are in the files and on the page."""


def team_context(contents: PackContents) -> dict[str, Any]:
    """Return the colleagues' talks, grouped by recruiter, and how many more there are."""
    groups: list[dict[str, Any]] = []
    room = SHOWN
    others = contents.team.others(contents.reader) if contents.team else []
    for recruiter, talks in others:
        if room <= 0:
            break
        groups.append({"recruiter": recruiter.name, "talks": [_line(t) for t in talks[:room]]})
        room -= len(talks)
    all_of_them = sum(len(talks) for _recruiter, talks in others)
    return {"team": groups, "team_more": max(0, all_of_them - SHOWN)}


def _line(talk: Talk) -> dict[str, str]:
    jotting, shared = talk.jotting, talk.met.shared
    told = (
        talk.course,
        str(shared.get("email", "")),
        str(shared.get("phone", "")),
        ", ".join(topics_in_words(jotting.topics)),
        step_words().get(jotting.next_step, ""),
    )
    return {
        "name": talk.met.person.name,
        "about": " · ".join(filter(None, told)),
        "note": jotting.words,
    }


def team_files(contents: PackContents, event: Event) -> tuple[Attachment, ...]:
    """Return the team's table and cards; none for somebody whose team met nobody."""
    if contents.team is None or not contents.team.talks:
        return ()
    talks = contents.team.talks
    terms = team_contacts.terms_of(event, talks)
    return (
        Attachment("team.csv", "text/csv", team_contacts.table(talks, event, terms)),
        Attachment("team.vcf", "text/vcard", team_contacts.cards(talks, event, terms)),
    )
