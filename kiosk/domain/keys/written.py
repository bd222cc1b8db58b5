"""Codes as people and scanners write them: in any case, grouped, twice, or on another keyboard.

What was typed is tried as it stands first; only what opens nothing is read as the keys that a
scanner set for another keyboard would have pressed.
"""

import re
import unicodedata

from kiosk.domain.keys.keyboards import UNDONE

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U."""

LENGTHS = (20, 26)
"""How long the codes are that a scanner reads."""

LONGEST = 400
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "İ": "1"})
_BETWEEN = frozenset({"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"})
"""Unicode's spaces, dashes, controls (STX, ETX, tab) and marks that cannot be seen."""

_SYMBOLOGY = re.compile(r"\][A-Z][0-9A-F]")  # ISO/IEC 15424: "]Q1" before what a QR code said
_IN_ADDRESS = re.compile(r"/(?:B/|TICKET(?:#|%23)|CLAIM(?:#|%23))([0-9A-Z]{20,26})(?:[/?&].*)?$")


def normalise(code: str) -> str:
    """Return a typed or scanned code in capitals, with O, I and L read as Crockford says."""
    letters = (each for each in unicodedata.normalize("NFKC", code) if _counts(each))
    return "".join(map(_capital, letters)).translate(_READ_AS)


def _counts(letter: str) -> bool:
    return letter not in "·−" and unicodedata.category(letter) not in _BETWEEN


def _capital(letter: str) -> str:
    digit = unicodedata.digit(letter, None)  # an Arabic keyboard's ٣ is a 3
    return letter.upper() if digit is None else str(digit)


def is_code(code: str, length: int) -> bool:
    """Whether a normalised code has the length and letters of ours."""
    return len(code) == length and all(letter in ALPHABET for letter in code)


def bare(scanned: str) -> str:
    """Return the bare code in what was typed or scanned: a code, or one of our addresses."""
    if len(scanned) >= LONGEST:
        return normalise(scanned[:60])
    text = "".join(each for each in scanned if each.isprintable() or each.isspace()).strip()
    text = _said_once(_SYMBOLOGY.sub("", text.upper()))
    found = _IN_ADDRESS.search(text)
    return normalise(found[1] if found else text[:60])


def _said_once(text: str) -> str:
    """Return what a scanner said twice in one breath, once."""
    parts = text.split()
    if len(parts) > 1 and len(parts[0]) >= LENGTHS[0] and len(set(parts)) == 1:
        return parts[0]
    half = len(text) // 2
    return text[:half] if half >= LENGTHS[0] and text[:half] == text[half:] else text


def other_readings(scanned: str) -> tuple[str, ...]:
    """Return the codes that this may be if scanner and tablet know different keyboards."""
    if len(scanned) >= LONGEST:
        return ()
    texts = {scanned.translate(table): None for table in UNDONE}
    read = {bare(text): None for text in texts if text != scanned}
    read.pop(bare(scanned), None)
    return tuple(code for code in read if any(is_code(code, length) for length in LENGTHS))
