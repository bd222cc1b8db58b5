"""What campus cards look like: several patterns, each tried on a card before it is saved.

A pattern is a regular expression whose one group is the student number. Trying writes nothing and
works on what is typed, saved or not; the card is read by a hand scanner into the field, or typed.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field, StringConstraints

from kiosk.domain import attendees, events
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Form, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _

MOST = 10
_BLANK = {"name": "", "pattern": ""}
Pattern = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class Trial(Form):
    """Patterns as they are typed, and what a card reads as."""

    name: tuple[Line, ...] = ()
    pattern: tuple[Pattern, ...] = ()
    sample: Annotated[str, Field(max_length=1000)] = ""


class Cards(Command):
    """The patterns of a fair, in their order."""

    name: tuple[Line, ...] = ()
    pattern: tuple[Pattern, ...] = ()


@dataclass(frozen=True)
class Tried:
    """What a card reads as: by each pattern its number or None, and whose it is."""

    sample: str
    numbers: list[tuple[str, str | None]]
    person: Attendee | None


@bp.get("/<slug>/cards")
@access("organiser", event="staff")
def cards_page(slug: str) -> ResponseReturnValue:
    """Show the organiser what campus cards look like, and let them try one."""
    event = this_event(slug)
    return _page(event, event.card_patterns)


def _page(
    event: Event,
    rows: list[dict[str, str]],
    wrong: dict[str, str] | None = None,
    tried: Tried | None = None,
    sample: str = "",
) -> str:
    rows = [*rows, _BLANK][:MOST]
    return show(
        "cards", event, here="settings", rows=rows, wrong=wrong or {}, tried=tried, sample=sample
    )


@bp.post("/<slug>/cards/trial")
@access("organiser", event="staff", because="writes nothing")
def try_cards(slug: str) -> ResponseReturnValue:
    """Say what a card reads as, by the patterns as they are typed."""
    event = this_event(slug)
    try:
        trial = read_form(Trial)
        rows = _patterns(trial.name, trial.pattern)
    except Invalid as fault:
        return _page(event, _as_sent(), fault.fields, sample=_sample()), 422
    return _page(event, rows, tried=_tried(event, rows, trial.sample), sample=trial.sample)


def _tried(event: Event, rows: list[dict[str, str]], sample: str) -> Tried | None:
    if not sample.strip():
        return None
    numbers = [(row["name"], attendees.read_card(row["pattern"], sample)) for row in rows]
    facts = replace(events.facts(event), card_patterns=rows)
    return Tried(sample, numbers, attendees.by_campus_card(facts, sample))


@bp.post("/<slug>/cards")
@access("organiser", event="staff", op_id=True)
def save_cards(slug: str) -> ResponseReturnValue:
    """Keep the patterns: from now on every station reads cards by them."""
    event = this_event(slug)
    try:
        command = read_form(Cards)
        rows = _patterns(command.name, command.pattern)
    except Invalid as fault:
        return _page(event, _as_sent(), fault.fields, sample=_sample()), 422
    acted(
        command,
        event.id,
        "card-patterns",
        lambda at: _saved(event.id, rows),
        subject=event.public_id,
        patterns=len(rows),
    )
    forget_devices()
    flash(_("Saved."))
    return redirect(url_for("desk.cards_page", slug=slug), 303)


def _saved(event_id: int, rows: list[dict[str, str]]) -> Outcome:
    events.get(event_id).change("card_patterns", rows)
    return Outcome(200, "saved")


def _as_sent() -> list[dict[str, str]]:
    names, patterns = request.form.getlist("name"), request.form.getlist("pattern")
    pairs = zip(names[:MOST], patterns[:MOST], strict=False)
    rows = [{"name": name[:160], "pattern": pattern[:1000]} for name, pattern in pairs]
    return [row for row in rows if row != _BLANK]


def _sample() -> str:
    return request.form.get("sample", "")[:1000]


def _patterns(names: tuple[str, ...], patterns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows that hold something, each a pattern that can be used.

    Raises:
        Invalid: one cannot; named by its place: name-1, pattern-1.
    """
    pairs = zip(names, patterns, strict=False)
    rows = [{"name": name, "pattern": pattern} for name, pattern in pairs if name or pattern]
    wrong: dict[str, str] = {}
    for place, row in enumerate(rows[:MOST], 1):
        if not 0 < len(row["name"]) <= 60:
            wrong[f"name-{place}"] = _("Give it a name of at most 60 letters.")
        try:
            attendees.check_pattern(row["pattern"])
        except Invalid as fault:
            wrong[f"pattern-{place}"] = _(fault.fields["pattern"])
    if wrong:
        raise Invalid(wrong)
    return rows[:MOST]
