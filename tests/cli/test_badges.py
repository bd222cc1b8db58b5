"""`kiosk badges`: through the queue, or as files whose codes read back."""

import io
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import create_app
from kiosk.db import db
from kiosk.settings import Settings, load
from kiosk.workers.printing import PrintWorker
from tests.badges.uploads import mark, saved
from tests.cli.a_shell import Shell
from tests.web.pdf_pages import codes_of, sizes_mm

RENDER = ("badges", "render", "--event", "fair", "--out")
PRINT = ("badges", "print", "--event", "fair")


def test_a_folder_gets_one_picture_each_named_by_public_id(fair: Shell) -> None:
    fair.ok(*RENDER, "faces")

    files = sorted((fair.folder / "faces").iterdir())
    read = {zxingcpp.read_barcodes(Image.open(io.BytesIO(f.read_bytes())))[0].text for f in files}
    assert len(files) == len(read) == 4
    assert all(text.startswith("HTTP://LOCALHOST:8000/B/") for text in read)
    assert all(len(f.stem) == 16 and f.suffix == ".png" for f in files)


def test_a_pdf_has_a_page_each(fair: Shell) -> None:
    fair.ok(*RENDER, "faces.pdf")

    pdf = (fair.folder / "faces.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert b"/Count 4" in pdf


def test_one_address_gets_one_badge(fair: Shell) -> None:
    fair.ok(*RENDER, "one", "--email", "asha@students.example")

    assert len(list((fair.folder / "one").iterdir())) == 1


def test_they_stand_on_the_fairs_own_stock_with_its_logo_unless_told_otherwise(fair: Shell) -> None:
    fair.ok("event", "set", "--event", "fair", "stock=card")
    fair.ok(*RENDER, "plain")
    fair.ok("event", "logo", fair.write("logo.png", saved(mark())), "--event", "fair")

    fair.ok(*RENDER, "cards")
    fair.ok(*RENDER, "labels", "--stock", "62x100")

    plain, cards, labels = (one_of(fair, folder) for folder in ("plain", "cards", "labels"))
    assert (cards.size, labels.size) == ((1016, 638), (696, 1109))
    assert cards.tobytes() != plain.tobytes()


def one_of(fair: Shell, folder: str) -> Image.Image:
    return Image.open(io.BytesIO(min((fair.folder / folder).iterdir()).read_bytes()))


def test_what_cannot_be_rendered_is_said(fair: Shell) -> None:
    assert "62x100" in fair.refused(*RENDER, "faces", "--stock", "A4")
    assert "Nobody" in fair.refused(*RENDER, "faces", "--email", "nobody@x.example")
    assert "cannot be written" in fair.refused(*RENDER, "nowhere/faces.pdf")
    assert not (fair.folder / "faces").exists()


def test_a_name_no_typeface_has_is_named_by_id_and_the_others_are_drawn(fair: Shell) -> None:
    list_ = fair.write("rune.csv", "name,email\n\U000143ff Glyph,rune@x.example\n")
    fair.ok("attendees", "import", list_, "--event", "fair")

    result = fair.run(*RENDER, "faces")

    assert result.exit_code == 1
    assert "U+143FF" in result.stderr
    assert "Glyph" not in result.output
    assert len(list((fair.folder / "faces").iterdir())) == 4


@pytest.fixture
def printing_app(fair: Shell) -> Flask:
    app = create_app()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_badges_are_queued_once_and_only_of_the_kind_asked_for(
    fair: Shell, printing_app: Flask
) -> None:
    assert "Queued 1 badge;" in fair.ok(*PRINT, "--kind", "mentor")
    assert "Queued 3 badges; 1 " in fair.ok(*PRINT)
    assert "Queued 0 badges; 4 " in fair.ok(*PRINT)

    settings: Settings = load()
    worker = PrintWorker(settings)
    while worker.run_once():
        pass

    assert len(list((settings.data_dir / "badges").glob("*.png"))) == 4
    assert "--kind" in fair.refused(*PRINT, "--kind", "robot", code=2)


def test_sheets_begin_at_a_place_and_are_read_back(fair: Shell, tmp_path: Path) -> None:
    fair.ok(*RENDER, "sheets.pdf", "--sheet", "l7173", "--start", "9")

    content = (fair.folder / "sheets.pdf").read_bytes()
    assert sizes_mm(content) == [(210, 297)] * 2
    assert [len(codes) for codes in codes_of(content, tmp_path)] == [2, 2]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("x.pdf", "--sheet", "l9999"), 1, "a4-4xa6"),
        (("x.pdf", "--sheet", "l7173", "--start", "11"), 1, "places 1 to 10"),
        (("x.pdf", "--start", "2"), 2, "--sheet"),
        (("faces", "--sheet", "l7173"), 2, "FILE.pdf"),
        (("x.pdf", "--dpi", "20"), 2, "--dpi"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(
    fair: Shell, asked: tuple[str, ...], code: int, said: str
) -> None:
    assert said in fair.refused(*RENDER, *asked, code=code)
    assert not (fair.folder / "x.pdf").exists()


def test_resolution_and_colour_are_as_asked(fair: Shell) -> None:
    fair.ok(*RENDER, "faces", "--dpi", "203", "--colour")

    image = Image.open(io.BytesIO(next((fair.folder / "faces").iterdir()).read_bytes()))
    assert (image.mode, round(image.info["dpi"][0])) == ("RGB", 203)


def test_a_name_no_typeface_has_is_left_to_a_pen_when_asked(fair: Shell) -> None:
    list_ = fair.write("rune.csv", "name,email\n\U000143ff Glyph,rune@x.example\n")
    fair.ok("attendees", "import", list_, "--event", "fair")

    assert "Rendered 5 badges" in fair.ok(*RENDER, "faces.pdf", "--by-hand")


def test_what_badges_stand_on_is_listed_for_people_and_programs(fair: Shell) -> None:
    listed = fair.json("badges", "stocks")

    assert "l7165" in fair.ok("badges", "stocks")
    assert {"name": "62x100", "width_mm": 62, "height_mm": 100, "is_roll": False} in (
        listed["stocks"]
    )
    assert {each["name"]: each["places"] for each in listed["sheets"]} == {
        "a4-2xa6": 2, "a4-4xa6": 4, "l7165": 8, "l7173": 10,
    }  # fmt: skip


def test_badges_printed_elsewhere_are_not_queued_again(fair: Shell) -> None:
    assert "1 badge counts as printed" in fair.ok("badges", "printed", "--event", "fair",
                                                  "--kind", "mentor")  # fmt: skip
    assert "Queued 3 badges; 1 " in fair.ok(*PRINT)
    assert "0 badges count" in fair.ok("badges", "printed", "--event", "fair")
