"""A language that nobody speaks: every sentence of ours in brackets, so that a bare one shows.

It poses as Greek, or as Hebrew for the right-to-left kind: neither writes a date in our letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from kiosk.domain import prompts
from kiosk.web import language
from scripts.sentences import catalog
from tests.real.application import build_app, closed_after

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "el", "he"
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
VARIABLE = re.compile(r"(%\(\w+\)[sd]|<[^>]+>)")
# What may stand in our letters without being a sentence of ours, beside the data of the fair.
NOT_WORDS = re.compile(
    r"https?://\S+|\S+@\S+|[A-Z][a-z]+/[A-Z]\w+|localhost(?::\d+)?\S*|127\.0\.0\.1\S*"
    r"|\b[0-9A-HJKMNP-TV-Z]{3}(?: ?[0-9A-HJKMNP-TV-Z]{1,4})+\b|\.\w{3,4}\b"
)


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both languages, made from what can be extracted."""
    return write_catalogues(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def polyglot(
    tmp_path: Path, sqlite_database: str, catalogues: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The application with two more languages."""
    monkeypatch.setattr(language, "_TRANSLATIONS", catalogues)
    with closed_after(build_app(tmp_path, sqlite_database)) as built:
        yield built


def write_catalogues(folder: Path) -> Path:
    """Write both languages from what can be extracted, and return the folder."""
    found = catalog()
    for locale, dress in ((LEFT_TO_RIGHT, bracketed), (RIGHT_TO_LEFT, turned)):
        made = Catalog(locale=locale)
        for message in found:
            if not message.id:
                continue
            ids = (message.id,) if isinstance(message.id, str) else message.id
            said = tuple(dress(ids[min(n, len(ids) - 1)]) for n in range(made.num_plurals))
            made.add(message.id, said[0] if isinstance(message.id, str) else said)
        place = folder / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "messages.mo").open("wb") as out:
            write_mo(out, made)
    return folder


def bracketed(text: str) -> str:
    """Return a sentence as this language says it."""
    return f"«{text}»"


def turned(text: str) -> str:
    """Return a sentence in Hebrew letters, about as long, with its variables left alone."""
    parts = VARIABLE.split(text)
    return bracketed("".join(p if VARIABLE.match(p) else _in_hebrew(p) for p in parts))


def _in_hebrew(text: str) -> str:
    letters = "אבגדהוזחטיכלמנסעפצקרשתאבגד"
    return re.sub("[a-z]", lambda m: letters[ord(m[0].lower()) - 97], text, flags=re.IGNORECASE)


class _Words(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes that are read aloud."""
        self._silent += tag in {"script", "style"}
        self.parts += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        """Listen again after a script."""
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.parts.append(data)


def untranslated(page: str, data: tuple[str, ...]) -> list[str]:
    """Return what stands on a page in our letters, outside brackets, and is not the fair's data."""
    words = _Words()
    words.feed(page)
    bare = _outside("\n".join(words.parts))
    known = [words for each in prompts.ours() for words in each.text.values()]
    for phrase in sorted((*data, *known), key=len, reverse=True):
        bare = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", bare)
    bare = NOT_WORDS.sub(" ", bare)
    return [line.strip() for line in bare.splitlines() if re.search("[A-Za-z]{2}", line)]


def _outside(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        depth += letter == "«"
        if not depth or letter == "\n":
            kept.append(letter)
        depth -= letter == "»"
    assert depth == 0, "a sentence was cut"
    return "".join(kept)
