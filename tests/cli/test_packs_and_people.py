"""`kiosk packs` and `kiosk person`: one letter each, the truth about it, export and erasure."""

import json
from email import message_from_bytes, policy
from uuid import uuid4

import pytest

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import erasure, events, mentoring
from kiosk.domain.mentoring import profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from tests.cli.a_shell import Shell, let_in, program
from tests.fakes.smtp import CUT, Sink

EVENT = ("--event", "fair")
ASHA = "asha@students.example"


@pytest.fixture
def met(fair: Shell) -> Shell:
    """Everybody but Dai arrived; Asha met Ben. Carol met nobody."""
    people = "name,email\nEve Nomail,\nDai Evans,dai@students.example\n"
    fair.ok("attendees", "import", fair.write("eve.csv", people), *EVENT)
    tickets = fair.tickets()
    with program(fair.key()) as client:
        let_in(client, tickets["Asha"], tickets["Ben"], tickets["Carol"], tickets["Eve"])
        for one, other in (("Asha", "Ben"), ("Eve", "Ben")):
            body = {"op_id": str(uuid4()), "badges": [badge(fair, one), badge(fair, other)]}
            assert client.post("/api/v1/events/fair/meetings", json=body).status_code == 201
    return fair


def badge(shell: Shell, name: str) -> str:
    from kiosk.domain import attendees, codes, events

    with program("none") as client, client.application.app_context():
        people = attendees.of_event(events.by_slug("fair").id)
        return codes.code_of("badge", next(p for p in people if p.first_name == name))


def test_the_states_sum_to_everyone_who_arrived_or_met(met: Shell) -> None:
    assert met.json("packs", "status", *EVENT)["states"] == {}

    frozen = met.json("packs", "freeze", *EVENT)["states"]
    sent = met.json("packs", "send", *EVENT)["states"]
    again = met.json("packs", "send", *EVENT)["states"]

    assert frozen == {"frozen": 2, "empty": 1, "no_address": 1}
    assert sent == again == {"accepted": 2, "empty": 1, "no_address": 1}
    assert met.json("packs", "freeze", *EVENT)["states"] == sent
    assert "accepted 2, empty 1" in met.ok("packs", "status", *EVENT)
    assert "Eve Nomail" in met.ok("packs", "status", *EVENT, "--who", "no_address")
    assert met.json("packs", "status", *EVENT, "--who", "unknown")["who"] == []
    letters = (met.folder / "data" / "mail").glob("*.eml")
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in letters]
    assert sorted(letter["To"].addresses[0].addr_spec for letter in read) == [
        ASHA,
        "ben@nova.example",
    ]


def test_a_letter_nobody_knows_of_is_settled_by_hand(met: Shell, smtp: Sink, monkeypatch) -> None:
    monkeypatch.setenv("KIOSK_SMTP_URL", f"smtp://{smtp.host}:{smtp.port}?tls=none")
    monkeypatch.setenv("KIOSK_MAIL_FROM", "Fair <fair@fair.example>")
    met.ok("packs", "freeze", *EVENT)
    smtp.misbehave("dot", CUT, times=1)

    result = met.run("packs", "send", *EVENT, "--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["states"] == {"accepted": 1, "unknown": 1, "empty": 1, "no_address": 1}
    letter = answer["open"][0]["id"]
    assert letter in met.ok("packs", "status", *EVENT)
    assert "--as" in met.refused("packs", "resolve", letter, *EVENT, code=2)
    met.ok("packs", "resolve", letter, *EVENT, "--as", "again")
    assert met.json("packs", "send", *EVENT)["states"]["accepted"] == 2
    assert "known already" in met.refused("packs", "resolve", letter, *EVENT, "--as", "sent")
    assert "no such letter" in met.refused("packs", "resolve", "x", *EVENT, "--as", "sent")


def test_a_run_is_held_back_goes_on_and_is_taken_back(met: Shell) -> None:
    met.ok("packs", "freeze", *EVENT)

    assert "Held back" in met.ok("packs", "pause", *EVENT)
    assert "go on" in met.ok("packs", "resume", *EVENT)
    assert "Took back 2 letters" in met.ok("packs", "cancel", *EVENT)
    assert met.json("packs", "status", *EVENT)["states"]["cancelled"] == 2
    assert "Took back 0" in met.ok("packs", "cancel", *EVENT)


def test_a_test_letter_names_nobody_of_the_fair(met: Shell) -> None:
    met.refused("packs", "test", *EVENT, "--to", "nowhere", code=2)

    assert "Sent" in met.ok("packs", "test", *EVENT, "--to", "olga@example.org")

    [letter] = (met.folder / "data" / "mail").glob("*.eml")
    assert b"olga@example.org" in letter.read_bytes()
    assert met.json("packs", "status", *EVENT)["states"] == {}


def test_a_preview_is_files_and_sends_nothing(met: Shell) -> None:
    met.ok("packs", "preview", *EVENT, "--email", ASHA, "--out", "look")

    endings = sorted(path.name[16:] for path in (met.folder / "look").iterdir())
    assert {".eml", ".html", ".txt"} < set(endings)
    assert any(name.endswith(".vcf") for name in endings)
    assert any(name.endswith(".csv") for name in endings)
    assert not (met.folder / "data" / "mail").exists()
    assert "Nobody" in met.refused("packs", "preview", *EVENT, "--email", "x@y.z", "--out", "look")


def test_a_person_is_exported_whole(met: Shell) -> None:
    met.ok("person", "export", ASHA.upper(), *EVENT, "--out", "asha.json")

    found = json.loads((met.folder / "asha.json").read_text())[0]
    assert found["attendees"][0]["name"] == "Asha Patel"
    assert found["meetings"] and found["arrivals"] and found["shares"]
    assert (met.folder / "asha.json").stat().st_mode & 0o777 == 0o600


def test_an_erased_person_is_nowhere_any_more(met: Shell) -> None:
    met.ok("packs", "freeze", *EVENT)
    assert met.run("person", "erase", ASHA, *EVENT, typed="n\n").exit_code == 1

    met.ok("person", "erase", ASHA, *EVENT, "--yes")

    files = [path for path in (met.folder / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Asha" in path.read_bytes()]
    assert "Nobody" in met.refused("person", "export", ASHA, *EVENT, "--out", "asha.json")
    assert "Nobody" in met.refused("person", "erase", ASHA, *EVENT, "--yes")
    assert met.json("packs", "send", *EVENT)["states"]["accepted"] == 1


def test_a_mentors_profile_is_erased_when_its_fair_is_over_too(fair: Shell) -> None:
    who = "reed@mentors.example"
    with program("none") as client, client.application.app_context(), writing():
        fair_, at = events.by_slug("fair"), clock.now()
        rhea = profiles.sign_up(fair_, ProfileDraft("Rhea Quill"), who, at)
        profiles.confirm(rhea, at)
        seat = mentoring.seat_at(fair_.id, rhea.id)
        erasure.erase(seat, clock.now(), lambda _: None)  # as on a fair's last day

    fair.ok("person", "erase", who, *EVENT, "--yes")

    assert "Nobody" in fair.refused("person", "erase", who, *EVENT, "--yes")
    files = [path for path in (fair.folder / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Rhea Quill" in path.read_bytes()]
