import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

import badges
from tests.badges.faces import ASHA, STOCK, face, read_code

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="pdftoppm is not installed (poppler-utils)"
)


@needs_poppler
def test_each_page_of_a_pdf_shows_its_badge_in_its_true_size(tmp_path: Path) -> None:
    ben = face(first_name="Ben", full_name="Ben Okri", code_url=ASHA.code_url[:-1] + "Z")
    content = badges.pdf([badges.draw(each, STOCK) for each in (ASHA, ben)], STOCK)
    (tmp_path / "badges.pdf").write_bytes(content)

    command = ["pdftoppm", "-r", "300", "-gray", "badges.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)

    pages = [Image.open(path) for path in sorted(tmp_path.glob("page*"))]
    assert [ASHA.code_url, ben.code_url] == [read_code(page) for page in pages]
    assert all(abs(page.width - 732) <= 1 and abs(page.height - 1181) <= 1 for page in pages)


def test_a_page_is_exactly_the_label() -> None:
    content = badges.pdf([badges.draw(ASHA, STOCK)], STOCK)

    assert b"/MediaBox [0 0 175.748 283.465]" in content
    assert b"/BitsPerComponent 1" in content
    assert len(content) <= 12_000


def test_a_pdf_says_nothing_of_its_people_or_its_day() -> None:
    images = [badges.draw(ASHA, STOCK)]

    assert badges.pdf(images, STOCK) == badges.pdf(images, STOCK)
    assert b"Asha" not in badges.pdf(images, STOCK)


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    content = badges.pdf([badges.draw(ASHA, STOCK)], STOCK)

    table = content[int(content.split(b"startxref\n")[1].split(b"\n")[0]) :]
    offsets = [int(row[:10]) for row in table.split(b"\n")[3:] if row.endswith(b" n ")]
    assert [f"{number} 0 obj".encode() for number in range(1, 6)] == [
        content[at : at + 7] for at in offsets
    ]
