"""Pictures that somebody uploads, and pictures that a page shows.

Nothing of an uploaded file is kept or served but its dots; reading it is slow, so it happens before
anything is written.
"""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from kiosk.adapters.event_picture import MOST_BYTES
from kiosk.errors import NotKnown, Refused
from kiosk.web.attachment import attachment

_FORM_AROUND_IT = 64 * 1024
LOGO_REFUSED = {
    "no_file": _("Choose a file first."),
    "logo_too_large": _("This picture is too large. Save it as PNG, at most 1,200 dots a side."),
    "logo_not_a_picture": _("This is no PNG, JPEG, WebP or SVG picture, or it is damaged. "
                       "Save the logo as PNG."),
    "logo_animated": _("This picture moves, and paper does not. Save one frame of it as PNG."),
    "logo_blank": _("On white paper this picture shows nothing. Save a dark logo as PNG."),
    "svg_unsafe": _("This SVG carries a script or points outside itself. Save the logo as PNG."),
    "svg_damaged": _("This SVG is damaged. Save the logo as PNG."),
    "svg_letters": _("The letters of this SVG would come out in another typeface. "
                     "Turn them into outlines, or save the logo as PNG."),
    "svg_too_much": _("This SVG is too much to draw here. Save the logo as PNG."),
}  # fmt: skip


def uploaded() -> bytes:
    """Return the file that was sent, read no further than a logo may be long.

    Raises:
        Refused: there is none, or it is too large to be looked at.
    """
    if (request.content_length or 0) > MOST_BYTES + _FORM_AROUND_IT:
        raise Refused("logo_too_large")
    file = request.files.get("file")
    content = file.read(MOST_BYTES + 1) if file else b""
    if not content:
        raise Refused("no_file", "Choose a file first.")
    return content


def why_refused(fault: Refused) -> str:
    """Return why a file was not taken, and what to do."""
    return str(LOGO_REFUSED.get(fault.slug, fault.sentence))


def picture(content: bytes | None, name: str) -> ResponseReturnValue:
    """Answer with a PNG that a page shows, and that no browser opens as a page of its own.

    Raises:
        NotKnown: there is none.
    """
    if content is None:
        raise NotKnown
    return attachment(content, "image/png", f"{name}.png")
