"""`kiosk questions`: out to a spreadsheet, and in again, all of it or nothing."""

import csv
import json

import pytest

from tests.cli.a_shell import Shell

HERE = ("--event", "fair")


@pytest.mark.parametrize("name", ["questions.csv", "questions.json"])
def test_what_was_exported_changes_nothing_when_it_comes_back(fair: Shell, name: str) -> None:
    fair.ok("questions", "export", name, *HERE)

    answer = fair.json("questions", "import", name, *HERE)

    assert (answer["added"], answer["changed"], answer["written"]) == (0, 0, True)
    assert answer["unchanged"] >= 150


def test_a_spreadsheet_rewords_puts_away_and_adds(fair: Shell) -> None:
    fair.ok("questions", "export", "out.csv", *HERE)
    with (fair.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    new = {"id": "", "pair": "any-any", "level": "easy", "asked": "yes", "en": "Tea?"}
    rows = [rows[0] | {"en": "What a bridge?"}, rows[1] | {"asked": "no"}, new]

    answer = fair.json("questions", "import", fair.write("in.json", json.dumps(rows)), *HERE)

    assert (answer["added"], answer["changed"], answer["unchanged"]) == (1, 2, 0)


def test_a_fault_is_told_by_its_row_and_nothing_is_written(fair: Shell) -> None:
    bad = "id,pair,level,en\n,any-any,easy,Tea?\ngone,any-any,easy,Tea?\n,nobody,easy,Tea?\n"

    result = fair.run("questions", "import", fair.write("bad.csv", bad), *HERE, "--json")

    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["written"]) == (1, False)
    assert [fault["row"] for fault in answer["refused"]] == [3, 4]
    fair.ok("questions", "export", "out.csv", *HERE)
    assert "Tea?" not in (fair.folder / "out.csv").read_text(encoding="utf-8-sig")
