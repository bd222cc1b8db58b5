"""The mentor door: a mentor's own pages, opened by the private link in their letter.

Anybody may ask to mentor where a fair's setting says so. Nothing here tells whether an address is
known, and nothing of a profile is seen before the letter to its address was opened.
"""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

bp = Blueprint("mentor", __name__, url_prefix="/mentor")


def _draw_error(status: int, slug: str, sentence: str) -> ResponseReturnValue:
    headers = {"Retry-After": "3" if status == 503 else "60"} if status in {429, 503} else {}
    if status == 401:
        return render_template("mentor/not_signed_in.html"), status
    if slug == "agree_first":
        return render_template("mentor/conduct.html"), 200 if request.method == "GET" else status
    return render_template("mentor/sorry.html", sentence=sentence), status, headers


@bp.before_request
def draw_our_errors() -> None:
    """Let errors behind this door be answered in its own look, with a way on."""
    g.draw_error = _draw_error


from kiosk.web.mentor import (  # noqa: E402 - the pages hang themselves on bp
    asked,
    asked_acts,
    asked_after,
    home,
    offers,
    own_link,
    profile,
    signing_up,
    slots,
)

__all__ = [
    "asked",
    "asked_acts",
    "asked_after",
    "bp",
    "home",
    "offers",
    "own_link",
    "profile",
    "signing_up",
    "slots",
]
