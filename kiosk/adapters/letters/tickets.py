"""Letters about a person's own ticket and phones."""

from datetime import datetime

from kiosk.adapters import code_picture
from kiosk.adapters.letters.writing import Sender, write_letter
from kiosk.adapters.mail import Attachment
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.packs import PackLetter


def ticket_letter(
    attendee: Attendee,
    event: Event,
    own: dict[str, str],
    sender: Sender,
    *,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the confirmation: the ticket's QR, and the private link that links a phone."""
    code = own["ticket"]
    context = {
        "place": event.place,
        "ticket_code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "ticket_url": f"{sender.public_url}/ticket#{code}",
        "claim_url": f"{sender.public_url}/claim#{own['claim']}",
    }
    picture = Attachment("ticket.png", "image/png", code_picture.png(code), cid="ticket")
    return write_letter("ticket", attendee, event, context, (picture,), sender, at, edition)


def phone_letter(
    attendee: Attendee, event: Event, label: str, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the notice that a phone was linked, with the way to unlink it."""
    context = {"label": label, "me_url": f"{sender.public_url}/me"}
    return write_letter("phone_linked", attendee, event, context, (), sender, at, edition)


def phone_left_letter(
    attendee: Attendee, event: Event, label: str, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the notice that a phone speaks for somebody else now."""
    context = {"label": label, "me_url": f"{sender.public_url}/me"}
    return write_letter("phone_left", attendee, event, context, (), sender, at, edition)


def confirm_letter(
    attendee: Attendee,
    event: Event,
    asked: tuple[str, str],
    sender: Sender,
    *,
    at: datetime,
    edition: int,
) -> PackLetter:
    """Return the question whether a third phone may speak: `asked` is the secret and who goes."""
    secret, leaves = asked
    context = {"claim_url": f"{sender.public_url}/claim#{secret}", "leaves": leaves}
    return write_letter("phone_confirm", attendee, event, context, (), sender, at, edition)
