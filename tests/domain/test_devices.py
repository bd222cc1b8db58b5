"""Devices: a code pairs one screen once, a key is revocable, and only hashes are stored."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import devices
from kiosk.domain.devices import Device, NoSuchPairingCode
from kiosk.errors import NotKnown, Refused
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def pair(fair: Fair, name: str = "Door 1", kind: str = "station", mode: str = "door") -> str:
    with writing():
        return devices.pair(fair.event, kind=kind, name=name, mode=mode, at=NOON)[1]


def claim(code: str, minutes: int = 0) -> str:
    with writing():
        return devices.claim_pairing(code, NOON + timedelta(minutes=minutes))[1]


def test_a_typed_code_pairs_a_screen() -> None:
    fair = Fair(people=())

    key = claim(pair(fair, mode="meet").lower())

    facts = devices.by_key(key)
    assert facts is not None
    assert (facts.name, facts.kind, facts.mode) == ("Door 1", "station", "meet")
    assert facts.event == fair.facts
    assert facts.asker == f"device:{facts.public_id}"
    assert devices.facts_of(facts.id) == facts


def test_a_code_pairs_once() -> None:
    code = pair(Fair(people=()))
    claim(code)

    with pytest.raises(NoSuchPairingCode):
        claim(code)


@pytest.mark.parametrize("code", ["", "ABCDEFGH", "x" * 5000, "\u0000"])
def test_another_code_pairs_nothing(code: str) -> None:
    pair(Fair(people=()))

    with pytest.raises(NoSuchPairingCode):
        claim(code)


def test_a_code_is_too_old_after_half_a_day() -> None:
    code = pair(Fair(people=()))

    with pytest.raises(NoSuchPairingCode):
        claim(code, minutes=12 * 60)
    assert claim(code, minutes=12 * 60 - 1)


def test_the_same_name_pairs_anew_and_the_old_screen_goes_dark_then() -> None:
    fair = Fair(people=())
    old = claim(pair(fair))
    code = pair(fair, mode="exit")

    assert devices.by_key(old) is not None
    new = claim(code)

    assert devices.by_key(old) is None
    facts = devices.by_key(new)
    assert facts is not None and facts.mode == "exit"
    assert count(Device, Device.name == "Door 1") == 1


def test_a_program_gets_its_key_at_once_and_no_key_is_stored() -> None:
    key = pair(Fair(people=()), kind="api")

    facts = devices.by_key(key)

    assert facts is not None and facts.kind == "api"
    stored = db.session.scalars(select(Device.key_hash)).all()
    assert key not in stored
    assert {len(found or "") for found in stored} == {64}


@pytest.mark.parametrize(("kind", "mode"), [("phone", "door"), ("station", "disco")])
def test_a_kind_or_mode_that_is_none_of_ours_is_refused(kind: str, mode: str) -> None:
    with pytest.raises(Refused, match="no_such_kind"):
        pair(Fair(people=()), kind=kind, mode=mode)


def test_a_revoked_key_is_no_key_and_again_changes_nothing() -> None:
    fair = Fair(people=())
    key = claim(pair(fair))
    device = devices.by_name(fair.id, "Door 1")
    assert device is not None

    for hours in (0, 1):
        with writing():
            devices.revoke(device, NOON + timedelta(hours=hours))

    assert device.revoked_at == NOON
    assert devices.by_key(key) is None
    assert devices.facts_of(device.id) is None
    assert devices.by_name(fair.id, "Door 1") is None
    assert device not in devices.of_event(fair.id)


def test_a_revoked_devices_pairing_code_pairs_nothing_and_its_name_is_free() -> None:
    fair = Fair(people=())
    code = pair(fair)
    device = devices.by_name(fair.id, "Door 1")
    assert device is not None
    with writing():
        devices.revoke(device, NOON)

    with pytest.raises(NoSuchPairingCode):
        claim(code)
    assert claim(pair(fair))
    assert count(Device, Device.name == "Door 1") == 2


def test_a_mode_changes_to_one_of_ours() -> None:
    fair = Fair(people=())
    claim(pair(fair))
    device = devices.by_name(fair.id, "Door 1")
    assert device is not None

    with writing():
        devices.change_mode(device, "exit")
    with pytest.raises(Refused, match="no_such_mode"):
        devices.change_mode(device, "disco")

    assert device.mode == "exit"


def test_a_recruiter_goes_on_duty_at_a_stand() -> None:
    fair = Fair()
    key = claim(pair(fair, "Nova", kind="stand", mode="stand"))
    device = devices.by_name(fair.id, "Nova")
    assert device is not None

    with writing():
        devices.put_on_duty(device, fair.person("Ben").id)

    facts = devices.by_key(key)
    assert facts is not None and facts.on_duty_id == fair.person("Ben").id


def test_the_neighbours_devices_are_not_known_here() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    (theirs,) = devices.of_event(neighbour.id)

    assert devices.by_public_id(neighbour.id, theirs.public_id) is theirs
    with pytest.raises(NotKnown, match="no_such_device"):
        devices.by_public_id(fair.id, theirs.public_id)
    assert devices.by_name(fair.id, theirs.name) is None
    assert theirs not in devices.of_event(fair.id)
