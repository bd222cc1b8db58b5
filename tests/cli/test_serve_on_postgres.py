"""Several processes over PostgreSQL: each badge printed once, each letter sent once."""

from collections import Counter
from email import message_from_bytes

import pytest

from tests.cli.a_shell import Shell, environment
from tests.cli.conftest import set_up
from tests.cli.processes import run_alone, serving, wait_until
from tests.fakes.smtp import Sink

PEOPLE = 40
QUEUE = ("badges", "print", "--event", "fair")


@pytest.mark.faults
def test_two_processes_print_and_send_each_job_once(
    shell: Shell, postgres_database: str, smtp: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "KIOSK_DATABASE_URL": postgres_database,
        "KIOSK_SMTP_URL": f"smtp://{smtp.host}:{smtp.port}?tls=none",
        "KIOSK_MAIL_FROM": "Employer Fair <fair@fair.example>",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    set_up(shell)
    rows = "".join(f"P{number} Crowd,p{number}@x.example\n" for number in range(PEOPLE - 4))
    shell.ok("attendees", "import", shell.write("c.csv", f"name,email\n{rows}"), "--event", "fair")
    env, badges = environment(shell.folder / "data", **settings), shell.folder / "data" / "badges"

    with serving(env, shell.folder, "--processes", "2") as server:
        shell.ok(*QUEUE)
        sending = run_alone(env, "tickets", "send", "--event", "fair", cwd=shell.folder)
        wait_until(lambda: len(list(badges.glob("*.png"))) == PEOPLE, server)
        wait_until(lambda: len(smtp.accepted) == PEOPLE, server)
        assert server.ask("/readyz")[0] == 200
        assert server.stop() == 0

    assert sending.returncode == 0, sending.stderr
    letters = Counter(message_from_bytes(letter.message)["To"] for letter in smtp.taken)
    assert set(letters.values()) == {1}
    assert server.said().count(": printed") == PEOPLE
    assert "Queued 0 badges" in shell.ok(*QUEUE)
