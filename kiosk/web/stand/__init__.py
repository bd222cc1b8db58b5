"""The stand door: a recruiter on duty, on the employer's tablet or on their own linked phone.

A badge that is shown there names its wearer; only Keep makes a meeting. A note is for the team
alone, so the shared tablet, which anybody can touch, lists people without it.
"""

from flask import Blueprint

bp = Blueprint("stand", __name__, url_prefix="/stand")

from kiosk.web.stand import duty, home, kept, person, team  # noqa: E402

__all__ = ["bp", "duty", "home", "kept", "person", "team"]
