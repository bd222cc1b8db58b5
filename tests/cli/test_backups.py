"""`kiosk backup` and `restore`: whole, beside a running server, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk import clock
from kiosk.db import sqlite_module, writing
from kiosk.domain import attendees, deliveries, erasure, events, mentoring
from kiosk.domain.mentoring import Mentor, availability, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from tests.cli.a_shell import EMPLOYERS, PEOPLE, Shell, environment, let_in, program
from tests.cli.processes import serving

RESTORE = ("restore", "fair.backup", "--yes")


def registered(shell: Shell) -> int:
    return int(shell.json("figures", "--event", "fair")["registered"])


def add_eve(shell: Shell) -> None:
    people = shell.write("eve.csv", "name,email\nEve Hill,eve@x.example\n")
    shell.ok("attendees", "import", people, "--event", "fair")


def test_a_backup_brings_everything_back_but_the_key(fair: Shell) -> None:
    tickets = fair.tickets()
    said = fair.ok("backup", "fair.backup")
    add_eve(fair)

    fair.ok(*RESTORE)

    assert "key" in said
    assert registered(fair) == 4
    assert fair.tickets() == tickets
    backup = fair.folder / "fair.backup"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert b"test key test key" not in backup.read_bytes()
    assert sorted(path.name for path in fair.folder.glob("*backup*")) == ["fair.backup"]
    assert "exists" in fair.refused("backup", "fair.backup")
    assert "cannot be written" in fair.refused("backup", "nowhere/fair.backup")


def test_a_restore_asks_first(fair: Shell) -> None:
    fair.ok("backup", "fair.backup")
    add_eve(fair)

    assert fair.run("restore", "fair.backup", typed="n\n").exit_code == 1
    assert registered(fair) == 5


def _foreign(path: Path) -> None:
    connection = sqlite_module.connect(str(path))
    connection.execute("CREATE TABLE attendees (id INTEGER)")
    connection.commit()
    connection.close()


def _newer(path: Path) -> None:
    connection = sqlite_module.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999_from_tomorrow'")
    connection.commit()
    connection.close()


def _torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[8192:-4096] = b"\x5a" * (len(whole) - 12288)
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04"), "not a sound backup"),
        (lambda path: path.write_bytes(b""), "not a sound backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:20000]), "not a sound backup"),
        (_torn, "not a sound backup"),
        (lambda path: (path.unlink(), _foreign(path)), "not a sound backup"),
        (_newer, "newer version"),
        (lambda path: path.unlink(), "Check the name"),
    ],
)
def test_what_is_no_backup_of_ours_changes_nothing(fair: Shell, spoil, says: str) -> None:
    fair.ok("backup", "fair.backup")
    spoil(fair.folder / "fair.backup")
    before = (fair.folder / "data" / "kiosk.db").read_bytes()

    assert says in fair.refused(*RESTORE)

    assert (fair.folder / "data" / "kiosk.db").read_bytes() == before


def test_a_damaged_database_is_replaced(fair: Shell) -> None:
    fair.ok("backup", "fair.backup")
    (fair.folder / "data" / "kiosk.db").write_bytes(b"not a database " * 999)

    fair.ok(*RESTORE)

    assert registered(fair) == 4


def test_who_was_erased_after_the_backup_is_erased_from_it_again(fair: Shell) -> None:
    fair.ok("backup", "fair.backup")
    fair.ok("person", "erase", "asha@students.example", "--event", "fair", "--yes")

    fair.ok(*RESTORE)

    assert registered(fair) == 3
    assert b"Asha Patel" not in (fair.folder / "data" / "kiosk.db").read_bytes()


@contextmanager
def at_the_records() -> Iterator[None]:
    with program("none") as client, client.application.app_context(), writing():
        yield


def carol() -> Mentor:
    draft, fair = ProfileDraft("Carol Reed"), events.by_slug("fair")
    mentor = profiles.sign_up(fair, draft, "reed@x.example", clock.now())
    profiles.confirm(mentor, clock.now())
    return mentor


def test_a_profile_deleted_after_the_backup_is_deleted_from_it_again(fair: Shell) -> None:
    with at_the_records():
        carol()
    fair.ok("backup", "fair.backup")
    with at_the_records():
        availability.leave(carol(), clock.now())

    fair.ok(*RESTORE)

    with at_the_records():
        assert mentoring.by_address("reed@x.example") is None


def test_a_profile_outlives_its_fairs_last_day_though_a_backup_is_older(fair: Shell) -> None:
    with at_the_records():
        carol()
    fair.ok("backup", "fair.backup")
    with at_the_records():
        seat = mentoring.seat_at(events.by_slug("fair").id, carol().id)
        assert seat is not None
        erasure.erase(seat, clock.now(), lambda _: None)

    fair.ok(*RESTORE)

    with at_the_records():
        kept = mentoring.by_address("reed@x.example")
        assert kept is not None
        assert kept.name == "Carol Reed"


def test_who_asked_for_no_more_letters_after_the_backup_still_gets_none(fair: Shell) -> None:
    asha, ben = "asha@students.example", "ben@nova.example"
    with at_the_records():
        deliveries.suppress(ben, "unsubscribed", clock.now())
    fair.ok("backup", "fair.backup")
    with at_the_records():
        deliveries.suppress(asha, "unsubscribed", clock.now())
        deliveries.lift(ben, clock.now())

    fair.ok(*RESTORE)

    with at_the_records():
        assert deliveries.is_suppressed(asha, "pack")
        assert not deliveries.is_suppressed(ben, "pack")


def put_letters(states: dict[str, str], kind: str = "pack") -> None:
    with at_the_records():
        for person in attendees.of_event(events.by_slug("fair").id):
            if person.first_name in states:
                letter = deliveries.put(
                    person, kind, message=b"x", message_id=f"<{person.public_id}@fair.example>",
                    state="queued", at=clock.now(),
                )  # fmt: skip
                letter.state = states[person.first_name]


def test_no_letter_that_left_after_the_backup_leaves_again(fair: Shell) -> None:
    put_letters({"Asha": "queued", "Ben": "queued", "Dai": "queued"})
    fair.ok("backup", "fair.backup")
    put_letters({"Asha": "accepted", "Ben": "data_open", "Carol": "accepted"})
    put_letters({"Asha": "accepted"}, "ticket")

    fair.ok(*RESTORE)

    with at_the_records():
        event_id = events.by_slug("fair").id
        packs, tickets = (deliveries.counts(event_id, kind) for kind in ("pack", "ticket"))
        due = deliveries.claim(clock.now())
    assert packs == {"frozen": 1, "accepted": 2, "unknown": 1}
    assert tickets == {"accepted": 1}
    assert due is None


def test_another_key_than_the_backups_is_said(fair: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    fair.ok("backup", "fair.backup")
    monkeypatch.setenv("KIOSK_SECRET_KEY", "another key " * 4)

    assert "KIOSK_SECRET_KEY" in fair.run(*RESTORE).stderr


def test_a_backup_is_made_beside_a_running_server_and_not_restored_there(fair: Shell) -> None:
    env = environment(fair.folder / "data")
    key, tickets = fair.key(), fair.tickets()
    with serving(env, fair.folder) as server:
        body = {"op_id": "0b5f2ad0-5d0c-4d5e-9d5a-6a4f5b1f0a01", "code": tickets["Asha"]}
        path = "/api/v1/events/fair/check-ins"
        assert server.ask(path, body, Authorization=f"Bearer {key}")[0] == 201

        fair.ok("backup", "fair.backup")
        assert "served already" in fair.refused(*RESTORE)

    fair.ok(*RESTORE)
    assert fair.json("figures", "--event", "fair")["arrived"] == 1


@pytest.fixture
def on_postgres(
    shell: Shell, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    monkeypatch.setenv("KIOSK_DATABASE_URL", postgres_database)
    times = ("--starts", "2026-11-24T10:00", "--ends", "2026-11-24T15:00")
    shell.ok("event", "create", "--slug", "fair", "--name", "Employer Fair", *times)
    shell.ok("event", "set", "--event", "fair", "never_closes=yes")
    shell.ok("employers", "import", shell.write("e.csv", EMPLOYERS), "--event", "fair")
    shell.ok("attendees", "import", shell.write("p.csv", PEOPLE), "--event", "fair")
    yield shell


def test_on_postgresql_it_is_the_same(on_postgres: Shell) -> None:
    shell = on_postgres
    with program(shell.key()) as client:
        let_in(client, shell.tickets()["Asha"])
    shell.ok("backup", "fair.backup")
    add_eve(shell)
    shell.ok("person", "erase", "dai@students.example", "--event", "fair", "--yes")

    shell.ok(*RESTORE)

    figures = shell.json("figures", "--event", "fair")
    assert (figures["registered"], figures["arrived"]) == (3, 1)
    shell.write("fair.backup", (shell.folder / "fair.backup").read_bytes()[:3000])
    assert "not a sound backup" in shell.refused(*RESTORE)
    assert registered(shell) == 3
