"""The stand door: a recruiter on duty, on the employer's tablet or on their own linked phone.

A badge that is shown there names its wearer; only Keep makes a meeting. A note is for the team
alone, so the shared tablet, which anybody can touch, lists people without it. Before the fair the
employer prepares its stand through a private link, which shows nobody whom the team met.
"""

from flask import Blueprint

bp = Blueprint("stand", __name__, url_prefix="/stand")

from kiosk.web.stand import (  # noqa: E402 - each hangs its pages on `bp`
    duty,
    home,
    kept,
    own_link,
    own_page,
    own_shown,
    own_team,
    person,
    team,
)

__all__ = [
    "bp",
    "duty",
    "home",
    "kept",
    "own_link",
    "own_page",
    "own_shown",
    "own_team",
    "person",
    "team",
]
