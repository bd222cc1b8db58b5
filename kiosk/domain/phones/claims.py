"""Claims: what was shown to somebody, or lies in their mailbox, and links a phone to them.

Three ways: the private link from the letter; a 60-second code on the tablet right after check-in;
six digits beside it with the first name (2 minutes, 5 tries). Badge codes link nothing. A fourth,
the confirmation in a letter of its own, lets a third phone take the place of an older one.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from kiosk.db import db
from kiosk.domain import codes, keys
from kiosk.domain.attendees import Attendee, fold, hold
from kiosk.domain.phones.record import PhoneCode
from kiosk.errors import NotKnown

SHOWN_FOR = timedelta(seconds=60)
DIGITS_FOR = timedelta(minutes=2)
CONFIRM_WITHIN = timedelta(hours=24)
WRITE_AGAIN_AFTER = timedelta(minutes=10)
TRIES = 5


class NoSuchClaim(NotKnown):
    """The code links nothing: unknown, used, too old, or tried too often."""

    slug = "no_such_claim"
    sentence = "That code is not valid any more. Ask for a new one at the tablet or the help lane."


def show_code(
    attendee: Attendee, device_id: int | None, at: datetime, *, seed: str | None = None
) -> tuple[str, str]:
    """Return a fresh secret (26 characters) and six digits for a person just checked in.

    With a `seed` (never used before) the same pair can be read again by `shown_code`: a tablet
    whose answer was lost, or that was told of a nod, shows it without writing anything.
    """
    secret, digits = shown_code(seed or secrets.token_hex(16))
    row = PhoneCode(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        device_id=device_id,
        secret_hash=keys.lookup_hash("phone-code", secret),
        digits_hash=_digits_hash(attendee.event_id, attendee.first_name, digits),
        shown_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return secret, digits


def shown_code(seed: str) -> tuple[str, str]:
    """Return the secret and the six digits that `show_code` made from a seed."""
    ring = keys.ring()
    secret = keys.derive_code("phone-code", codes.LENGTHS["claim"], seed, key_id=ring.secrets[0][0])
    number = int.from_bytes(ring.digest("phone-digits", seed, key_id=ring.secrets[0][0]))
    return secret, f"{number % 10**6:06d}"


def _digits_hash(event_id: int, first_name: str, digits: str) -> str:
    return keys.lookup_hash("phone-digits", f"{event_id}:{fold(first_name)}:{digits}")


def who_may_link(secret: str, at: datetime) -> tuple[Attendee, str]:
    """Return whom a claim secret speaks for, and through what, without using it up.

    `letter` is the private link, `confirmed` the one in the letter about a third phone.

    Raises:
        NoSuchClaim: it links nothing.
    """
    shown = _by_secret(secret, at)
    if shown is not None:
        through = "confirmed" if shown.shown_through == "letter" else "tablet"
        return db.session.get_one(Attendee, shown.attendee_id), through
    try:
        event_id = codes.event_of(secret, "claim")
        return codes.whose(event_id, secret, "claim")[0], "letter"
    except NotKnown:
        raise NoSuchClaim from None


def _by_secret(secret: str, at: datetime) -> PhoneCode | None:
    query = select(PhoneCode).where(
        PhoneCode.secret_hash == keys.lookup_hash("phone-code", codes.read(secret)),
        PhoneCode.used_at.is_(None),
        or_(
            and_(PhoneCode.shown_through == "tablet", PhoneCode.shown_at > at - SHOWN_FOR),
            and_(PhoneCode.shown_through == "letter", PhoneCode.shown_at > at - CONFIRM_WITHIN),
        ),
    )
    return db.session.scalar(query.with_for_update())  # two phones at once: one links


def secret_for_digits(event_id: int, first_name: str, digits: str, at: datetime) -> Attendee:
    """Return who was shown these six digits within two minutes, by first name.

    A wrong guess for a name that is being shown counts against it: five and it is void.

    Raises:
        NoSuchClaim: nobody, or tried too often.
    """
    wanted = _digits_hash(event_id, first_name, "".join(filter(str.isdigit, digits)))
    query = select(PhoneCode).where(
        PhoneCode.event_id == event_id,
        PhoneCode.used_at.is_(None),
        PhoneCode.shown_through == "tablet",
        PhoneCode.shown_at > at - DIGITS_FOR,
        PhoneCode.tries < TRIES,
    )
    shown = list(db.session.scalars(query.order_by(PhoneCode.id).with_for_update()))
    for row in shown:
        if row.digits_hash == wanted:
            return db.session.get_one(Attendee, row.attendee_id)
    for row in shown:
        person = db.session.get_one(Attendee, row.attendee_id)
        if fold(person.first_name) == fold(first_name):
            row.tries += 1
    raise NoSuchClaim


def confirm_code(attendee: Attendee, at: datetime) -> str | None:
    """Return a fresh secret for the letter that confirms a third phone; it holds for a day.

    None: one went less than ten minutes ago, and is still to be opened.
    """
    hold(attendee.id)
    waiting = select(PhoneCode.id).where(
        PhoneCode.attendee_id == attendee.id,
        PhoneCode.shown_through == "letter",
        PhoneCode.used_at.is_(None),
        PhoneCode.shown_at > at - WRITE_AGAIN_AFTER,
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return None
    secret, _digits = shown_code(secrets.token_hex(16))
    row = PhoneCode(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        secret_hash=keys.lookup_hash("phone-code", secret),
        digits_hash=secrets.token_hex(32),  # nobody is shown digits for it
        shown_through="letter",
        shown_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return secret
