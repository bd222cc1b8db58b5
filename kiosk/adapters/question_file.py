"""A fair's questions as a file to edit in a spreadsheet, or as JSON: one row a question.

Columns: id (empty for a new one), pair, level, asked (yes or no), and one for each language.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.adapters.attendee_file.cells import as_text
from kiosk.adapters.attendee_file.faults import FileRefused
from kiosk.adapters.attendee_file.sheet import read_sheet
from kiosk.adapters.contact_file import write_contacts
from kiosk.adapters.formula_guard import unguard
from kiosk.domain.prompts import Question
from kiosk.errors import Refused

_FACTS = ("id", "pair", "level", "asked")


def write_questions(
    questions: Iterable[Question], languages: Sequence[str], *, as_json: bool
) -> bytes:
    """Return a deck as CSV or JSON, with these languages."""
    rows = [_row(question, languages) for question in questions]
    if as_json:
        return json.dumps(rows, ensure_ascii=False, indent=1).encode()
    return write_contacts(rows, (*_FACTS, *languages))


def _row(question: Question, languages: Sequence[str]) -> dict[str, str]:
    asked = "no" if question.is_put_away else "yes"
    facts = dict(zip(_FACTS, (question.id, question.pair, question.level, asked), strict=True))
    return facts | {each: question.text.get(each, "") for each in languages}


def read_questions(content: bytes, languages: Sequence[str]) -> list[tuple[int, Question]]:
    """Return the questions of a CSV, workbook or JSON file, with their row numbers.

    Raises:
        FileRefused: it is no list of any kind.
        Refused: not_questions (a column is missing).
    """
    if content.lstrip()[:1] == b"[":
        rows = _json_rows(content)
    else:
        (_number, header), *below = read_sheet(content).rows or [(0, [])]
        names = [as_text(cell).strip().casefold() for cell in header]
        cells = ((number, [unguard(as_text(cell)) for cell in row]) for number, row in below)
        rows = [(number, dict(zip(names, row, strict=False))) for number, row in cells]
    return [(number, _question(row, languages)) for number, row in rows]


def _json_rows(content: bytes) -> list[tuple[int, dict[str, Any]]]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError):
        raise FileRefused("damaged") from None
    if not all(isinstance(row, dict) for row in rows):
        raise FileRefused("damaged")
    return list(enumerate(rows, 1))


def _question(row: dict[str, Any], languages: Sequence[str]) -> Question:
    if missing := [name for name in ("pair", "level") if name not in row]:
        raise Refused("not_questions", f"There is no column {missing[0]}. Export the questions, "
                      "and edit that file.")  # fmt: skip
    said = {name: str(value or "").strip() for name, value in row.items()}
    text = {each: said[each] for each in languages if each in said}
    away = said.get("asked", "yes").casefold() in {"no", "false", "0"}
    return Question(said.get("id", ""), said["pair"], said["level"], text, away)
