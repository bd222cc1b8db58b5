"""What can go wrong, grouped by what the person who meets it can do.

    KioskError
    ├── Refused       the person can act: the sentence says how (HTTP 409, or 422 with fields)
    │   └── Invalid   a field is wrong; `fields` names each with its sentence (422)
    ├── NotKnown      no such code, person or page (404), the same answer whatever the reason
    └── Unavailable   a printer, a mail server, a disk: try again, or not (`permanent`)

A slug is for machines and never changes; the sentence is for people, says what to do next, and is
translated where it is shown. Neither ever holds personal data.
"""


class KioskError(Exception):
    """The root. `slug` names the error for machines, `sentence` tells a person what to do."""

    slug = "error"
    sentence = "Something went wrong. Please ask a steward."

    def __init__(
        self, slug: str | None = None, sentence: str | None = None, **facts: object
    ) -> None:
        """Say which error this is; `facts` are public facts a machine may be told with it."""
        self.slug = slug or self.slug
        self.sentence = sentence or self.sentence
        self.facts = facts
        super().__init__(self.slug)


class Refused(KioskError):
    """The rules say no, and the person can do something about it."""

    slug = "refused"
    sentence = "That did not work. Please ask a steward."


class Invalid(Refused):
    """Something that was sent cannot be read; `fields` maps each field to a sentence."""

    slug = "invalid"
    sentence = "Please check what you typed."

    def __init__(self, fields: dict[str, str], sentence: str | None = None) -> None:
        """Take the faults by field; the first one's sentence speaks for all unless told."""
        super().__init__("invalid", sentence or next(iter(fields.values()), None))
        self.fields = fields


class NotKnown(KioskError):
    """Nothing here by that code or id; unknown, revoked, erased and foreign look the same."""

    slug = "not_known"
    sentence = "We do not know that code. Please go to the help lane."


class Unavailable(KioskError):
    """Something outside did not answer. `permanent` says whether trying again can help."""

    slug = "unavailable"
    sentence = "That is not available just now. Please try again in a moment."

    def __init__(
        self,
        slug: str | None = None,
        sentence: str | None = None,
        *,
        permanent: bool = False,
        **facts: object,
    ) -> None:
        """Say what is missing and whether it can come back by itself."""
        super().__init__(slug, sentence, **facts)
        self.permanent = permanent
