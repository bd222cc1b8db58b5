"""Contact packs: one letter each for everyone who met somebody, frozen in one transaction a person.

`record` is the row, `contents` what a letter is written from, `freezing` how it is fixed, `notices`
what the other side is told when somebody takes back what went out already.
"""

from kiosk.domain.packs.contents import (
    PackContents,
    PackEntry,
    contents_of,
    items_of,
    people,
    readers_of,
    stamp_of,
)
from kiosk.domain.packs.freezing import PackLetter, freeze, is_current
from kiosk.domain.packs.notices import DeletionNotice
from kiosk.domain.packs.record import Freeze, Pack, frozen_when, is_frozen, of_reader

__all__ = [
    "DeletionNotice",
    "Freeze",
    "Pack",
    "PackContents",
    "PackEntry",
    "PackLetter",
    "contents_of",
    "freeze",
    "frozen_when",
    "is_current",
    "is_frozen",
    "items_of",
    "of_reader",
    "people",
    "readers_of",
    "stamp_of",
]
