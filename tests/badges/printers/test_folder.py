from pathlib import Path

import pytest

from badges import PrinterUnavailable, Receipt, open_printer


def test_a_badge_becomes_a_file_named_by_its_job(tmp_path: Path) -> None:
    receipt = open_printer("folder:", tmp_path).send([b"png"], name="7f3a")

    assert Receipt("printed", "7f3a.png") == receipt
    assert (tmp_path / "badges" / "7f3a.png").read_bytes() == b"png"
    assert [path.name for path in (tmp_path / "badges").iterdir()] == ["7f3a.png"]


def test_printing_again_replaces_the_file_whole(tmp_path: Path) -> None:
    printer = open_printer("folder:", tmp_path)

    printer.send([b"first, longer"], name="7f3a")
    printer.send([b"second"], name="7f3a")

    assert (tmp_path / "badges" / "7f3a.png").read_bytes() == b"second"


def test_further_pages_are_further_files(tmp_path: Path) -> None:
    open_printer("folder:", tmp_path).send([b"1", b"2"], name="7f3a")

    assert {"7f3a.png", "7f3a-2.png"} == {path.name for path in (tmp_path / "badges").iterdir()}


def test_another_folder_can_be_named(tmp_path: Path) -> None:
    open_printer(f"folder:{tmp_path}/tray", tmp_path / "data").send([b"png"], name="1")

    assert (tmp_path / "tray" / "1.png").exists()


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "a\0b", "x" * 200])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        open_printer("folder:", tmp_path).send([b"png"], name=name)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_calmly_and_may_be_tried_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "badges").write_text("a file stands where the folder should be")

    with pytest.raises(PrinterUnavailable) as refusal:
        open_printer("folder:", tmp_path).send([b"png"], name="1")

    assert refusal.value.slug == "folder_unwritable"
    assert not refusal.value.permanent
    assert "print again" in refusal.value.sentence


@pytest.mark.parametrize("url", ["", "lpd://printer", "nonsense", "http://[bad"])
def test_an_unknown_address_is_refused_for_good(tmp_path: Path, url: str) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        open_printer(url, tmp_path)

    assert refusal.value.permanent
