"""The tablet door: whoever stands in front of a station, with a ticket, a badge, or neither.

Every answer is a whole page whose `#state` the tablet's script exchanges, so it works without
scripts too. A name alone prints nothing and shows no code: only a ticket or a steward's nod does.
"""

from flask import Blueprint

bp = Blueprint("tablet", __name__, url_prefix="/tablet")

from kiosk.web.tablet import (  # noqa: E402
    factors,
    goodbye,
    home,
    met,
    names,
    offline,
    own_page,
    pulse,
    scans,
    screen,
    staff,
    told,
    walk_ins,
    welcome,
)

__all__ = [
    "bp", "factors", "goodbye", "home", "met", "names", "offline", "own_page", "pulse", "scans",
    "screen", "staff", "told", "walk_ins", "welcome",
]  # fmt: skip
