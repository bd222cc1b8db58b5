"""Badges as a file for anybody's own printer: exactly their size, one a page or many on a sheet.

A medium is a stock, or a sheet of places as `badges` measures it. A name that no typeface has
becomes a line to write on: of a whole fair nobody is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image

import badges
from badges import Face, GlyphMissing, Imposition, NameMissing, Sheet, Stock
from kiosk.adapters.badge_face import face_of
from kiosk.domain import codes
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.errors import Invalid, NotKnown

_CELLS = {sheet.stock for sheet in badges.SHEETS.values()}
MEDIA: tuple[str, ...] = (*(name for name in badges.STOCKS if name not in _CELLS), *badges.SHEETS)
"""What badges of a file may stand on: stocks, then sheets."""


@dataclass(frozen=True)
class Medium:
    """What badges stand on; `start` is the first free place of the first sheet, from 1."""

    name: str
    stock: Stock
    sheet: Sheet | None = None
    start: int = 1
    with_marks: bool = True

    @property
    def places(self) -> int:
        """How many badges a whole page holds."""
        return self.sheet.places if self.sheet else 1

    def pages(self, count: int, start: int = 1) -> int:
        """Return how many pages some badges take, the first at a place."""
        return -(-(count + start - 1) // self.places) if count else 0


def medium(name: str, start: int = 1, *, dpi: int = 300, with_marks: bool = True) -> Medium:
    """Return a sheet or a stock by its name, for a printer of so many dots an inch.

    Raises:
        NotKnown: there is no such medium.
        Invalid: its sheet has no such place.
    """
    sheet = badges.SHEETS.get(name)
    stock = badges.STOCKS.get(sheet.stock if sheet else name)
    if stock is None:
        raise NotKnown("no_such_stock", "There are no such labels or sheets.")
    made = Medium(name, stock.at(dpi), sheet, start, with_marks)
    if not 1 <= start <= made.places:
        raise Invalid({"start": "There is no such place on these labels or sheets."})
    return made


def usual_medium(event: Event) -> str:
    """Return what an event's badges stand on unless somebody says otherwise."""
    whole = (name for name, sheet in badges.SHEETS.items() if sheet.stock == event.stock)
    return event.stock if event.stock in MEDIA else next(whole, MEDIA[0])


def faces_of(people: Iterable[Attendee], *, public_url: str) -> list[Face]:
    """Return the badges of people with the codes they have now; who has no code gets none."""
    faces = []
    for person in people:
        try:
            code = codes.code_of("badge", person)
        except NotKnown:
            continue
        faces.append(face_of(person, code, public_url=public_url))
    return faces


def badges_pdf(
    faces: Iterable[Face], on: Medium, *, logo: Image.Image | None = None, colour: bool = False
) -> bytes:
    """Return badges as a PDF in its true size (slow: some 20 ms a badge); few are in memory.

    Raises:
        BadgeError: the medium is too small, or no code holds the address.
    """
    pictures = _drawn(faces, on.stock, logo, colour=colour)
    if on.sheet is None:
        return badges.pdf_of(badges.page(image, on.stock) for image in pictures)
    how = Imposition(on.sheet, on.stock, on.start, with_marks=on.with_marks)
    return badges.sheets_pdf(pictures, how)


def _drawn(
    faces: Iterable[Face], stock: Stock, logo: Image.Image | None, *, colour: bool
) -> Iterator[Image.Image]:
    for face in faces:
        try:
            yield badges.draw(face, stock, colour=colour, logo=logo)
        except (GlyphMissing, NameMissing):
            yield badges.draw(badges.hand_written(face), stock, colour=colour, logo=logo)
