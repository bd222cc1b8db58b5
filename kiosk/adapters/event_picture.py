"""An event's logo as `badges` wants it: read once a process, until another one is put there."""

import io
from functools import lru_cache

from PIL import Image

from badges import LogoRefused, logo_png, read_logo
from kiosk.domain import events
from kiosk.errors import Refused

MOST_BYTES = 5_000_000
"""What an uploaded logo may weigh: `badges` looks at no larger one."""


def logo_for(event_id: int) -> Image.Image | None:
    """Return an event's logo, or None."""
    kept = events.logo_of(event_id)
    return _opened(kept) if kept is not None else None


@lru_cache(maxsize=8)
def _opened(kept: bytes) -> Image.Image:
    logo = Image.open(io.BytesIO(kept))
    logo.load()
    return logo


def read_upload(content: bytes, *, side: int | None = None) -> bytes:
    """Return an uploaded logo as a PNG that was written anew (slow), at most `side` dots a side.

    Raises:
        Refused: with the slugs and sentences of `badges.LogoRefused`.
    """
    try:
        logo = read_logo(content)
    except LogoRefused as fault:
        raise Refused(fault.slug, fault.sentence) from None
    if side is not None:
        logo.thumbnail((side, side))
    return logo_png(logo)
