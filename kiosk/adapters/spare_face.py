"""A spare badge, as `badges` wants it: a line to write a name on, its number, and its code.

Whose it will be is not known, so it says no kind in a word; its shape is a guest's.
"""

from urllib.parse import urlsplit

from badges import Face
from kiosk.adapters.badge_face import badge_url


def face_of_spare(called: str, code: str, *, public_url: str, scan_label: str) -> Face:
    """Return what to draw; `called` is its number in words, as "Spare 17"."""
    return Face(
        first_name="",
        full_name="",
        kind="guest",
        kind_label=called,
        code_url=badge_url(public_url, code),
        domain=urlsplit(public_url).netloc,
        suffix=code[-6:],
        scan_label=scan_label,
        by_hand=True,
    )
