"""`kiosk attendees`: a registration list in, all of it or nothing, and out again."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, codes, events
from tests.cli.a_shell import PEOPLE, Shell

IMPORT = ("attendees", "import", "--event", "fair")
COUNTS = ("added", "updated", "unchanged", "cancelled")
NOBODY = {"added": 0, "updated": 0, "unchanged": 4}


def counts(answer: dict[str, object]) -> dict[str, object]:
    return {name: answer[name] for name in ("added", "updated", "unchanged")}


def test_the_same_list_again_changes_nothing(fair: Shell) -> None:
    answer = fair.json(*IMPORT, fair.folder / fair.write("again.csv", PEOPLE))

    rest = {"cancelled": 0, "refused": [], "unprintable": [], "written": True}
    assert answer == {**NOBODY, **rest}


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ";"), ("utf-8-sig", "\t"), ("utf-16", ","), ("cp1252", ";")],
)
def test_a_list_comes_as_any_office_program_saves_it(
    fair: Shell, encoding: str, separator: str
) -> None:
    text = f"Name{separator}E-mail\r\nZoë Müller{separator}zoe@students.example\r\n"
    fair.ok(*IMPORT, fair.write("list.csv", text.encode(encoding)))

    fair.ok("attendees", "export", "--event", "fair", "--out", "out.csv")

    assert "Zoë Müller" in {row["name"] for row in exported(fair)}


def exported(shell: Shell) -> list[dict[str, str]]:
    with (shell.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_workbook_is_read_and_a_dry_run_writes_nothing(fair: Shell) -> None:
    book = Workbook()
    book.active.append(["Full name", "Email", "Ticket status"])
    book.active.append(["Eve Hill", "eve@students.example", "paid"])
    book.active.append(["Finn Orr", "finn@students.example", "refunded"])
    book.save(fair.folder / "list.xlsx")

    dry = fair.json(*IMPORT, "--dry-run", fair.folder / "list.xlsx")
    wet = fair.json(*IMPORT, fair.folder / "list.xlsx")

    assert {name: dry[name] for name in dry if dry[name] != wet[name]} == {"written": False}
    assert (wet["added"], wet["cancelled"], wet["written"]) == (1, 1, True)
    assert fair.json("figures", "--event", "fair")["registered"] == 5


def test_letters_that_no_typeface_has_are_named_and_refuse_nothing(fair: Shell) -> None:
    file = fair.write(
        "list.csv", "name,email\n\U000143ff Glyph,glyph@x.example\nLi 李,li@x.example\n"
    )

    dry = fair.json(*IMPORT, "--dry-run", file)
    result = fair.run(*IMPORT, file)

    why = "No typeface has U+143FF (\U000143ff). The badge leaves a line to write the name on."
    assert dry["unprintable"] == [{"row": 2, "field": "name", "why": why}]
    assert (dry["added"], dry["refused"]) == (2, [])
    assert result.exit_code == 0
    assert f"Row 2, name: {why}" in result.stderr


def test_a_column_is_mapped_by_hand(fair: Shell) -> None:
    file = fair.write("list.csv", "Who = what,Reach\nEve Hill,eve@students.example\n")

    fair.ok(*IMPORT, file, "--map", "Who = what=name", "--map", "Reach=email")

    assert "Header=field" not in fair.refused(*IMPORT, file, "--map", "Nobody=name")
    assert "Their header=field" in fair.refused(*IMPORT, file, "--map", "name", code=2)
    assert "mapped" in fair.refused(
        *IMPORT, file, "--map", "Reach=name", "--map", "Who = what=name"
    )


def test_a_bad_list_is_refused_whole_naming_row_field_and_reason(fair: Shell) -> None:
    rows = (
        "name,email,status\nEve Hill,eve@students.example,\nFinn,nowhere,\n,x@x.example,\n,,paid\n"
    )
    file = fair.write("list.csv", rows + "Gus,gus@students.example,cancelled\n,,refunded\n")

    result = fair.run(*IMPORT, file, "--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(fault["row"], fault["field"]) for fault in answer["refused"]] == [
        (3, "email"),
        (4, "name"),
        (5, "name"),
    ]
    assert all(fault["why"].endswith(".") for fault in answer["refused"])
    assert (answer["written"], answer["added"], answer["cancelled"]) == (False, 1, 2)
    assert "Row 3, email: That is not an e-mail address." in result.stderr
    assert "nowhere" not in result.output
    assert fair.json("figures", "--event", "fair")["registered"] == 4
    assert "Nothing was written" in fair.run(*IMPORT, file).stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"", "empty"),
        (b"email\na@x.example\n", "name"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(fair: Shell, content: bytes, says: str) -> None:
    result = fair.run(*IMPORT, fair.write("list.xlsx", content), "--json")

    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["written"]) == (1, False)
    assert says in answer["refused"][0]["why"]
    assert answer["refused"][0]["why"] in result.stderr


def test_a_file_that_is_not_there_is_said_so(fair: Shell) -> None:
    assert "Check the name" in fair.refused(*IMPORT, "nowhere.csv")
    assert "Check the name" in fair.refused(*IMPORT, fair.folder)
    assert "no event" in fair.refused(
        "attendees", "import", fair.write("l", PEOPLE), "--event", "x"
    )


def test_what_is_exported_changes_nothing_when_it_comes_back(fair: Shell) -> None:
    hostile = (
        "name,email,ask_me_about,pronouns,links,date_of_birth,status\n"
        '"Ann ""Nan"" O\'Hara, Jr",ann@x.example,=1+1,they/them,https://a.example/ https://b.example/,2004-03-31,\n'
        '\'=Eve,eve@x.example,"@here, and there",,,,cancelled\n'
        "<script>alert(1)</script>,s@x.example,'quoted',,,,\n"
        "محمد علي,m@x.example,חשב,,,,\n"
    )
    fair.ok(*IMPORT, fair.write("hostile.csv", hostile))
    fair.ok("attendees", "export", "--event", "fair", "--out", "out.csv")

    answer = fair.json(*IMPORT, fair.folder / "out.csv")

    assert counts(answer) == {"added": 0, "updated": 0, "unchanged": 7}
    assert (fair.folder / "out.csv").stat().st_mode & 0o777 == 0o600


def test_an_export_into_a_new_fair_brings_the_same_people(fair: Shell) -> None:
    fair.ok("attendees", "export", "--event", "fair", "--out", "out.csv")
    first = exported(fair)
    times = ("--starts", "2027-11-24T10:00", "--ends", "2027-11-24T15:00")
    fair.ok("event", "create", "--slug", "next", "--name", "Next", *times)

    fair.ok("attendees", "import", "out.csv", "--event", "next")
    fair.ok("attendees", "export", "--event", "next", "--out", "out.csv")

    assert first == exported(fair)


def test_an_export_that_cannot_be_written_is_said_so(fair: Shell) -> None:
    place = Path("nowhere") / "out.csv"

    assert "cannot be written" in fair.refused(
        "attendees", "export", "--event", "fair", "--out", place
    )


def walk_in_while_drafting(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """Let somebody come while a list is worked out, that many times."""
    make, came = codes.make, []

    def interrupted(event_id: int, *more: Any) -> codes.Made:
        if len(came) < times:
            came.append(f"Walk In{'x' * len(came)}")
            with writing():
                attendees.walk_in(events.get(event_id), {"name": came[-1]}, clock.now())
        return make(event_id, *more)

    monkeypatch.setattr(codes, "make", interrupted)
    return came


def test_a_list_that_was_overtaken_by_a_walk_in_is_drafted_anew(
    fair: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = walk_in_while_drafting(monkeypatch, 2)

    answer = fair.json(*IMPORT, fair.write("new.csv", "name,email\nEve Hill,eve@x.example\n"))

    assert (answer["added"], answer["written"], len(came)) == (1, True, 2)


def test_a_list_that_is_overtaken_again_and_again_is_not_taken_in(
    fair: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk_in_while_drafting(monkeypatch, 99)
    list_of_one = fair.write("new.csv", "name,email\nEve Hill,eve@x.example\n")

    assert "nothing was taken in" in fair.refused(*IMPORT, list_of_one)
