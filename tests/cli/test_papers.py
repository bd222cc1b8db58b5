"""`kiosk signs`, `kiosk tents` and practice tickets on sheets: PDFs whose codes read back."""

from pathlib import Path

from tests.cli.a_shell import Shell
from tests.web.pdf_pages import codes_of, sizes_mm


def test_signs_are_rendered_on_the_paper_asked_for(fair: Shell, tmp_path: Path) -> None:
    said = fair.ok("signs", "render", "--event", "fair", "--out", "signs.pdf", "--paper", "a5")

    content = (fair.folder / "signs.pdf").read_bytes()
    assert "Rendered 1 signs to signs.pdf." in said
    assert sizes_mm(content) == [(148, 210)]
    assert codes_of(content, tmp_path) == [["HTTP://LOCALHOST:8000"]]


def test_tent_cards_are_rendered_for_mentors(fair: Shell, tmp_path: Path) -> None:
    fair.ok("tents", "render", "--event", "fair", "--out", "tents.pdf")

    content = (fair.folder / "tents.pdf").read_bytes()
    assert sizes_mm(content) == [(210, 297)]
    ((one, other),) = codes_of(content, tmp_path)
    assert one == other and one.startswith("HTTP://LOCALHOST:8000/B/")


def test_what_cannot_be_rendered_is_refused(shell: Shell, fair: Shell) -> None:
    at = ("--event", "fair", "--out", "x.pdf")
    assert "--paper" in fair.refused("signs", "render", *at, "--paper", "a0", code=2)
    empty = fair.write("none.csv", "name,email,kind,status\nCarol Reed,carol@alumni.example,"
                                   "mentor,cancelled\n")  # fmt: skip
    fair.ok("attendees", "import", empty, "--event", "fair")
    assert "nobody" in fair.refused("tents", "render", *at)
    assert not (fair.folder / "x.pdf").exists()


def test_a_stand_that_no_typeface_can_name_is_left_out_and_said(fair: Shell) -> None:
    list_ = fair.write("more.csv", "name,stand\n\U000143ff Works,3\n")
    fair.ok("employers", "import", list_, "--event", "fair")

    result = fair.run("signs", "render", "--event", "fair", "--out", "signs.pdf")

    assert result.exit_code == 1
    assert "U+143FF" in result.stderr
    assert len(sizes_mm((fair.folder / "signs.pdf").read_bytes())) == 1


def test_practice_tickets_stand_on_a_sheet(fair: Shell) -> None:
    fair.ok("rehearsal", "start", "--event", "fair")

    fair.ok("rehearsal", "tickets", "--event", "fair", "--out", "t.pdf", "--sheet", "a4-4xa6")

    assert sizes_mm((fair.folder / "t.pdf").read_bytes()) == [(210, 297)] * 2
    fair.refused("rehearsal", "tickets", "--event", "fair", "--out", "x.pdf", "--sheet", "l1")
