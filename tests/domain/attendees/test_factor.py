"""The second factor: what proves that a name is somebody's own, and what never does."""

from __future__ import annotations

import pytest

from kiosk.domain.attendees import Attendee, proves

BOTH = ["phone", "email", "nod"]
ASHA = Attendee(name="Asha Patel", phone="+447700900101", email="Asha.Patel@example.org")
NOBODY = Attendee(name="No Body", phone=None, email=None)


@pytest.mark.parametrize("typed", ["0101", "01 01", "٠١٠١", "07700 900101", "+44 7700 900101"])
def test_the_last_digits_of_the_phone_are_enough(typed: str) -> None:
    assert proves(ASHA, BOTH, digits=typed)


@pytest.mark.parametrize("typed", ["asha.patel", " ASHA.PATEL ", "asha.patel@example.org"])
def test_the_address_up_to_the_at_is_enough(typed: str) -> None:
    assert proves(ASHA, BOTH, before_at=typed)


@pytest.mark.parametrize("typed", ["", "101", "1101", "0102", "²²²²", "0101x0"])
def test_other_digits_prove_nothing(typed: str) -> None:
    assert not proves(ASHA, BOTH, digits=typed)


@pytest.mark.parametrize("typed", ["", "@", "asha", "patel", "asha.patel2", "%", "asha.patel\x00"])
def test_another_address_proves_nothing(typed: str) -> None:
    assert not proves(ASHA, BOTH, before_at=typed)


def test_what_the_event_does_not_allow_proves_nothing() -> None:
    assert not proves(ASHA, ["email"], digits="0101")
    assert not proves(ASHA, ["phone"], before_at="asha.patel")
    assert not proves(ASHA, ["nod"], digits="0101", before_at="asha.patel")


def test_who_left_neither_cannot_be_proved_by_nothing() -> None:
    assert not proves(NOBODY, BOTH)
    assert not proves(NOBODY, BOTH, digits="0000", before_at="None")


def test_a_number_that_is_all_last_digits_is_no_secret() -> None:
    assert not proves(Attendee(name="Short", phone="0101"), BOTH, digits="0101")
