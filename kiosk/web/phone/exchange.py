"""What two people would give each other: shown before anything is given, and given as shown.

The form carries the fields that the page showed, so that a choice changed meanwhile on another
phone never gives more (or less) than what was read.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain import meetings
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Share
from kiosk.errors import Invalid
from kiosk.web.given import field_words
from kiosk.web.language import _


@dataclass(frozen=True)
class Option:
    """One way to share that somebody may pick: the field names joined, its words, what it gives."""

    value: str
    words: str
    gives: str
    is_chosen: bool


@dataclass(frozen=True)
class Exchange:
    """What the page shows: why nothing is given ("" when something may be), and what is."""

    nothing_because: str
    got: str
    options: tuple[Option, ...]


def words_of(fields: list[str] | tuple[str, ...]) -> str:
    """Return field names as people read them: "name, email"."""
    words = field_words()
    return ", ".join(words[name] for name in fields)


def exchange(me: Attendee, them: Attendee, event: EventFacts, at: datetime) -> Exchange:
    """Return what these two would give each other if they met now, one of them scanning."""
    given = sharing.gives(me, them, event=event, at=at)
    got = sharing.gives(them, me, event=event, at=at)
    if meetings.kept_apart(event.id, (me.id, them.id)).withholds(me.id, them.id):
        got = got and ["name"]  # what is promised here would not be given
    before = meetings.between(event.id, me.id, them.id)
    shares = {share.giver_id: share for share in meetings.shares_of(before)} if before else {}
    if given is None or got is None:
        why = _("Nothing is handed over here: people under 18 share nothing. "
                "The organiser can pass a message on.")  # fmt: skip
        return Exchange(why, "", ())
    if event.is_over(at):
        why = _("The fair is over, so this hands nothing over. It asks, and each of you can still "
                "say yes on your own page.")  # fmt: skip
        return Exchange(why, "", ())
    given, got = _risen(shares.get(me.id), given), _risen(shares.get(them.id), got)
    return Exchange("", held(them, got), options(me, given, _is_settled(shares.get(me.id))))


def _risen(before: Share | None, fields: list[str]) -> list[str]:
    """Return what somebody has after meeting again: more, never less, nothing once refused."""
    if before is None:
        return fields
    return ["name"] if _is_settled(before) else sharing.in_order([*before.fields, *fields])


def _is_settled(before: Share | None) -> bool:
    return before is not None and before.state in {"declined", "withdrawn"}


def held(person: Attendee, fields: list[str]) -> str:
    """Return in words what somebody gives by these fields."""
    # A field that somebody lets others have, but never filled in, is not promised.
    return words_of([name for name in fields if name == "name" or getattr(person, name, None)])


def options(giver: Attendee, chosen: list[str], is_settled: bool = False) -> tuple[Option, ...]:
    """Return the ways to share, the one that stands first when it is none of the usual ones.

    Who has a CV may give it along. What was taken back or declined before is given again on that
    person's page, not by a tap.
    """
    words = {
        "name": _("Name"),
        "name_email": _("Name and email"),
        "email_phone": _("Email and phone"),
    }
    offered = [(list(fields), words[preset]) for preset, fields in sharing.PRESETS.items()]
    if giver.cv:
        offered.append((["name", "email", "cv"], _("Email and CV")))
    if chosen not in [fields for fields, _words in offered]:
        offered.insert(0, (chosen, words_of(chosen)))
    if is_settled:
        offered = offered[:1]
    return tuple(
        Option(",".join(fields), text, held(giver, fields), fields == chosen)
        for fields, text in offered
    )


def fields_in(value: str) -> tuple[str, ...]:
    """Return the fields that a form's option names; none named gives the name alone.

    Raises:
        Invalid: not one of ours.
    """
    fields = tuple(filter(None, value.split(",")))
    if set(fields) - set(sharing.FIELDS):
        raise Invalid({"gives": _("Choose one of the ways to share that are shown.")})
    return fields or ("name",)
