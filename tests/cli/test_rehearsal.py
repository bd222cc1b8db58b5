"""`kiosk rehearsal`: started, held up and wiped, each as often as wanted."""

import json
from pathlib import Path

from tests.cli.a_shell import Shell

EVENT = ("--event", "fair")


def test_a_rehearsal_is_started_held_up_and_wiped(fair: Shell, tmp_path: Path) -> None:
    out = tmp_path / "practice.pdf"
    assert "Start it first" in fair.refused("rehearsal", "tickets", *EVENT, "--out", str(out))

    for _time in range(2):
        assert json.loads(fair.ok("rehearsal", "start", *EVENT, "--json")) == {"people": 5}
    assert "Wrote 5 practice tickets" in fair.ok("rehearsal", "tickets", *EVENT, "--out", str(out))
    assert out.read_bytes().count(b"/Type /Page ") == 5
    figures = json.loads(fair.ok("figures", *EVENT, "--json"))

    assert figures["registered"] == 4
    assert json.loads(fair.ok("rehearsal", "wipe", *EVENT, "--json")) == {"wiped": 5}
    assert "Wiped 0 practice people." in fair.ok("rehearsal", "wipe", *EVENT)


def test_practice_people_are_in_no_file(fair: Shell, tmp_path: Path) -> None:
    fair.ok("rehearsal", "start", *EVENT)
    people, tickets = tmp_path / "people.csv", tmp_path / "tickets.csv"

    fair.ok("attendees", "export", *EVENT, "--out", str(people))
    fair.ok("tickets", "export", *EVENT, "--out", str(tickets))

    assert "Ada Brook" not in people.read_text() + tickets.read_text()
