"""Two hundred hostile names and addresses, from the list to the wire: one recipient a letter.

First as lists bring them, past the edge that cleans; then past that edge, straight into the
records, where the second wall must hold alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from time_machine import Traveller

from kiosk.adapters import attendee_file
from kiosk.adapters.mail import open_outbox
from kiosk.db import writing
from kiosk.domain import attendees, deliveries
from kiosk.workers.mail import MailWorker
from tests.adapters.test_mail_letters import HOSTILE
from tests.fakes.raw_smtp import Heard, Wire, raw_mail_server
from tests.fakes.smtp import Sink
from tests.workers.a_mailroom import IMPATIENT, Mailroom

VICTIM = "victim@example.org"
BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00", "%0d%0a", r"\r\n", "=0D=0A")
AFTER = (f"Bcc: {VICTIM}", f"To: {VICTIM}", f"RCPT TO:<{VICTIM}>", "\r\n.\r\nQUIT",
         "Content-Type: text/html", f"Reply-To: {VICTIM}", "DKIM-Signature: v=1",
         f"List-Unsubscribe: <mailto:{VICTIM}>")  # fmt: skip
NAMES = [*HOSTILE, *(f"Asha{cut}{more}" for cut, more in product(BREAKS, AFTER))]
ADDRESSES = [
    *(f"asha{cut}{more}@example.org" for cut, more in product(BREAKS[:8], AFTER[:3])),
    *(f"asha@example.org{cut}{more}" for cut, more in product(BREAKS, AFTER[:3])),
    f"asha@example.org,{VICTIM}", f"asha@example.org;{VICTIM}", f"<{VICTIM}>", f"a <{VICTIM}>",
    f"asha@example.org> RCPT TO:<{VICTIM}", "asha@example.org> SIZE=1", f'"a@b"@{VICTIM}',
    '"asha patel"@example.org', '"asha\\"@example.org', "asha(comment)@example.org",
    f"asha%{VICTIM}@example.org", f"example.org!{VICTIM}", f"@example.org:{VICTIM}",
    "asha@[127.0.0.1]", "asha@[IPv6:::1]", "asha@localhost", "asha@example..org", ".asha@x.example",
    f"{'a' * 64}@example.org", f"{'a' * 65}@example.org", f"a@{'b' * 250}.example",
    "zoë@example.org", "asha@bücher.example", "asha@xn--bcher-kva.example", "asha@\u202eelpmaxe",
    "a" * 5000 + "@example.org", "@", "asha@", "@example.org", "''@example.org", "=1@example.org",
    "+44@example.org", "-asha@example.org", "asha+fair@example.org", "ASHA@EXAMPLE.ORG",
]  # fmt: skip
ROWS = [
    *({"name": name, "email": f"p{n}@example.org"} for n, name in enumerate(NAMES)),
    *({"name": f"Person {n}", "email": address} for n, address in enumerate(ADDRESSES)),
]
HEADERS = Counter(
    ["Message-ID", "Date", "From", "To", "Reply-To", "Subject", "Auto-Submitted", "MIME-Version",
     "Content-Type", "Content-Language"]
)  # fmt: skip


@pytest.fixture
def wire() -> Iterator[Wire]:
    with raw_mail_server() as listening:
        yield listening


@pytest.fixture
def room(app: Flask, clock: Traveller, tmp_path: Path) -> Iterator[Mailroom]:
    """A fair with its real letters; on one database, as the wire knows nothing of it."""
    with app.app_context():
        yield Mailroom(app, Sink(), clock, tmp_path)


def as_list(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What becomes of rows in a list, one by one: those that are refused are left out."""
    taken = []
    for row in rows:
        sheet = io.StringIO(newline="")
        writer = csv.DictWriter(sheet, ["name", "email"])
        writer.writeheader()
        writer.writerow(row)
        try:
            read = attendee_file.read_attendees(
                sheet.getvalue().encode("utf-8", "replace"), filename="list.csv", region="GB"
            )
        except attendee_file.FileRefused:
            continue
        taken += [dict(each.values) for each in read.rows if not read.faults]
    return taken


def tell_everybody(room: Mailroom, wire: Wire, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Register people and write to everybody; return how many went, how many were refused."""
    with writing():
        room.fair.event.change("contact_email", "desk@fair.example")
        attendees.register(room.fair.event, list(enumerate(map(dict, rows), 2)), room.at)
    put = refused = 0
    for person in attendees.of_event(room.fair.id):
        with writing():
            room.postroom.phone_left(attendees.get(person.id), room.at)
            letter = deliveries.of_attendee(person.id, "phone_left")
        if letter is not None and letter.state == "no_address":
            refused += 1
        else:
            put += bool(person.email)
    settings = room.settings.model_copy(update={"smtp_url": wire.url})
    outbox = open_outbox(
        wire.url, data_dir=room.folder, mail_from=settings.mail_from, timeouts=IMPATIENT
    )
    worker = MailWorker(settings, outbox)
    while worker.run_once():
        pass
    worker.close()
    return put, refused


def faults_of(heard: Heard) -> list[str]:
    """What a letter on the wire has that no letter of ours may have."""
    message: Any = message_from_bytes(heard.content, policy=policy.default)
    words = [verb.split(" ")[0].split(":")[0].upper() for verb in heard.verbs]
    # As it stands there: the parser mends what is no address, and reads no raw UTF-8.
    to = re.findall(rb"(?m)^To:((?:.|\r\n[ \t])*)\r\n", heard.content.partition(b"\r\n\r\n")[0])
    found = {
        "verbs": words != ["MAIL", "RCPT", "DATA"],
        "headers": Counter(message.keys()) != HEADERS,
        "recipient": [_address(each) for each in to] != [heard.recipient.lower()],
        "sender": [each.addr_spec for each in message["From"].addresses] != ["fair@fair.example"],
        "answers": [a.addr_spec for a in message["Reply-To"].addresses] != ["desk@fair.example"],
        "victim": heard.recipient == VICTIM,
        "bare line ends": b"\n" in heard.content.replace(b"\r\n", b""),
    }
    return [f"{what}: {heard.verbs}" for what, is_wrong in found.items() if is_wrong]


def _address(header: bytes) -> str:
    return header.decode("latin-1").lower().rpartition("<")[2].partition(">")[0].strip()


def check(wire: Wire, went: int) -> None:
    faults = [fault for heard in wire.letters for fault in faults_of(heard)]
    verbs = Counter(verb.split(" ")[0].upper() for verb in wire.verbs)

    assert not faults, "\n".join(faults)
    assert (verbs["MAIL"], verbs["RCPT"], verbs["DATA"]) == (went, went, went)
    assert set(verbs) <= {"EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"}
    assert len(wire.letters) == went


def test_two_hundred_hostile_rows_of_a_list_reach_the_wire_as_one_recipient_each(
    room: Mailroom, wire: Wire
) -> None:
    rows = as_list(ROWS)

    put, refused = tell_everybody(room, wire, rows)

    assert len(ROWS) >= 200
    assert len(rows) >= 50  # the others were refused at the edge, by row and field
    assert (put, refused) == (len(rows) + 4, 0)
    check(wire, len({letter.content for letter in wire.letters}))


def test_past_the_edge_the_second_wall_holds_alone(room: Mailroom, wire: Wire) -> None:
    rows = [{**row, "kind": "guest"} for row in ROWS if _can_be_stored(row)]

    put, refused = tell_everybody(room, wire, rows)

    assert put >= 50
    assert refused >= 50
    check(wire, len(wire.letters))


def _can_be_stored(row: dict[str, str]) -> bool:
    words = row["name"] + row["email"]
    fits = len(row["name"]) <= 120 and len(row["email"]) <= 254
    return fits and not any("\ud800" <= each <= "\udfff" or each == "\x00" for each in words)
