"""`kiosk bounces`: the mailbox read now, and one message by a mail server's pipe."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import clock
from kiosk.cli import kiosk
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, events
from tests.cli.a_shell import KIOSK, Shell, environment, program
from tests.mailboxes.reports import report

ASHA = "asha@students.example"


@pytest.fixture
def path(fair: Shell) -> str:
    """The return path of a letter to Asha that nobody knows the fate of."""
    with program("none") as client, client.application.app_context():
        with writing():
            people = attendees.of_event(events.by_slug("fair").id)
            asha = next(person for person in people if person.first_name == "Asha")
            letter = deliveries.put(
                asha, "pack", message=b"x", message_id="<1@fair.example>", state="queued",
                at=clock.now(),
            )  # fmt: skip
            letter.state = "unknown"
        return deliveries.return_path(letter.public_id, "bounces@fair.example")


def state(path: str) -> str:
    with program("none") as client, client.application.app_context():
        letter = deliveries.by_return_path(path)
        db.session.rollback()
        assert letter is not None
        return letter.state


def piped(fair: Shell, raw: bytes, *words: str) -> Result:
    """What a mail server does: the message on the command's standard input."""
    return CliRunner().invoke(kiosk, ["bounces", "take", *words], input=raw, catch_exceptions=False)


def test_the_mailbox_is_read_now_and_said_in_a_line(
    fair: Shell, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = fair.folder / "Maildir"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "new" / "1").write_bytes(report("postfix_no_such_user", path, ASHA))
    (box / "new" / "2").write_bytes(report("out_of_office", path, ASHA))
    monkeypatch.setenv("KIOSK_BOUNCE_URL", f"maildir:{box}")

    first, again = fair.ok("bounces", "read"), fair.json("bounces", "read")

    assert first == "Read 2 messages: 1 bounced, 1 no report.\n"
    assert again == {}
    assert state(path) == "bounced"
    assert fair.ok("bounces", "read") == "Nothing new in the mailbox.\n"


def test_without_a_mailbox_the_command_says_how_to_set_one(fair: Shell) -> None:
    refused = fair.run("bounces", "read")

    assert refused.exit_code == 1
    assert "KIOSK_BOUNCE_URL is not set" in refused.stderr


def test_a_pipe_takes_a_report_and_ends_in_0(fair: Shell, path: str) -> None:
    taken = subprocess.run(
        [*KIOSK, "bounces", "take"], input=report("exim_no_such_user", path, ASHA), timeout=60,
        env=environment(fair.folder / "data"), capture_output=True, check=False,
    )  # fmt: skip

    assert (taken.returncode, taken.stdout, taken.stderr) == (0, b"", b"")
    assert state(path) == "bounced"


def test_a_pipe_may_say_where_the_report_came_to(fair: Shell, path: str) -> None:
    piped(fair, report("exim_no_such_user", "bounces@fair.example", ASHA), "--to", path)

    assert state(path) == "bounced"


def test_a_pipe_reads_noise_to_its_end_and_ends_in_0(fair: Shell) -> None:
    taken = piped(fair, b"\x00noise" * 1_000_000)

    assert (taken.exit_code, taken.output) == (0, "")


@pytest.mark.parametrize(
    "trouble",
    [
        {"KIOSK_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none"},
        {"KIOSK_MAIL_RATE": "many"},
        {"KIOSK_DATA_DIR": os.devnull},
    ],
    ids=["gone", "wrong", "not to be written"],
)
def test_while_the_records_are_away_the_mail_server_is_to_try_again(
    fair: Shell, path: str, monkeypatch: pytest.MonkeyPatch, trouble: dict[str, str]
) -> None:
    with monkeypatch.context() as troubled:
        for name, value in trouble.items():
            troubled.setenv(name, value)

        taken = piped(fair, report("exim_no_such_user", path, ASHA))

    assert taken.exit_code == 75
    assert taken.stderr == "The records are away just now. Please keep it and try again.\n"
    assert state(path) == "unknown"


def test_a_bounce_address_that_leaves_no_room_for_a_token_is_refused(
    fair: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BOUNCE_ADDRESS", f"{'b' * 40}@fair.example")

    looked = fair.run("doctor")

    assert looked.exit_code == 1
    assert "at most 27 letters fit before the @" in looked.stdout


def test_a_key_that_cannot_sign_is_said_before_anything_starts(
    fair: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_DKIM_KEY", str(tmp_path / "none.pem"))

    looked = fair.run("doctor")

    assert "LOOK settings: KIOSK_DKIM_KEY" in looked.stdout
