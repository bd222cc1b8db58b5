"""Addresses in headers: nothing in a name can begin a header of its own (RFC 5322 2.2)."""

import re
from email.headerregistry import Address
from email.utils import parseaddr

from kiosk.errors import Refused

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


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


def parse_mail_from(mail_from: str) -> tuple[str, str]:
    """Return name and address of "Name <address>", or of an address alone.

    Raises:
        ValueError: there is no address in it.
    """
    name, address = parseaddr(one_line(mail_from))
    local, _, domain = address.rpartition("@")
    if not local or not domain:
        raise ValueError("is no sender: write it as Employer Fair <fair@fair.example>")
    return name, address


def header_address(name: str, address: str) -> Address:
    """Return an address for a header; a name that cannot stand there is left out.

    Raises:
        HeaderRefused: either holds a control character.
    """
    name, address = one_line(name), one_line(address)
    local, _, domain = address.rpartition("@")
    try:
        return Address(name, local, domain)
    except (ValueError, IndexError):
        raise HeaderRefused from None
