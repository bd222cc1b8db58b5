"""Words that got into the records, whichever way: shown as they are, run nowhere."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.web import limits
from tests.web.a_hall import ASKERS, open_hall
from tests.web.hostile_words import ATTRIBUTE, SCRIPT, poison
from tests.web.the_routes import address, form, may, routes, send

WORDS = {
    "markup": f"{SCRIPT}{ATTRIBUTE}{{{{7*7}}}}${{x}}%(name)s%s{{0}}",
    "bidi": "A\u202e\u2066ahs\u200f",
}
FORMULA = "=cmd|' /C calc'!A0"
ENDS_IT = {"desk.erase_person", "desk.sign_out", "phone.unlink_phone", "mentor.leave",
           "mentor.replace_links"}  # fmt: skip


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits have tests of their own; here every request must reach its view."""
    monkeypatch.setattr(limits.limiter, "enabled", False)
    monkeypatch.setattr(limits, "_count_miss", lambda: None)


@pytest.mark.parametrize("what", WORDS)
def test_what_was_stored_is_shown_and_never_run(app: Flask, what: str) -> None:
    hall, faults, shown = open_hall(app), [], 0
    poison(hall, WORDS[what])
    for rule, access, method in routes(app):
        where = address(app, rule, hall)
        theirs = "phone" if rule.endpoint == "phone.meet_by_badge" else max(may(access))
        for asker in ASKERS if method == "GET" else (theirs,):
            if rule.endpoint in ENDS_IT:
                continue
            answer = send(rule, method, where, form(rule, hall), asker, hall)
            if answer.status_code >= 500:
                faults.append(f"{asker} {method} {where}: {answer.status_code}")
            if answer.mimetype == "text/html":
                shown += "alert(1)" in answer.text
                faults += [f"{asker} {method} {where}: {bad}" for bad in unsafe(answer)]
            answer.close()

    assert not faults, "\n".join(faults)
    assert shown > 20 or what == "bidi"


def unsafe(answer: TestResponse) -> list[str]:
    found = [bad for bad in (SCRIPT, "<img src=x", "javascript:", "49${") if bad in answer.text]
    policy = answer.headers.get("Content-Security-Policy", "")
    return found + ([] if "default-src 'none'" in policy else ["no policy"])


def test_no_cell_of_my_contacts_is_a_formula(app: Flask) -> None:
    hall = open_hall(app)
    poison(hall, FORMULA)

    answer = hall.browser("phone").get("/me/contacts.csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]

    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_line_of_my_cards_is_forged(app: Flask) -> None:
    hall = open_hall(app)
    poison(hall, "Asha\r\nTEL:+441\nEND:VCARD\u2028BEGIN:VCARD")

    lines = hall.browser("phone").get("/me/contacts.vcf").text.split("\r\n")

    assert lines.count("BEGIN:VCARD") == lines.count("END:VCARD") == 1
    assert not [line for line in lines if line.startswith("TEL:+441")]
