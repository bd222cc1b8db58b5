"""Codes that are none of ours: what they seem to be, so that the answer is about them."""

import re

from kiosk.domain import codes, keys
from kiosk.web.language import _


def what_it_is(read: str) -> str:
    """Return a sentence about a code that opened nothing; what was read is never repeated."""
    text = read.strip().casefold()
    if keys.is_code(codes.read(read), 26) or keys.is_code(codes.read(read), 20):
        return _("We do not know that code.")
    if text.startswith(("begin:vcard", "mecard:")):
        return _("That is a contact card, not a ticket.")
    if text.startswith("wifi:"):
        return _("That is for the Wi-Fi, not a ticket.")
    if "menu" in text[:300]:
        return _("That is a menu, not a ticket.")
    if re.match(r"(https?://|www\.)", text):
        return _("That is a web page, not a ticket.")
    if text.isdigit() and len(text) in {8, 12, 13, 14}:
        return _("That is from a shop, not a ticket.")
    return _("That is not a ticket of this fair.")
