"""Codes that are none of ours: what they seem to be, so that the answer is about them.

What was read is never repeated: it may hold somebody's password, number or address. A code of
another fair on this host is said to be that, not whose or which.
"""

import re

from flask import current_app

from kiosk.domain import attendees, codes, keys
from kiosk.errors import NotKnown
from kiosk.web.identity import the_device
from kiosk.web.language import _

_LONGEST = 300
_SEEMS = (
    # A driving licence or identity card (AAMVA) at a hand scanner; a health certificate.
    ("That is a document of yours. Please put it away again.", r"@\s?(ansi|aamva) ", r"(hc1|shc):"),
    ("Keep that one secret: it is not a ticket.", r"otpauth(-migration)?:", r"fido:"),
    ("That is a contact card, not a ticket.", r"begin:vcard", r"(mecard|bizcard):"),
    ("That is a date for a calendar, not a ticket.", r"begin:v(event|calendar)"),
    ("That is for the Wi-Fi, not a ticket.", r"(wifi|dpp):"),
    ("That is a place on a map, not a ticket.", r"geo:", r"https?://\S*(maps\.|/maps[/?])"),
    ("That is a phone number, not a ticket.", r"(tel|sms|smsto|mms|facetime):"),
    ("That is a mail address, not a ticket.", r"(mailto|matmsg|smtp):"),
    # EPC069-12, the Swiss QR-bill, EMVCo (Pix, PayNow and others), UPI, SPAYD; and coins.
    (
        "That is for a payment, not a ticket.",
        r"bcd 00[12] |spc 0200 |000201\d|spd\*1|(upi|pix|alipays?|payto):|https?://qr\.alipay\.",
        r"(bitcoin|ethereum|litecoin|monero|solana|lightning|web\+stellar):",
        r"(lnbc|lnurl1|bc1)[a-z0-9]{20}|0x[0-9a-f]{40}$",
    ),
    # IATA Resolution 792; the railways' UIC 918.3.
    (
        "That is a boarding pass, not a ticket of this fair.",
        r"m[1-4][a-z]+/[a-z0-9 .'-]* e?[a-z0-9]{5,7} ?[a-z]{6}",
    ),
    ("That is a train ticket, not a ticket of this fair.", r"#ut0[12]"),
    ("That is a profile page, not a ticket.", r"https?://\S*\b(linkedin|xing)\.com/"),
    ("That is for a chat, not a ticket.", r"https?://(wa|t|signal)\.me/", r"(weixin|sgnl):"),
    (
        "That is from another ticket office, not a ticket of this fair.",
        r"https?://\S*\b(eventbrite|pretix|luma|lu\.ma|ti\.to|meetup|ticketmaster|weezevent)\b",
    ),
    ("That is a menu, not a ticket.", r".*(menu|menú|menù|speisekarte|cardápio|getränke)"),
    ("That is a web page, not a ticket.", r"https?://|www\.", r"[a-z0-9.-]+\.[a-z]{2,24}/"),
    ("That is from a shop, not a ticket.", r"(\d{8}|\d{12,14})$", r"\(01\)\d{14}|01\d{14}(\d|$)"),
)
"""A sentence, and how what it is about begins, in lower case and with single spaces."""


def what_it_is(read: str) -> str:
    """Return a sentence about a code that opened nothing; what was read is never repeated."""
    return _(_of_ours(read) or _of_others(read))


def _of_ours(read: str) -> str | None:
    code = codes.read(read)
    if not any(keys.is_code(code, length) for length in codes.LENGTHS.values()):
        return None
    if _belongs_to(code, "claim") is not None:
        return "That links a phone. Your ticket is the square code in the mail we sent you."
    for kind, sentence in (
        ("ticket", "That ticket is for another fair."),
        ("badge", "That badge is from another fair."),
    ):
        if _belongs_to(code, kind) not in {None, the_device().event.id}:
            return sentence
    return "We do not know that code."


def _belongs_to(code: str, kind: str) -> int | None:
    try:
        return codes.event_of(code, kind)
    except NotKnown:
        return None


def _of_others(read: str) -> str:
    text = " ".join(read.split()).casefold()[:_LONGEST]
    patterns = the_device().event.card_patterns
    if any(attendees.read_card(each["pattern"], read) for each in patterns):
        return "We do not know that card. Your ticket or your name works too."
    if text.startswith(f"{current_app.config['KIOSK'].public_url}/".casefold()):
        return "That is a page of this fair, not a ticket."
    for sentence, *beginnings in _SEEMS:
        if any(re.match(beginning, text) for beginning in beginnings):
            return sentence
    return "That is not a ticket of this fair."
