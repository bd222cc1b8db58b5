"""Contact cards that every address book reads: vCard 3.0 (RFC 2426), UTF-8, no byte order mark.

Some phones reject 4.0, so 3.0 it is. A value can never begin a line of its own: text is escaped,
controls are dropped, and lines are folded at 75 octets between characters, never inside one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FOLD_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# A URI is not text (RFC 2426 3.6.8) and knows no backslash; yet readers split it at a comma.
_URI_ESCAPES = str.maketrans({" ": "%20", "\\": "%5C", ",": "%2C", ";": "%3B"})
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Everything else that is not text: C0, DEL, C1, bidi overrides, a stray mark, lone surrogates.
_CONTROLS = re.compile(
    "[\x00-\x09\x0e-\x1b\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Card:
    """What one person agreed to hand over; an empty field is left out of the card."""

    full_name: str
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    urls: tuple[str, ...] = ()
    note: str = ""
    uid: str = ""
    cv: str = ""


def write_card(card: Card) -> str:
    """Return one vCard, lines ended by CRLF; phone is E.164."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(card))


def write_cards(cards: Iterable[Card]) -> bytes:
    """Return a file of cards, one after the other; no cards give an empty file."""
    return "".join(write_card(card) for card in cards).encode("utf-8")


def _lines(card: Card) -> Iterator[str]:
    """RFC 2426: N (3.1.2) and FN (3.1.1) are always there, N as Family;Given;;; even if empty."""
    full_name = _one_line(card.full_name)
    given, family = _one_line(card.given_name), _one_line(card.family_name)
    if not given and not family:
        given = full_name
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{_escaped(family)};{_escaped(given)};;;"
    yield f"FN:{_escaped(full_name or f'{given} {family}'.strip())}"
    yield from _optional(card)
    yield "END:VCARD"


def _optional(card: Card) -> Iterator[str]:
    fields = (
        ("ORG", _escaped(_one_line(card.organisation))),
        ("TITLE", _escaped(_one_line(card.title))),
        ("EMAIL;TYPE=INTERNET", _escaped(_one_line(card.email))),
        ("TEL;TYPE=CELL,VOICE", _escaped(_one_line(card.phone))),
        *(("URL", _uri(url)) for url in card.urls),
        # A group (RFC 2425 5.8.2) with the label that address books show beside the link.
        ("item1.URL", _uri(card.cv)),
        ("item1.X-ABLabel", "CV" if _uri(card.cv) else ""),
        ("NOTE", _escaped(_text(card.note))),
        ("UID", _escaped(_one_line(card.uid))),
    )
    yield from (f"{name}:{value}" for name, value in fields if value)


def _text(value: str) -> str:
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", value.replace("\t", " "))).strip()


def _one_line(value: str) -> str:
    return " ".join(_text(value).split())


def _uri(value: str) -> str:
    return _one_line(value).translate(_URI_ESCAPES)


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Fold as RFC 2425 5.8.1 says: CRLF and one space, each line 75 octets at most."""
    if len(line.encode()) <= _FOLD_OCTETS:
        return line
    pieces: list[str] = []
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _FOLD_OCTETS:
            pieces.append(piece)
            piece, octets = "", 1  # the space that a continued line begins with
        piece, octets = piece + character, octets + size
    return "\r\n ".join([*pieces, piece])
