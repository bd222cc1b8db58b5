"""Signs and tent cards as PDFs, a page each, for anybody's own printer.

Of many, one whose name has a letter that no typeface has is left out and named; alone it is
refused.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import badges
from badges import BadgeError, Page, Stock, StockTooSmall
from kiosk.adapters.printed_papers import PAPERS, sign_page, tent_page
from kiosk.domain import codes
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.errors import NotKnown, Refused

Of = TypeVar("Of", Employer, Attendee)
Left = list[tuple[str, str]]
"""Who was left out, by public id, and why."""


def signs_pdf(stands: Sequence[Employer], paper: str, *, public_url: str) -> tuple[bytes, Left]:
    """Return the signs of stands on a paper of `PAPERS`, and which were left out (slow).

    Raises:
        NotKnown: there is no such paper, or nobody to print for.
        Refused: none can be drawn, with the slug and sentence of `badges`.
    """
    return _file(stands, paper, lambda each, on: sign_page(each, on, public_url=public_url))


def tents_pdf(mentors: Sequence[Attendee], paper: str, *, public_url: str) -> tuple[bytes, Left]:
    """Return the tent cards of mentors with the codes of their badges; see `signs_pdf` (slow)."""

    def draw(mentor: Attendee, on: Stock) -> Page:
        return tent_page(mentor, codes.code_of("badge", mentor), on, public_url=public_url)

    return _file(mentors, paper, draw)


def _file(of: Iterable[Of], paper: str, draw: Callable[[Of, Stock], Page]) -> tuple[bytes, Left]:
    if paper not in PAPERS:
        raise NotKnown("no_such_stock", "There is no such paper.")
    pages: list[Page] = []
    left: Left = []
    for each in of:
        try:
            pages.append(draw(each, PAPERS[paper]))
        except BadgeError as fault:
            left.append((each.public_id, fault.sentence))
        except ValueError:
            left.append((each.public_id, StockTooSmall.sentence))
    if pages:
        return badges.pdf_of(pages), left
    if left:
        raise Refused("not_drawn", left[0][1])
    raise NotKnown("no_papers", "There is nobody to print that for.")
