"""A person's badge as a picture for a screen: the paper as it comes out of a printer.

It is on the fair's own stock, one side of it where that folds. A badge with a letter that no
typeface has shows its line to write on, as it will be printed.
"""

import io
from dataclasses import replace

from PIL import Image

import badges
from badges import STOCKS, BadgeError, Face, GlyphMissing, NameMissing, Stock
from kiosk.adapters.badge_face import face_of, sample_face
from kiosk.adapters.event_picture import logo_for
from kiosk.domain import events
from kiosk.domain.attendees import Attendee

MINIATURE_DOTS = 420
"""The longer side of a miniature is at least this: twice what a tablet shows it at."""


def stock_of(event_id: int) -> Stock:
    """Return what a fair's badges are shown and rendered on."""
    return STOCKS[events.get(event_id).stock]


def picture_of(attendee: Attendee, code: str, *, public_url: str) -> bytes | None:
    """Return the badge as a PNG of the printer's own dots, or None where its stock is too small."""
    stock = stock_of(attendee.event_id).side
    drawn = on_paper(face_of(attendee, code, public_url=public_url), stock, attendee.event_id)
    return badges.png(drawn, stock) if drawn else None


def size_of(attendee: Attendee, code: str, *, public_url: str) -> tuple[int, int] | None:
    """Return the width and height of that picture; one on a roll is drawn to know its length."""
    return _size(face_of(attendee, code, public_url=public_url), attendee.event_id)


def _size(face: Face, event_id: int) -> tuple[int, int] | None:
    stock = stock_of(event_id).side
    if stock.least_height_mm is None:
        return stock.dots(stock.width_mm), stock.dots(stock.height_mm)
    drawn = on_paper(face, stock, event_id)
    return drawn.size if drawn else None


def miniature_of(attendee: Attendee, *, public_url: str) -> bytes | None:
    """Return the badge as a small smooth PNG for a public screen, or None as `picture_of` does.

    Its code leads to the fair's front page and its letters are left out: who points a phone at
    this screen to link it must not scan a badge instead, and nobody can copy one from here.
    """
    stock = stock_of(attendee.event_id).side
    face = replace(face_of(attendee, "", public_url=public_url), code_url=public_url.upper())
    drawn = on_paper(face, stock, attendee.event_id)
    if drawn is None:
        return None
    out = io.BytesIO()
    small = drawn.convert("L").reduce(max(1, max(drawn.size) // MINIATURE_DOTS))
    small.save(out, "PNG", compress_level=1)  # fewer greys would cost as much as the drawing
    return out.getvalue()


def sample_of(event_id: int, *, public_url: str, colour: bool = False) -> bytes | None:
    """Return the badge of nobody as a PNG, in colour as a colour printer would print it."""
    stock = stock_of(event_id).side
    drawn = on_paper(_sample(event_id, public_url), stock, event_id, colour=colour)
    return badges.png(drawn, stock) if drawn else None


def sample_size(event_id: int, *, public_url: str) -> tuple[int, int] | None:
    """Return the width and height of that picture, in dots."""
    return _size(_sample(event_id, public_url), event_id)


def _sample(event_id: int, public_url: str) -> Face:
    return sample_face(events.get(event_id), public_url=public_url)


def on_paper(
    face: Face, stock: Stock, event_id: int, *, colour: bool = False
) -> Image.Image | None:
    """Return a face with the fair's logo on its whole paper, or None where that is too small."""
    logo = logo_for(event_id)
    try:
        try:
            drawn = badges.draw(face, stock, colour=colour, logo=logo)
        except (GlyphMissing, NameMissing):
            drawn = badges.draw(badges.hand_written(face), stock, colour=colour, logo=logo)
    except BadgeError:
        return None
    return badges.page(drawn, stock).image
