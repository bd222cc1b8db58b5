"""A badge in a picture, for a phone whose camera opens no codes: read on the phone, never sent."""

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.speaker import speaking


@bp.get("/me/picture")
@access("phone", event="phone")
def picture() -> ResponseReturnValue:
    """Let an attendee choose a picture of a badge; their phone reads it and opens its page."""
    speaking()
    return render_template("phone/picture.html")
