"""Addresses that get no letter: one hash an address, however it is written, and no other's."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import deliveries
from kiosk.domain.deliveries import Suppression
from tests.people import NOON, count

pytestmark = pytest.mark.usefixtures("records")


def suppress(address: str, reason: str = "unsubscribed") -> None:
    with writing():
        deliveries.suppress(address, reason, NOON)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("asha@example.org", " ASHA@Example.ORG "),
        ("asha@example.org", "asha@example.org."),
        ("asha@bücher.example", "Asha@xn--bcher-kva.example"),
        ("asha@BÜCHER.example", "asha@bu\u0308cher.example"),
        ("zoë@example.org", "ZOE\u0308@example.org"),
        ("asha@straße.example", "asha@xn--strae-oqa.example"),
    ],
)
def test_one_address_written_in_two_ways_is_one(one: str, other: str) -> None:
    suppress(one)

    assert deliveries.is_suppressed(other, "pack")
    suppress(other)
    assert count(Suppression) == 1


@pytest.mark.parametrize(
    "other",
    ["a.sha@example.org", "asha+fair@example.org", "asha@mail.example.org", "asha@example.com",
     "zoe@example.org", "ashä@example.org", "@example.org", ""],
)  # fmt: skip
def test_another_mailbox_is_another_address(other: str) -> None:
    suppress("asha@example.org")

    assert not deliveries.is_suppressed(other, "pack")


def test_sharp_s_and_double_s_are_two_mailboxes() -> None:
    suppress("strauß@example.org")

    assert not deliveries.is_suppressed("strauss@example.org", "pack")


@pytest.mark.parametrize("address", ["asha", "a@b@c", "asha@-é-.example", "\x00", "a@" + "é" * 300])
def test_what_is_no_address_raises_nothing(address: str) -> None:
    suppress(address)

    assert deliveries.is_suppressed(address, "pack")


@pytest.mark.parametrize("kind", ["pack", "nudge"])
def test_whoever_unsubscribed_gets_neither_pack_nor_nudge(kind: str) -> None:
    suppress("asha@example.org")

    assert deliveries.is_suppressed("asha@example.org", kind)


@pytest.mark.parametrize("kind", ["ticket", "phone_linked", "phone_confirm", "deletion", "test"])
def test_what_people_ask_for_or_must_be_told_still_comes(kind: str) -> None:
    suppress("asha@example.org")

    assert not deliveries.is_suppressed("asha@example.org", kind)
    suppress("asha@example.org", "bounced")
    assert deliveries.is_suppressed("asha@example.org", kind)


def test_a_wish_can_be_taken_back_and_made_again() -> None:
    suppress("asha@example.org")

    with writing():
        deliveries.lift("ASHA@example.org", NOON + timedelta(hours=1))
    lifted = deliveries.suppressed_for("asha@example.org")
    suppress("asha@example.org")

    assert (lifted, deliveries.suppressed_for("asha@example.org")) == (None, "unsubscribed")
    assert count(Suppression) == 1


def test_lifting_what_was_never_suppressed_changes_nothing() -> None:
    with writing():
        deliveries.lift("asha@example.org", NOON)

    assert count(Suppression) == 0
