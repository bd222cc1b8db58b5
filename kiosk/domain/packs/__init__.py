"""Contact packs: one letter each for everyone who met somebody, frozen in one transaction a person.

`record` is the row, `contents` what a letter is written from, `asking` the wish that everybody's be
fixed and `freezing` how one is, `notices` what the other side is told when somebody takes back what
went out already, `links` how its page is opened without a phone.
"""

from kiosk.domain.packs.asking import (
    ask_freeze,
    end_freeze,
    late_readers,
    next_edition,
    next_to_freeze,
    open_freeze,
    reached,
    walked,
)
from kiosk.domain.packs.contents import (
    PackContents,
    PackEntry,
    contents_of,
    is_new_to,
    items_of,
    people,
    readers_of,
    stamp_of,
)
from kiosk.domain.packs.forecast import Forecast, forecast, unreachable
from kiosk.domain.packs.freezing import CannotAddress, PackLetter, freeze, is_current
from kiosk.domain.packs.links import (
    OPEN_FOR,
    NoSuchPack,
    ReaderFacts,
    open_pack,
    pack_secret,
    reader_by_session,
    whose_pack,
)
from kiosk.domain.packs.notices import (
    DeletionNotice,
    DeletionRow,
    confirm_deletion,
    notices_of_employer,
    notify_deletion,
    notify_erasure,
    open_notices,
    tell_in,
)
from kiosk.domain.packs.reading import (
    count_opened,
    count_readers,
    due_for_nudge,
    let_count,
    may_still_wish,
    wish_nudge,
)
from kiosk.domain.packs.record import Freeze, Pack, frozen_when, is_frozen, of_reader
from kiosk.domain.packs.team import TeamPart

__all__ = [
    "OPEN_FOR",
    "CannotAddress",
    "DeletionNotice",
    "DeletionRow",
    "Forecast",
    "Freeze",
    "NoSuchPack",
    "Pack",
    "PackContents",
    "PackEntry",
    "PackLetter",
    "ReaderFacts",
    "TeamPart",
    "ask_freeze",
    "confirm_deletion",
    "contents_of",
    "count_opened",
    "count_readers",
    "due_for_nudge",
    "end_freeze",
    "forecast",
    "freeze",
    "frozen_when",
    "is_current",
    "is_frozen",
    "is_new_to",
    "items_of",
    "late_readers",
    "let_count",
    "may_still_wish",
    "next_edition",
    "next_to_freeze",
    "notices_of_employer",
    "notify_deletion",
    "notify_erasure",
    "of_reader",
    "open_freeze",
    "open_notices",
    "open_pack",
    "pack_secret",
    "people",
    "reached",
    "reader_by_session",
    "readers_of",
    "stamp_of",
    "tell_in",
    "unreachable",
    "walked",
    "whose_pack",
    "wish_nudge",
]
