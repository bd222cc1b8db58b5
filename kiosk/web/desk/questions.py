"""The fair's questions at the desk: reworded, put away, added, and given back their own words.

They stand by pair and level. What meetings showed already they go on saying.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import prompts
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.domain.prompts import LEVELS, PAIRS, Question
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.words import LEVEL_WORDS, PAIR_WORDS
from kiosk.web.forms import Command, Line, Words, read_form
from kiosk.web.identity import access
from kiosk.web.language import _, named

FIRST_PAIR = "student-employer"


class Worded(Command):
    """A question, one text a language, in the order of `languages_of`."""

    says: tuple[Words, ...] = ()

    def text(self, event: Event) -> dict[str, str]:
        """Return the words by language."""
        return dict(zip(prompts.languages_of(event), self.says, strict=False))


class NewQuestion(Worded):
    """A question that is added, for a pair, at a level."""

    pair: Annotated[Line, Field(max_length=30)] = ""
    level: Annotated[Line, Field(max_length=10)] = ""


class Place(Command):
    """What becomes of a question: asked no more, asked again, or ours again."""

    answer: Literal["away", "back", "ours"]


@bp.get("/<slug>/questions")
@access("organiser", event="staff")
def questions_page(slug: str) -> ResponseReturnValue:
    """Show the organiser the questions of one pair, level by level."""
    return _list(slug, request.args.get("pair", FIRST_PAIR), {}, {})


def _list(slug: str, pair: str, wrong: dict[str, str], typed: dict[str, Any]) -> str:
    event = this_event(slug)
    if pair not in PAIRS:
        raise NotKnown("no_such_pair", "There is no such pair.")
    deck = prompts.deck_of(event.id).values()
    return show(
        "questions",
        event,
        here="questions",
        pair=pair,
        pairs=[(each, name, _asked(deck, each)) for each, name in PAIR_WORDS.items()],
        pair_options=PAIR_WORDS.items(),
        level_options=LEVEL_WORDS.items(),
        levels=_levels(event, pair),
        languages=named(prompts.languages_of(event)),
        wrong=wrong,
        typed=typed,
    )


def _asked(deck: Iterable[Question], pair: str) -> int:
    return sum(question.pair == pair and not question.is_put_away for question in deck)


def _levels(event: Event, pair: str) -> list[tuple[str, object, list[tuple[Question, str]]]]:
    """Return each level with its name and its questions as the fair's language has them."""
    deck = [each for each in prompts.deck_of(event.id).values() if each.pair == pair]
    return [
        (
            level,
            LEVEL_WORDS[level],
            [(each, each.says(event.locale)) for each in deck if each.level == level],
        )
        for level in LEVELS
    ]


@bp.post("/<slug>/questions")
@access("organiser", event="staff", op_id=True)
def add_question(slug: str) -> ResponseReturnValue:
    """Add a question of the organiser's own."""
    event = this_event(slug)
    try:
        command = read_form(NewQuestion)
        text = command.text(event)
        acted(command, event.id, "add-question",
              lambda at: _added(event.id, command, text, at))  # fmt: skip
    except (Invalid, Refused) as fault:
        sent = {"says": request.form.getlist("says"), "level": request.form.get("level")}
        pair = request.form.get("pair", "")
        wrong = {"says": fault.sentence}
        return _list(slug, pair if pair in PAIRS else FIRST_PAIR, wrong, sent), 422
    flash(_("Added."))
    return redirect(url_for("desk.questions_page", slug=slug, pair=command.pair), 303)


def _added(event_id: int, command: NewQuestion, text: dict[str, str], at: datetime) -> Outcome:
    prompt_id = prompts.add(event_id, command.pair, command.level, text, at)
    return Outcome(201, "added", {"question": prompt_id})


@bp.get("/<slug>/questions/cards")
@access("organiser", event="staff")
def question_cards(slug: str) -> ResponseReturnValue:
    """Show the questions of a pair as cards to print and cut, or to read as a list."""
    event = this_event(slug)
    pair = request.args.get("pair", FIRST_PAIR)
    if pair not in PAIRS:
        raise NotKnown("no_such_pair", "There is no such pair.")
    return show("question_cards", event, here="questions", pair=pair, pair_name=PAIR_WORDS[pair],
                levels=_levels(event, pair))  # fmt: skip


@bp.get("/<slug>/questions/<question>")
@access("organiser", event="staff")
def question_page(slug: str, question: str) -> ResponseReturnValue:
    """Let the organiser give a question other words, or put it away."""
    return _form(slug, question, "", None)


def _form(slug: str, prompt_id: str, wrong: str, typed: list[str] | None) -> str:
    event = this_event(slug)
    known = _known(event, prompt_id)
    languages = prompts.languages_of(event)
    return show(
        "question",
        event,
        here="questions",
        question=known,
        pair_name=PAIR_WORDS[known.pair],
        level_name=LEVEL_WORDS[known.level],
        languages=named(languages),
        typed={"says": typed or [known.text.get(each, "") for each in languages]},
        is_ours=any(each.id == prompt_id for each in prompts.ours()),
        wrong={"says": wrong} if wrong else {},
    )


def _known(event: Event, prompt_id: str) -> Question:
    known = prompts.deck_of(event.id).get(prompt_id)
    if known is None:
        raise NotKnown("no_such_question", "There is no such question.")
    return known


@bp.post("/<slug>/questions/<question>")
@access("organiser", event="staff", op_id=True)
def reword_question(slug: str, question: str) -> ResponseReturnValue:
    """Give a question the organiser's words."""
    event = this_event(slug)
    known = _known(event, question)
    try:
        command = read_form(Worded)
        text = command.text(event)
        acted(command, event.id, "reword-question",
              lambda at: _reworded(event.id, question, text, at), subject=question)  # fmt: skip
    except (Invalid, Refused) as fault:
        return _form(slug, question, fault.sentence, request.form.getlist("says")), 422
    return _back(slug, known, _("Saved."))


def _reworded(event_id: int, prompt_id: str, text: dict[str, str], at: datetime) -> Outcome:
    prompts.reword(event_id, prompt_id, text, at)
    return Outcome(200, "reworded")


@bp.post("/<slug>/questions/<question>/place")
@access("organiser", event="staff", op_id=True)
def place_question(slug: str, question: str) -> ResponseReturnValue:
    """Put a question away, bring it back, or give it our words again."""
    event = this_event(slug)
    known = _known(event, question)
    command = read_form(Place)
    acted(command, event.id, "place-question",
          lambda at: _placed(event.id, question, command.answer, at),
          subject=question, answer=command.answer)  # fmt: skip
    said = {"away": _("It is asked no more."), "back": _("It is asked again.")}
    return _back(slug, known, said.get(command.answer, _("It has our words again.")))


def _placed(event_id: int, prompt_id: str, answer: str, at: datetime) -> Outcome:
    if answer == "ours":
        prompts.back_to_ours(event_id, prompt_id)
    else:
        prompts.put_away(event_id, prompt_id, answer == "away", at)
    return Outcome(200, answer)


def _back(slug: str, known: Question, said: str) -> ResponseReturnValue:
    flash(said)
    place = url_for("desk.questions_page", slug=slug, pair=known.pair, _anchor=known.level)
    return redirect(place, 303)
