"""One cell becomes one clean value, or says what is wrong with it.

Each reader takes text and returns the value, or None for nothing. Names keep every letter of every
script; what is invisible and changes how the rest is read goes (bidi and zero-width controls).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache, partial

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from kiosk.adapters.attendee_file.faults import CellRefused
from kiosk.adapters.attendee_file.words import KINDS, LANGUAGES, NO, STATUSES, YES
from kiosk.adapters.attendee_headers import fold
from kiosk.adapters.formula_guard import unguard

Reader = Callable[[str], object]

# What a joiner may follow: letters without case (Arabic, Indic, Thai …), marks, emoji.
_JOINS_AFTER = {"Lo", "Mn", "Mc", "So", "Sk"}
_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")

_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
_NOTHING = {"", "-", "–", "n/a", "na", "none", "nil"}
# What Microsoft Forms and Eventbrite write for what nobody told them.
_PLACEHOLDERS = {"anonymous", "info requested"}
_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_][a-z0-9-]+)?")
_LINK = re.compile(r"https://[^\s/@:?#\\]+\.[^\s/@:?#\\.]+(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?")
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d|2100)(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_MONTH_FIRST_REGIONS = {"US", "PH", "FM", "PW", "MH"}
_MOST_LINKS = 5


def as_text(cell: object) -> str:
    """Return a spreadsheet's cell as the text a person typed: 2027.0 is 2027, True is yes."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return str(cell)


def is_filled(text: str) -> bool:
    """Tell whether a cell holds something that a person said."""
    text = text.strip()
    return bool(text) and text.casefold() not in _PLACEHOLDERS


def line(text: str, most: int) -> str | None:
    """Return one line of text: NFC, single spaces, no invisible controls.

    Raises: CellRefused `control`, `letters_lost`, `too_long`.
    """
    text = unguard(text).strip()
    if not (text.isascii() and text.isprintable()):
        if _CONTROL.search(text):
            raise CellRefused("control")
        text = _visible(unicodedata.normalize("NFC", text))
    return _capped(" ".join(text.split()), most)


def lines(text: str, most: int) -> str | None:
    """Return text that may have several lines, each ended by LF."""
    text = _LINE_END.sub("\n", unguard(text).strip())
    if _CONTROL_BUT_LINES.search(text):
        raise CellRefused("control")
    text = _visible(unicodedata.normalize("NFC", text))
    return _capped("\n".join(" ".join(row.split()) for row in text.split("\n")), most)


def _capped(text: str, most: int) -> str | None:
    if len(text) > most:
        raise CellRefused("too_long", most=most)
    return text or None


def _visible(text: str) -> str:
    if "\ufffd" in text:
        raise CellRefused("letters_lost")
    text = _INVISIBLE.sub("", text)
    if not any(joiner in text for joiner in _JOINERS):
        return text
    kept: list[str] = []
    for at, letter in enumerate(text):
        joins = kept and unicodedata.category(kept[-1]) in _JOINS_AFTER and text[at + 1 :].strip()
        if letter not in _JOINERS or joins:
            kept.append(letter)
    return "".join(kept)


def email(text: str) -> str | None:
    """Return an address with its domain in lower case; no letter is sent to find out."""
    address = line(text, 320) or ""
    if address.casefold() in _NOTHING:
        return None
    local, _, domain = address.rpartition("@")
    if len(address) > 254 or not _domain(domain):
        raise CellRefused("not_email")
    if _PLAIN_LOCAL.fullmatch(local) and len(local) <= 64:
        return f"{local}@{_domain(domain)}"
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise CellRefused("not_email") from error


@lru_cache(maxsize=4096)
def _domain(domain: str) -> str:
    try:
        return validate_email(f"a@{domain}", check_deliverability=False).domain
    except EmailNotValidError:
        return ""


def phone(text: str, region: str) -> str | None:
    """Return a number in E.164; a number without a country code is read as one of the region."""
    number = line(text, 60) or ""
    if number.casefold() in _NOTHING:
        return None
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException as error:
        raise CellRefused("not_phone") from error
    if not phonenumbers.is_possible_number(parsed):
        raise CellRefused("not_phone")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def link(text: str, most: int = 300) -> str | None:
    """Return one https address; http and a bare host are taken for https."""
    address = line(text, most) or ""
    if address.casefold() in _NOTHING:
        return None
    bare = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    if not _LINK.fullmatch(f"https://{bare}"):
        raise CellRefused("not_link")
    return _capped(f"https://{bare}", most)


def links(text: str) -> list[str] | None:
    """Return the addresses in a cell, apart by spaces, semicolons or bars, each once."""
    found = [link(part.strip(",")) for part in re.split(r"[\s;|]+|,\s+", text.strip())]
    kept = list(dict.fromkeys(address for address in found if address))
    if len(kept) > _MOST_LINKS:
        raise CellRefused("too_many", most=_MOST_LINKS)
    return kept or None


def year(text: str) -> int | None:
    """Return the year in "2027", "May 2027" or "2027-05-31"."""
    found = _YEAR.findall(text)
    if text.strip() and len(found) != 1:
        raise CellRefused("not_year")
    return int(found[0]) if found else None


def day(text: str, region: str) -> date | None:
    """Return a date: ISO 8601, or day first (month first where the region writes so)."""
    text = text.strip()
    if not text:
        return None
    try:
        parsed = _day(text, month_first=region in _MONTH_FIRST_REGIONS)
    except ValueError as error:
        raise CellRefused("not_date") from error
    if not 1900 <= parsed.year <= 2100:
        raise CellRefused("not_date")
    return parsed


def _day(text: str, *, month_first: bool) -> date:
    match = _DAY_FIRST.fullmatch(text)
    if match:
        first, second = int(match[1]), int(match[2])
        return date(int(match[3]), *((first, second) if month_first else (second, first)))
    for pattern in ("%d %B %Y", "%d %b %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return datetime.fromisoformat(text).date()


def yes_no(text: str) -> bool | None:
    """Return True for yes, False for no, in the words of several languages."""
    word = fold(text)
    if not text.strip():
        return None
    if word in YES or word in NO:
        return word in YES
    raise CellRefused("not_yes_no")


def age_under_18(text: str) -> bool | None:
    """Return whether an age ("17", "16-17", "18 to 24") is under 18; None when it does not say."""
    word = text.strip().casefold()
    first = re.search(r"\d{1,3}", word)
    years = int(first[0]) if first else None
    if years is None or ("under" in word and years > 18):
        return None
    return years < 18 or (years == 18 and "under" in word)


def locale(text: str) -> str | None:
    """Return a language as BCP 47 writes it: language, script and region, no more."""
    word = line(text, 60) or ""
    word = LANGUAGES.get(fold(word), word)
    match = _LOCALE.fullmatch(word.lower())
    if word and not match:
        raise CellRefused("not_locale")
    if not match:
        return None
    parts = (match[1], (match[2] or "").title(), (match[3] or "").upper())
    return "-".join(part for part in parts if part)


@cache
def _kinds_in(words: str) -> frozenset[str]:
    whole = KINDS.get(words)
    found = {KINDS[word] for word in words.split() if word in KINDS}
    return frozenset({whole} if whole else found)


def kind(text: str) -> str | None:
    """Return a kind of attendee; other words for it count, as Exhibitor and Alumni.

    Raises: CellRefused for no kind, or for words of two kinds.
    """
    found = _kinds_in(fold(line(text, 200) or ""))
    if text.strip() and len(found) != 1:
        raise CellRefused("not_kind")
    return next(iter(found), None)


def registered(text: str) -> str | None:
    """Return "cancelled" for a plain no; anything else, such as a date, tells of nothing."""
    return "cancelled" if fold(text) in NO else None


def status(text: str) -> str | None:
    """Return "expected", "unpaid" or "cancelled" for the words that exports use."""
    word = fold(line(text, 200) or "")
    if word and word not in STATUSES:
        raise CellRefused("not_status")
    return STATUSES.get(word)


def soft(reader: Reader) -> Reader:
    """Return a reader that leaves what it cannot read, for columns that may mean anything."""

    def read(text: str) -> object:
        try:
            return reader(text)
        except CellRefused:
            return None

    return read


def one_line(most: int) -> Reader:
    """Return a reader of one line with a cap."""
    return partial(line, most=most)
