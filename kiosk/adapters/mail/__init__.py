"""Mail: letters as bytes, signed; the way they leave, verb by verb; and what comes back.

Unavailable
├── Deferred         4xx, or trouble before DATA: nothing has left, try later
├── Rejected         5xx: final, the reply says why
├── OutcomeUnknown   silence after the DATA verb: only evidence or a person can settle it
└── NoMailbox        what came back cannot be read just now
Refused
└── CannotSign       a key is set that letters cannot be signed with
"""

from kiosk.adapters.mail.address import (
    HeaderRefused,
    parse_mail_from,
    takes_letters,
    without_controls,
)
from kiosk.adapters.mail.bounce_report import LARGEST as LARGEST_REPORT
from kiosk.adapters.mail.bounce_report import read_report
from kiosk.adapters.mail.dkim_signature import CannotSign, signed, signing_key
from kiosk.adapters.mail.envelope import Envelope, Reply
from kiosk.adapters.mail.errors import Deferred, OutcomeUnknown, Rejected
from kiosk.adapters.mail.letter import Attachment, Letter, compose, message_id_for
from kiosk.adapters.mail.mailboxes import Mailbox, NoMailbox, open_mailbox
from kiosk.adapters.mail.outbox import Outbox, open_outbox
from kiosk.adapters.mail.reading import Bodies, read_bodies
from kiosk.adapters.mail.smtp import Timeouts

__all__ = [
    "LARGEST_REPORT",
    "Attachment",
    "Bodies",
    "CannotSign",
    "Deferred",
    "Envelope",
    "HeaderRefused",
    "Letter",
    "Mailbox",
    "NoMailbox",
    "Outbox",
    "OutcomeUnknown",
    "Rejected",
    "Reply",
    "Timeouts",
    "compose",
    "message_id_for",
    "open_mailbox",
    "open_outbox",
    "parse_mail_from",
    "read_bodies",
    "read_report",
    "signed",
    "signing_key",
    "takes_letters",
    "without_controls",
]
