"""The letters: what each says is in templates/mail, what goes into it is gathered here.

`writing` makes a letter of words, `pack` is the contact pack with its files and its draft
thank-yous, `tickets` are the letters about a ticket and its phones, `sample` an invented pack,
`afterwards` what follows a pack, `mentoring` what becomes of a request.
"""

from kiosk.adapters.letters.afterwards import deletion_letter, nudge_letter
from kiosk.adapters.letters.contact_files import CONTACT_COLUMNS, card_of, cards_of, table_of
from kiosk.adapters.letters.mentoring import Told, calendar_file, mentoring_letter
from kiosk.adapters.letters.pack import pack_letter, reminder_of
from kiosk.adapters.letters.sample import sample_letter
from kiosk.adapters.letters.thank_you import draft_url
from kiosk.adapters.letters.tickets import (
    confirm_letter,
    phone_left_letter,
    phone_letter,
    ticket_letter,
)
from kiosk.adapters.letters.writing import Sender, language_of, moment, way_out, write_letter

__all__ = [
    "CONTACT_COLUMNS",
    "Sender",
    "Told",
    "calendar_file",
    "card_of",
    "cards_of",
    "confirm_letter",
    "deletion_letter",
    "draft_url",
    "language_of",
    "mentoring_letter",
    "moment",
    "nudge_letter",
    "pack_letter",
    "phone_left_letter",
    "phone_letter",
    "reminder_of",
    "sample_letter",
    "table_of",
    "ticket_letter",
    "way_out",
    "write_letter",
]
