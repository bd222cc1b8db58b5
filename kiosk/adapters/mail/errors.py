"""What a mail server's silence or refusal means for a letter; the tree is drawn in the package."""

import re

from kiosk.errors import Unavailable

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def cleaned(reply: object) -> str:
    """Return a server's words as one line of at most 500 characters."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return _NOT_TEXT.sub(" ", words).strip()[:500]


class _Trouble(Unavailable):
    """Trouble at a phase of the conversation, with the server's own words."""

    def __init__(self, phase: str, reply: object = "") -> None:
        """Keep the phase (connect, mail, rcpt, data, dot …) and the cleaned reply."""
        super().__init__()
        self.phase = phase
        self.reply = cleaned(reply)


class Deferred(_Trouble):
    """Nothing of the content has been accepted: trying later is safe."""

    slug = "mail_deferred"
    sentence = "The mail server asks to try later."


class Rejected(_Trouble):
    """The server refused for good."""

    slug = "mail_rejected"
    sentence = "The mail server refused the letter."


class OutcomeUnknown(_Trouble):
    """The letter may have been accepted: it is never sent again by itself."""

    slug = "mail_unknown"
    sentence = "The mail server did not say whether it took the letter."
