"""Tokens of return paths and of "unsubscribe": each answers one letter, and nobody can make one."""

import re
import string

import pytest

from kiosk.db import writing
from kiosk.domain import deliveries, keys
from kiosk.domain.deliveries import Delivery
from kiosk.domain.keys import KeyRing
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
BOUNCES = "bounces@fair.example"


def put(fair: Fair, name: str = "Asha", kind: str = "pack", edition: int = 1) -> Delivery:
    with writing():
        return deliveries.put(
            fair.person(name), kind, message=b"letter", message_id="<1@kiosk.example>",
            state="queued", at=NOON, edition=edition,
        )  # fmt: skip


def test_a_return_path_names_its_letter() -> None:
    fair = Fair()
    letter, other = put(fair), put(fair, "Ben")

    path = deliveries.return_path(letter.public_id, BOUNCES)

    assert re.fullmatch(r"bounces\+[0-9a-z]{36}@fair\.example", path)
    assert deliveries.by_return_path(path) == letter
    assert deliveries.by_return_path(deliveries.return_path(other.public_id, BOUNCES)) == other


def test_a_return_path_is_read_in_any_case_and_behind_another_address() -> None:
    letter = put(Fair())

    path = deliveries.return_path(letter.public_id, BOUNCES)

    assert deliveries.by_return_path(path.upper()) == letter
    assert deliveries.by_return_path(f"prvs=0123abcdef={path}") == letter
    assert deliveries.by_return_path(path.replace("fair.example", "mx.fair.example")) == letter


def test_a_return_path_fits_into_64_characters() -> None:
    local = "b" * deliveries.LONGEST_BOUNCE_LOCAL_PART

    path = deliveries.return_path(put(Fair()).public_id, f"{local}@fair.example")

    assert len(path.rpartition("@")[0]) == 64


@pytest.mark.parametrize("place", [-1, 0, 15, 16, 20])
def test_a_return_path_with_one_letter_changed_names_nothing(place: int) -> None:
    path = deliveries.return_path(put(Fair()).public_id, BOUNCES)
    token = path.partition("+")[2].partition("@")[0]
    place %= len(token)
    changed = token[:place] + ("0" if token[place] != "0" else "1") + token[place + 1 :]

    assert deliveries.by_return_path(f"bounces+{changed}@fair.example") is None


@pytest.mark.parametrize(
    "address",
    ["", "bounces@fair.example", "bounces+@fair.example", "+@", "@", "x" * 100_000, "\x00",
     f"bounces+{'0' * 36}@fair.example", f"bounces+{'é' * 36}@fair.example"],
)  # fmt: skip
def test_any_other_address_names_nothing(address: str) -> None:
    put(Fair())

    assert deliveries.by_return_path(address) is None
    assert deliveries.by_unsubscribe_token(address) is None


def test_an_unsubscribe_token_names_a_persons_letter_by_kind_and_edition() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    first, second, foreign = put(fair), put(fair, edition=2), put(neighbour, "Cy")
    asha, cy = fair.person("Asha").public_id, neighbour.person("Cy").public_id

    found = [
        deliveries.by_unsubscribe_token(deliveries.unsubscribe_token(who, "pack", edition))
        for who, edition in ((asha, 1), (asha, 2), (cy, 1), (asha, 3))
    ]

    assert found == [first, second, foreign, None]


def test_an_unsubscribe_token_can_stand_in_an_address_and_is_read_in_any_case() -> None:
    fair = Fair()
    letter = put(fair)

    token = deliveries.unsubscribe_token(fair.person("Asha").public_id, "pack", 1)

    assert set(token) <= set(string.ascii_lowercase + string.digits + "-")
    assert deliveries.by_unsubscribe_token(f" {token.upper()} ") == letter


def test_an_unsubscribe_token_of_another_letter_cannot_be_made_of_one() -> None:
    fair = Fair()
    put(fair, kind="nudge"), put(fair, edition=2)
    token = deliveries.unsubscribe_token(fair.person("Asha").public_id, "pack", 1)

    assert deliveries.by_unsubscribe_token(token.replace("-pack-", "-nudge-")) is None
    assert deliveries.by_unsubscribe_token(token.replace("-1-", "-2-")) is None


def test_a_return_path_is_no_unsubscribe_token_and_no_token_holds_an_address() -> None:
    fair = Fair()
    letter = put(fair)
    path = deliveries.return_path(letter.public_id, BOUNCES)
    token = deliveries.unsubscribe_token(fair.person("Asha").public_id, "pack", 1)

    assert deliveries.by_unsubscribe_token(path) is None
    assert deliveries.by_return_path(f"bounces+{token}@fair.example") is None
    assert "asha" not in path + token


def test_tokens_outlive_a_new_key_and_not_a_lost_one() -> None:
    fair = Fair()
    letter, before = put(fair), keys.ring()
    path = deliveries.return_path(letter.public_id, BOUNCES)

    try:
        keys.install(KeyRing((*before.secrets, ("k2", b"another" * 8))))
        kept = deliveries.by_return_path(path)
        keys.install(KeyRing((("k2", b"another" * 8),)))
        lost = deliveries.by_return_path(path)
    finally:
        keys.install(before)

    assert (kept, lost) == (letter, None)
