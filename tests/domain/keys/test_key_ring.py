"""The key ring: one secret, many keys, and no code of one purpose is valid for another."""

import pytest

from kiosk.domain import keys
from kiosk.domain.keys import ALPHABET, KeyRing, key_ring

OLD, NEW = ("k1", b"old secret " * 4), ("k2", b"new secret " * 4)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> KeyRing:
    """A ring of two keys, in the place of the one that tests share."""
    ring = KeyRing((OLD, NEW))
    monkeypatch.setattr(key_ring, "_ring", ring)
    return ring


def test_without_a_ring_nothing_is_keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_ring, "_ring", None)

    with pytest.raises(RuntimeError, match="create_app"):
        keys.ring()


def test_the_newest_key_makes_and_an_older_one_still_checks(ring: KeyRing) -> None:
    assert ring.current == "k2"
    assert ring.digest("p", "x") == KeyRing((NEW,)).digest("p", "x")
    assert ring.digest("p", "x", key_id="k1") == KeyRing((OLD,)).digest("p", "x")


def test_purposes_and_parts_are_kept_apart(ring: KeyRing) -> None:
    made = {
        ring.digest("ticket", "ab", "c"),
        ring.digest("ticket", "a", "bc"),
        ring.digest("ticket", "abc"),
        ring.digest("badge", "ab", "c"),
    }

    assert len(made) == 4


def test_what_is_looked_up_outlives_a_new_key(ring: KeyRing) -> None:
    with_both = keys.lookup_hash("ticket", "CODE")
    keys.install(KeyRing((OLD,)))  # the fixture puts the shared ring back

    assert keys.lookup_hash("ticket", "CODE") == with_both
    assert len(with_both) == 64


@pytest.mark.parametrize(("kind", "length"), [("ticket", 26), ("badge", 20), ("claim", 26)])
def test_a_code_has_its_length_in_our_letters(ring: KeyRing, kind: str, length: int) -> None:
    code = keys.derive_code(kind, length, "person", "1", key_id="k2")

    assert keys.is_code(code, length)
    assert set(code) <= set(ALPHABET)
    assert code == keys.derive_code(kind, length, "person", "1", key_id="k2")


def test_every_serial_person_purpose_and_key_has_another_code(ring: KeyRing) -> None:
    codes = {
        keys.derive_code(purpose, 20, person, serial, key_id=key)
        for purpose in ("badge", "ticket")
        for person in ("one", "two")
        for serial in ("1", "2")
        for key in ("k1", "k2")
    }

    assert len(codes) == 16
