"""A PDF of the desk as a printer would see it: its pages' sizes, and the codes on each."""

import re
import subprocess
from pathlib import Path

import zxingcpp
from werkzeug.test import TestResponse

from tests.badges.rasters import rasterised

MM = 25.4 / 72


def sizes_mm(content: bytes) -> list[tuple[int, int]]:
    """Each page's width and height in whole millimetres, as the file itself says."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    return [(round(float(width) * MM), round(float(height) * MM)) for width, height in boxes]


def codes_of(content: bytes, folder: Path) -> list[list[str]]:
    """The codes on each page, in the order of the eye."""
    pages = rasterised(content, folder)
    return [[code.text for code in sorted(zxingcpp.read_barcodes(page), key=_place)]
            for page in pages]  # fmt: skip


def _place(code: zxingcpp.Barcode) -> tuple[int, int]:
    corner = code.position.top_left
    return corner.y // 400, corner.x


def is_kept_nowhere(answer: TestResponse) -> bool:
    """Whether a file is a PDF to keep, under a name, and in no cache."""
    disposition = answer.headers["Content-Disposition"]
    named = re.fullmatch(r'attachment; filename="[\w-]+\.pdf"', disposition)
    return bool(named) and answer.mimetype == "application/pdf" and (
        answer.headers["Cache-Control"] == "no-store"
    )  # fmt: skip


def info(content: bytes, folder: Path) -> str:
    """What pdfinfo says of it: it fails on a broken file."""
    path = folder / "info.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
