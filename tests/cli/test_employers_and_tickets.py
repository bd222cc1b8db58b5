"""`kiosk employers import`, `kiosk tickets export` and `send`."""

import csv
import json
from email import message_from_bytes, policy

from tests.cli.a_shell import EMPLOYERS, PEOPLE, Shell, let_in, program
from tests.fakes.smtp import Sink

EXPORT = ("tickets", "export", "--event", "fair", "--out", "tickets.csv")
SEND = ("tickets", "send", "--event", "fair")


def test_employers_come_in_once(fair: Shell) -> None:
    more = EMPLOYERS + "Orchard Bank,14,,https://orchard.example/\n"

    answer = fair.json("employers", "import", fair.write("more.csv", more), "--event", "fair")

    assert answer == {"added": 1, "updated": 0, "unchanged": 1, "refused": [], "written": True}


def test_a_bad_employer_list_is_refused_whole(fair: Shell) -> None:
    bad = "name,stand,vacancies_url\nOrchard Bank,14,javascript:alert(1)\n,15,\n"

    result = fair.run(
        "employers", "import", fair.write("bad.csv", bad), "--event", "fair", "--json"
    )

    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["written"], answer["added"]) == (1, False, 0)
    assert [(fault["row"], fault["field"]) for fault in answer["refused"]] == [
        (2, "vacancies_url"),
        (3, "name"),
    ]
    assert "Row 3, name:" in result.stderr
    assert "read" in fair.refused(
        "employers", "import", fair.write("e.csv", b"%PDF-1.4"), "--event", "fair"
    )


def test_each_employer_has_a_private_link_of_its_own(fair: Shell) -> None:
    fair.ok("employers", "links", "--event", "fair", "--out", "links.csv")

    with (fair.folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        (nova,) = csv.DictReader(file)
    start, _, secret = nova["link"].partition("#")
    assert (start, len(secret)) == ("http://localhost:8000/stand/own", 42)
    assert (fair.folder / "links.csv").stat().st_mode & 0o777 == 0o600
    with program(fair.key()) as client:
        same = {"Sec-Fetch-Site": "same-origin"}
        opened = client.post("/stand/own", data={"secret": nova["link"]}, headers=same)
        assert opened.status_code == 303


def test_tickets_are_exported_with_the_contracts_columns(fair: Shell) -> None:
    fair.ok(*EXPORT)

    with (fair.folder / "tickets.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    asha = rows[0]
    assert list(asha) == ["name", "email", "ticket_code", "ticket_url", "claim_url"]
    assert len(rows) == 4
    assert f"http://localhost:8000/ticket#{asha['ticket_code']}" == asha["ticket_url"]
    assert asha["claim_url"].startswith("http://localhost:8000/claim#")
    assert asha["ticket_code"] not in asha["claim_url"]
    assert (fair.folder / "tickets.csv").stat().st_mode & 0o777 == 0o600


def test_an_exported_ticket_checks_its_owner_in(fair: Shell) -> None:
    fair.ok(*EXPORT)

    with program(fair.key()) as client:
        let_in(client, *fair.tickets().values())

    assert fair.json("figures", "--event", "fair")["arrived"] == 4


def test_each_ticket_is_sent_once(fair: Shell) -> None:
    fair.ok("attendees", "import", fair.write("x.csv", "name\nNo Address\n"), "--event", "fair")

    first = fair.json(*SEND)
    again = fair.json(*SEND)

    letters = list((fair.folder / "data" / "mail").glob("*.eml"))
    told = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in letters]
    assert (first["put"], again["put"]) == (4, 0)
    assert {"accepted": 4} == first["states"] == again["states"]
    assert sorted(row.split(",")[1] for row in PEOPLE.splitlines()[1:]) == sorted(
        letter["To"].addresses[0].addr_spec for letter in told
    )


def test_tickets_go_over_smtp_and_what_was_refused_is_told(
    fair: Shell, smtp: Sink, monkeypatch
) -> None:
    monkeypatch.setenv("KIOSK_SMTP_URL", f"smtp://{smtp.host}:{smtp.port}?tls=none")
    assert "KIOSK_MAIL_FROM" in fair.refused(*SEND)
    monkeypatch.setenv("KIOSK_MAIL_FROM", "Employer Fair <fair@fair.example>")
    smtp.misbehave("rcpt", "550 5.1.1 nobody here", times=1)

    result = fair.run(*SEND, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["states"] == {"accepted": 3, "rejected": 1}
    assert "1 letter needs somebody" in result.stderr
    assert len(smtp.accepted) == 3


def test_a_mail_server_that_is_away_leaves_the_letters_for_later(fair: Shell, monkeypatch) -> None:
    monkeypatch.setenv("KIOSK_SMTP_URL", "smtp://127.0.0.1:9?tls=none")
    monkeypatch.setenv("KIOSK_MAIL_FROM", "fair@fair.example")

    result = fair.run(*SEND, "--json")

    assert result.exit_code == 1
    states = json.loads(result.stdout)["states"]
    assert states.keys() <= {"deferred", "queued"}  # one asks for all whether the server is there
    assert sum(states.values()) == 4
    assert "4 were not taken yet" in result.stderr
