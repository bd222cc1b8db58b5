"""The stations' PIN: kept as a hash, and the key of the sealed names opens under it alone."""

import json
from base64 import b64decode
from functools import cache
from hashlib import pbkdf2_hmac

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.db import writing
from kiosk.domain import events
from kiosk.domain.events import EasyPin, PreparedPin
from tests.people import Fair

pytestmark = pytest.mark.usefixtures("records")
PIN, OTHER = "270493", "118024"


@cache
def prepared(public_id: str, wanted: str = PIN) -> PreparedPin:
    """A PIN made ready once for all tests: it is slow on purpose."""
    return events.prepare_pin(public_id, wanted)


def with_pin(fair: Fair, wanted: str = PIN) -> PreparedPin:
    made = prepared(fair.event.public_id, wanted)
    with writing():
        events.set_pin(fair.event, made)
    return made


def opened(wrapped: str, typed: str) -> bytes | None:
    """What a tablet makes of the wrapped key, with what a steward typed."""
    parts = json.loads(wrapped)
    salt, nonce, sealed = (b64decode(parts[name]) for name in ("salt", "nonce", "wrapped"))
    stretched = pbkdf2_hmac("sha256", typed.encode(), salt, parts["iterations"])
    try:
        return AESGCM(stretched).decrypt(nonce, sealed, None)
    except InvalidTag:
        return None


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "12345",
        "123456",
        "987654",
        "901234",
        "000000",
        "1234567890123",
        "12345a",
        "１２３４９６",
    ],
)
def test_a_pin_that_anybody_would_try_is_refused(wanted: str) -> None:
    with pytest.raises(EasyPin):
        events.check_pin(wanted)


def test_a_pin_fits_itself_alone_and_is_kept_nowhere() -> None:
    fair = Fair(people=())
    with_pin(fair)
    kept = f"{fair.event.pin_hash} {fair.event.names_key}"

    assert events.pin_fits(fair.event.pin_hash, PIN)
    assert not events.pin_fits(fair.event.pin_hash, OTHER)
    assert not events.pin_fits(fair.event.pin_hash, PIN * 4000)
    assert not events.pin_fits(None, PIN)
    assert PIN not in kept


def test_the_names_key_opens_under_the_pin_and_no_other() -> None:
    fair = Fair(people=())
    assert events.names_key(fair.event) is None
    with_pin(fair)
    wrapped = fair.event.names_key or ""

    assert opened(wrapped, PIN) == events.names_key(fair.event)
    assert opened(wrapped, OTHER) is None
    assert len(events.names_key(fair.event) or b"") == 32
    assert len(wrapped) <= 200
    assert set(json.loads(wrapped)) == {"serial", "iterations", "salt", "nonce", "wrapped"}


def test_a_new_pin_makes_a_new_key() -> None:
    fair = Fair(people=())
    with_pin(fair)
    before = events.names_key(fair.event)

    with writing():
        events.set_pin(fair.event, events.prepare_pin(fair.event.public_id, OTHER))

    assert events.names_key(fair.event) != before
    assert not events.pin_fits(fair.event.pin_hash, PIN)


def test_the_neighbours_key_is_another() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    made = with_pin(fair)

    with writing():
        events.set_pin(neighbour.event, made)

    assert events.names_key(neighbour.event) != events.names_key(fair.event)
