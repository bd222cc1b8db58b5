"""Addresses in headers and envelopes: nothing in a name can begin a header of its own.

RFC 5322 2.2 for headers, RFC 5321 4.1.2 for envelopes, RFC 5890 for domains beyond ASCII. The edge
cleans names when they come in; this is the second wall.
"""

import re
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from kiosk.errors import Refused

LONGEST = 200
"""Characters of a name or subject in a header; folding longer ones takes Python many seconds."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_IN_ADDRESS = re.compile(r"[\s<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class HeaderRefused(Refused):
    """A name, subject or address holds a control character."""

    slug = "header_refused"
    sentence = "A name, subject or address holds a line break. Please correct it."


def one_line(value: str) -> str:
    """Return the value if it is one line of text.

    Raises:
        HeaderRefused: it holds CR, LF, NUL or another control character.
    """
    if _CONTROLS.search(value):
        raise HeaderRefused
    return value.strip()


def without_controls(value: str) -> str:
    """Return words as one line, whatever they were: a name may be older than the edge."""
    return " ".join(_CONTROLS.sub(" ", value).split())


def header_text(value: str) -> str:
    """Return words as a header may show them: one line, cut at 200 characters, nothing hidden.

    Raises:
        HeaderRefused: they hold a control character.
    """
    shown = _BIDI.sub("", one_line(value))[:LONGEST]
    # "=?" would begin an encoded word (RFC 2047), which readers decode to anything.
    return shown.replace("=?", "= ?").strip()


def parse_mail_from(mail_from: str) -> tuple[str, str]:
    """Return name and address of "Name <address>", or of an address alone.

    Raises:
        ValueError: there is no address in it.
    """
    try:
        name, address = parseaddr(one_line(mail_from))
        return name, routed(address)
    except HeaderRefused:
        raise ValueError("is no sender: write it as Employer Fair <fair@fair.example>") from None


def routed(address: str) -> str:
    """Return an address as a server routes it: its domain in ASCII.

    Raises:
        HeaderRefused: it is none, or would bring a second one.
    """
    local, _, domain = address.strip().rpartition("@")
    if not local or not domain or "@" in local or _NOT_IN_ADDRESS.search(local + domain):
        raise HeaderRefused
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """Return a domain in ASCII.

    Raises:
        HeaderRefused: there is no such domain.
    """
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise HeaderRefused from None


def header_address(name: str, address: str) -> Address:
    """Return an address for a header.

    Raises:
        HeaderRefused: the name holds a control character, or the address is none.
    """
    local, _, domain = routed(address).rpartition("@")
    try:
        return Address(header_text(name), local, domain)
    except (ValueError, IndexError):
        raise HeaderRefused from None


def takes_letters(address: str) -> bool:
    """Whether a letter can go to an address: a list may have brought anything."""
    try:
        header_address("", address)
    except HeaderRefused:
        return False
    return True
