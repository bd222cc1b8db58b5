"""Staff: who may sign in, what their role includes, and how a lost passphrase is guarded."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from kiosk.db import writing
from kiosk.domain import staff
from kiosk.domain.staff import NameTaken, StaffMember
from kiosk.errors import NotKnown, Refused
from tests.people import NOON, Fair, count

PASSPHRASE = "a fair wind blows"
HASH = staff.hash_passphrase(PASSPHRASE)
pytestmark = pytest.mark.usefixtures("records")


def add(fair: Fair | None, name: str = "Sam", role: str = "steward") -> StaffMember:
    with writing():
        event_id = fair.id if fair else None
        return staff.add(name, role, HASH, event_id=event_id, at=NOON)


def session_of(member: StaffMember) -> str:
    with writing():
        return staff.start_session(member, NOON)


def test_a_steward_signs_in_with_the_right_passphrase_only() -> None:
    sam = add(Fair(people=()))

    assert staff.check_passphrase(" Sam ", PASSPHRASE, NOON) is sam
    assert staff.check_passphrase("Sam", "a fair wind blew", NOON) is None
    assert staff.check_passphrase("Nobody", PASSPHRASE, NOON) is None
    assert sam.passphrase_hash.startswith("$argon2id$")


def test_an_unknown_name_is_as_much_work_as_a_wrong_passphrase() -> None:
    assert extract_parameters(HASH) == RFC_9106_LOW_MEMORY
    assert extract_parameters(staff.NOBODYS_HASH) == RFC_9106_LOW_MEMORY
    with pytest.raises(VerifyMismatchError):  # raised only after the whole work
        PasswordHasher().verify(staff.NOBODYS_HASH, PASSPHRASE)


def test_a_name_signs_in_once() -> None:
    fair = Fair(people=())
    add(fair)

    with pytest.raises(NameTaken):
        add(fair, role="organiser")
    assert count(StaffMember) == 1


def test_a_role_is_one_of_ours_and_only_an_admin_is_of_every_event() -> None:
    with pytest.raises(Refused, match="no_such_role"):
        add(Fair(people=()), role="king")
    with pytest.raises(Refused, match="event_needed"):
        add(None, role="organiser")

    assert add(None, "Root", "admin").event_id is None


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refused, match="passphrase_short"):
        staff.hash_passphrase("123456789")


@pytest.mark.parametrize(
    ("role", "includes"),
    [("steward", {"steward"}), ("coordinator", {"coordinator"}),
     ("organiser", {"steward", "organiser"}), ("admin", set(staff.ROLES))],
)  # fmt: skip
def test_a_role_includes_others(role: str, includes: set[str]) -> None:
    member = StaffMember(role=role)

    assert {other for other in staff.ROLES if member.may(other)} == includes


def test_after_five_wrong_tries_an_account_waits_longer_each_time() -> None:
    sam = add(Fair(people=()))
    waits = []
    at = NOON
    for _wrong in range(14):
        with writing():
            staff.count_failure("Sam", at)
        if sam.locked_until:
            waits.append(sam.locked_until - at)
            at = sam.locked_until

    assert waits[:4] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert max(waits) == timedelta(minutes=64)


def test_a_locked_account_refuses_the_right_passphrase_and_counts_no_further() -> None:
    sam = add(Fair(people=()))
    with writing():
        sam.failures, sam.locked_until = 5, NOON + timedelta(minutes=1)

    with writing():
        staff.count_failure("Sam", NOON)

    assert sam.failures == 5
    assert staff.check_passphrase("Sam", PASSPHRASE, NOON) is None
    assert staff.check_passphrase("Sam", PASSPHRASE, NOON + timedelta(minutes=2)) is sam


def test_a_wrong_try_for_nobody_is_not_counted_anywhere() -> None:
    with writing():
        staff.count_failure("Nobody", NOON)

    assert count(StaffMember) == 0


def test_a_session_lives_fourteen_hours_and_forgives_old_failures() -> None:
    sam = add(Fair(people=()))
    with writing():
        staff.count_failure("Sam", NOON)

    key = session_of(sam)

    assert sam.failures == 0
    assert staff.by_session(key, NOON + timedelta(hours=13)) is sam
    assert staff.by_session(key, NOON + timedelta(hours=14)) is None
    assert staff.by_session("another key", NOON) is None


def test_who_signs_out_is_out_and_again_changes_nothing() -> None:
    key = session_of(add(Fair(people=())))

    for _twice in range(2):
        with writing():
            staff.end_session(key, NOON)

    assert staff.by_session(key, NOON) is None


def test_another_passphrase_ends_every_open_session() -> None:
    sam = add(Fair(people=()))
    keys = [session_of(sam), session_of(sam)]

    with writing():
        staff.change_passphrase(sam, HASH, NOON)

    assert [staff.by_session(key, NOON) for key in keys] == [None, None]


def test_an_ended_account_signs_in_no_more_and_frees_its_name() -> None:
    fair = Fair(people=())
    sam = add(fair)
    key = session_of(sam)

    for hours in (0, 1):
        with writing():
            staff.end_account(sam, NOON + timedelta(hours=hours))

    assert sam.left_at == NOON
    assert staff.by_session(key, NOON) is None
    assert staff.check_passphrase("Sam", PASSPHRASE, NOON) is None
    assert staff.check_passphrase(sam.name, PASSPHRASE, NOON) is None
    assert staff.of_event(fair.id) == []
    assert add(fair).name == "Sam"


def test_a_role_changes_but_nobody_becomes_an_admin_by_it() -> None:
    sam = add(Fair(people=()))

    with writing():
        staff.change_role(sam, "organiser")
    for role in ("admin", "king"):
        with pytest.raises(Refused, match="no_such_role"):
            staff.change_role(sam, role)

    assert sam.role == "organiser"


def test_the_neighbours_staff_and_admins_are_not_known_here() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    sam, nia, root = add(fair), add(neighbour, "Nia"), add(None, "Root", "admin")

    assert staff.by_public_id(fair.id, sam.public_id) is sam
    for foreign in (nia, root):
        with pytest.raises(NotKnown, match="no_such_member"):
            staff.by_public_id(fair.id, foreign.public_id)
    assert [member.name for member in staff.of_event(fair.id)] == ["Root", "Sam"]
