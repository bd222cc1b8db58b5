"""An event's logo as `badges` wants it: read once a process, until another one is put there."""

import io
from functools import lru_cache

from PIL import Image

from kiosk.domain import events


def logo_for(event_id: int) -> Image.Image | None:
    """Return an event's logo, or None."""
    kept = events.logo_of(event_id)
    return _opened(kept) if kept is not None else None


@lru_cache(maxsize=8)
def _opened(kept: bytes) -> Image.Image:
    logo = Image.open(io.BytesIO(kept))
    logo.load()
    return logo
