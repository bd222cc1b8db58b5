"""The words of a paper, as they may be printed, or refused before anything is drawn."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from badges import fonts
from badges.errors import GlyphMissing

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Paper = TypeVar("Paper", bound="DataclassInstance")
UNPRINTED = ("code_url", "locale")  # read by machines


def printable(paper: Paper, locale: str) -> Paper:
    """Return a record whose texts may be printed, those of the records inside it too.

    Raises:
        GlyphMissing: no typeface has a letter.
    """
    clean = _cleaned(paper)
    lost = "".join(fonts.missing(text, locale) for text in _texts(clean))
    if lost:
        raise GlyphMissing("".join(dict.fromkeys(lost)))
    return clean


def _cleaned(paper: Paper) -> Paper:
    held = {each.name: getattr(paper, each.name) for each in fields(paper)}
    return replace(paper, **{k: _clean(v) for k, v in held.items() if k not in UNPRINTED})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return fonts.clean(value)
    if isinstance(value, tuple):
        return tuple(filter(None, map(_clean, value)))
    return _cleaned(value) if hasattr(value, "__dataclass_fields__") else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            if field.name not in UNPRINTED:
                yield from _texts(getattr(value, field.name))
