"""An event's own deck: ours, with what its organiser reworded, put away or added.

A deck is read once for each session of the database, which is one request: a meeting chooses its
question and says it for one statement, and no other process is ever behind.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from kiosk.db import db, new_public_id
from kiosk.domain.events import Event
from kiosk.domain.prompts.deck import LEVELS, PAIRS, Question, choose, ours
from kiosk.domain.prompts.record import EventPrompt
from kiosk.errors import NotKnown, Refused

LONGEST = 140
"""Letters of a question: more, and nobody reads it standing up."""


def languages_of(event: Event) -> list[str]:
    """Return the languages an event words its questions in, its own first, without regions."""
    spoken = (event.locale, *event.languages)
    return list(dict.fromkeys(each.replace("_", "-").split("-")[0] for each in spoken))


def deck_of(event_id: int) -> dict[str, Question]:
    """Return an event's questions by id: ours first, then its own, those put away among them."""
    kept: dict[int, dict[str, Question]] = db.session.info.setdefault("decks", {})
    if event_id not in kept:
        kept[event_id] = _read(event_id)
    return kept[event_id]


def _read(event_id: int) -> dict[str, Question]:
    deck = {question.id: question for question in ours()}
    query = select(EventPrompt).where(EventPrompt.event_id == event_id).order_by(EventPrompt.id)
    for row in db.session.scalars(query):
        known = deck.get(row.prompt_id)
        text = row.wording or (known.text if known else {})
        if text:
            deck[row.prompt_id] = Question(
                row.prompt_id, row.pair, row.level, text, row.put_away, bool(row.wording)
            )
    return deck


def next_prompt(
    event_id: int,
    kinds: tuple[str, str],
    seed: int,
    times_met: int,
    heard: frozenset[str] = frozenset(),
) -> str:
    """Return the id of the question of an event's deck for two who meet; see `deck.choose`."""
    return choose(deck_of(event_id).values(), kinds, seed, times_met, heard)


def wording(event_id: int, prompt_id: str, locale: str) -> str:
    """Return a question as this event words it, in a language or the nearest there is."""
    return deck_of(event_id).get(prompt_id, ours()[0]).says(locale)


def reword(event_id: int, prompt_id: str, text: Mapping[str, str], at: datetime) -> None:
    """Give a question this event's own words, by language; the words it has change nothing.

    They stand for all of ours: who reads another language sees the same question, in one of these.

    Raises:
        NotKnown: the deck has no such question.
        Refused: empty_question, question_too_long.
    """
    known = _known(event_id, prompt_id)
    said = clean(text)
    if all(said.get(locale) == known.text.get(locale) for locale in text):
        return
    row = _row(known, event_id, at)
    row.wording, row.changed_at = said, at
    _changed(event_id)


def put_away(event_id: int, prompt_id: str, away: bool, at: datetime) -> None:
    """Ask a question no more, or again; meetings that showed it still say it. Repeatable.

    Raises:
        NotKnown: the deck has no such question.
    """
    known = _known(event_id, prompt_id)
    if known.is_put_away == away:
        return
    row = _row(known, event_id, at)
    row.put_away, row.changed_at = away, at
    _changed(event_id)


def add(event_id: int, pair: str, level: str, text: Mapping[str, str], at: datetime) -> str:
    """Add a question to an event's deck and return its id; the same words twice are one question.

    Raises:
        Refused: no_such_pair, no_such_level, empty_question, question_too_long.
    """
    if pair not in PAIRS:
        raise Refused("no_such_pair", f"There is no such pair. There is: {', '.join(PAIRS)}.")
    if level not in LEVELS:
        raise Refused("no_such_level", f"There is no such level. There is: {', '.join(LEVELS)}.")
    said = clean(text)
    for known in deck_of(event_id).values():
        if (known.pair, known.level, known.text) == (pair, level, said):
            return known.id
    row = EventPrompt(event_id=event_id, pair=pair, level=level, changed_at=at,
                      prompt_id=f"own-{new_public_id()}", wording=said)  # fmt: skip
    db.session.add(row)
    _changed(event_id)
    return row.prompt_id


def back_to_ours(event_id: int, prompt_id: str) -> None:
    """Give a question of ours its own words and its place back; again changes nothing.

    Raises:
        NotKnown: it is none of ours.
    """
    if not any(question.id == prompt_id for question in ours()):
        raise _no_such_question()
    db.session.execute(
        delete(EventPrompt).where(
            EventPrompt.event_id == event_id, EventPrompt.prompt_id == prompt_id
        )
    )
    _changed(event_id)


def keep(event_id: int, row: Question, at: datetime) -> str:
    """Let a question be as a list has it: its words and whether it is asked; without an id, new.

    Returns "added", "changed" or "unchanged".

    Raises:
        NotKnown: the deck has no such question.
        Refused: pair_stays (a question keeps its pair and level), or as `add` and `reword` say.
    """
    before = deck_of(event_id)
    prompt_id = row.id or add(event_id, row.pair, row.level, row.text, at)
    known = _known(event_id, prompt_id)
    if (known.pair, known.level) != (row.pair, row.level):
        stays = f"It stays {known.pair}, {known.level}. Without the id it is added as another."
        raise Refused("pair_stays", stays)
    reword(event_id, prompt_id, row.text, at)
    put_away(event_id, prompt_id, row.is_put_away, at)
    if prompt_id not in before:
        return "added"
    return "unchanged" if deck_of(event_id)[prompt_id] == before[prompt_id] else "changed"


def clean(text: Mapping[str, str]) -> dict[str, str]:
    """Return the words of a question by language, spaces made single, empty ones left out.

    Raises:
        Refused: empty_question, question_too_long.
    """
    said = {locale: " ".join(words.split()) for locale, words in text.items()}
    said = {locale: words for locale, words in said.items() if words}
    if not said:
        raise Refused("empty_question", "Write the question in one language at least.")
    if max(map(len, said.values())) > LONGEST:
        raise Refused("question_too_long", f"Keep a question to {LONGEST} letters: it is read "
                      "standing up.")  # fmt: skip
    return said


def _known(event_id: int, prompt_id: str) -> Question:
    known = deck_of(event_id).get(prompt_id)
    if known is None:
        raise _no_such_question()
    return known


def _no_such_question() -> NotKnown:
    return NotKnown("no_such_question", "There is no such question.")


def _row(known: Question, event_id: int, at: datetime) -> EventPrompt:
    """Return the event's row of a question, made when it has none."""
    query = select(EventPrompt).where(
        EventPrompt.event_id == event_id, EventPrompt.prompt_id == known.id
    )
    row = db.session.scalar(query)
    if row is None:
        row = EventPrompt(event_id=event_id, prompt_id=known.id, pair=known.pair,
                          level=known.level, wording={}, put_away=known.is_put_away,
                          changed_at=at)  # fmt: skip
        db.session.add(row)
    return row


def _changed(event_id: int) -> None:
    db.session.flush()
    db.session.info.get("decks", {}).pop(event_id, None)
