"""A person's name inside a sentence of ours: apart, so that its direction never turns the rest."""

import re

from flask import Blueprint
from markupsafe import Markup

from kiosk.domain.attendees import masked_name


def give_filters(bp: Blueprint) -> None:
    """Let every template set names apart: `name | bdi`, `strong`, `masked`, `huge`, `beside`."""
    for filter_ in (bdi, strong, masked, masked_address, huge, beside):
        bp.add_app_template_filter(filter_)


def bdi(name: str | None) -> Markup:
    """Return a name escaped and isolated, whatever letters or controls are in it."""
    return Markup("<bdi>{}</bdi>").format(name or "")


def strong(name: str | None) -> Markup:
    """Return a name that stands out, escaped and isolated."""
    return Markup("<strong>{}</strong>").format(bdi(name))


def masked(name: str | None) -> str:
    """Return a name as strangers may see it: "Asha P."."""
    return masked_name(name or "")


def masked_address(email: str | None) -> str:
    """Return an address as strangers may see it: "a…@example.org"."""
    name, at, domain = (email or "").partition("@")
    return f"{name[:1]}…@{domain}" if at else ""


def huge(name: str | None) -> str:
    """Return the class of a heading that says a name: smaller where a word would not fit a line."""
    words = re.split(r"[\s-]", name or "")
    return "huge long" if max(map(len, words)) > 9 else "huge"


def beside(line: str) -> str:
    """Return the class of a heading with a picture beside it: smaller, so that it stays short."""
    if len(line) <= 12:  # "Hello, Maria"
        return "huge"
    return "huge middling" if len(line) <= 16 else "huge long"
