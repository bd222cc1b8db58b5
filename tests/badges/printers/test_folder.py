import io
from pathlib import Path

import pytest
from PIL import Image

from badges import Condition, Fate, Page, PrinterUnavailable, open_printer

WHITE = Page(Image.new("1", (732, 1181), 1), 62, 100, 300)
BLACK = Page(Image.new("1", (732, 1181), 0), 62, 100, 300)


def test_a_badge_becomes_a_file_named_by_its_job(tmp_path: Path) -> None:
    printer = open_printer("folder:", tmp_path)

    number = printer.send([BLACK], name="7f3a")

    assert Fate("printed", began=True) == printer.fate(number)
    assert [path.name for path in (tmp_path / "badges").iterdir()] == ["7f3a.png"]
    with Image.open(tmp_path / "badges" / "7f3a.png") as image:
        assert image.tobytes() == BLACK.image.tobytes()
        assert round(image.info["dpi"][0]) == 300


def test_printing_again_replaces_the_file_whole(tmp_path: Path) -> None:
    printer = open_printer("folder:", tmp_path)

    printer.send([WHITE], name="7f3a")
    printer.send([BLACK], name="7f3a")

    content = (tmp_path / "badges" / "7f3a.png").read_bytes()
    assert Image.open(io.BytesIO(content)).tobytes() == BLACK.image.tobytes()


def test_further_pages_are_further_files(tmp_path: Path) -> None:
    open_printer("folder:", tmp_path).send([WHITE, BLACK], name="7f3a")

    assert {"7f3a.png", "7f3a-2.png"} == {path.name for path in (tmp_path / "badges").iterdir()}


def test_another_folder_can_be_named(tmp_path: Path) -> None:
    open_printer(f"folder:{tmp_path}/tray", tmp_path / "data").send([WHITE], name="1")

    assert (tmp_path / "tray" / "1.png").exists()


def test_a_file_needs_no_job_before(tmp_path: Path) -> None:
    printer = open_printer("folder:", tmp_path)

    assert printer.begin([WHITE], name="7f3a") == ""
    assert not printer.abilities().makes_jobs_first
    assert list(tmp_path.iterdir()) == []


def test_a_folder_knows_its_badges_by_name(tmp_path: Path) -> None:
    printer = open_printer("folder:", tmp_path)
    printer.send([WHITE], name="7f3a")

    assert printer.find("7f3a") == "7f3a"
    assert printer.find("8888") is None
    assert Fate("lost", began=False) == printer.fate("8888")
    assert Fate("printed", began=True) == printer.cancel("7f3a")


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "a\0b", "x" * 200])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    printer = open_printer("folder:", tmp_path)

    with pytest.raises(ValueError, match="file name"):
        printer.send([WHITE], name=name)

    assert list(tmp_path.iterdir()) == []
    assert printer.find(name) is None


def test_a_folder_that_can_be_written_is_ready(tmp_path: Path) -> None:
    assert Condition("ready") == open_printer("folder:", tmp_path / "not" / "yet").condition()


def test_a_folder_that_cannot_be_written_is_said_calmly_and_may_be_tried_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "badges").write_text("a file stands where the folder should be")
    printer = open_printer("folder:", tmp_path)

    with pytest.raises(PrinterUnavailable) as refusal:
        printer.send([WHITE], name="1")

    assert refusal.value.slug == "folder_unwritable"
    assert not refusal.value.permanent
    assert "print again" in refusal.value.sentence
    assert Condition("stopped", "folder_unwritable") == printer.condition()
