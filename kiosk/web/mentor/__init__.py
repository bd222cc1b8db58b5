"""The mentor door: a mentor's own page, opened by the private link in their letter.

Anybody may ask to mentor where a fair's setting says so. Nothing here tells whether an address is
known, and nothing of a profile is seen before the letter to its address was opened.
"""

from flask import Blueprint

bp = Blueprint("mentor", __name__, url_prefix="/mentor")

from kiosk.web.mentor import own_link  # noqa: E402 - each hangs its pages on `bp`

__all__ = ["bp", "own_link"]
