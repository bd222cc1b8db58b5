"""PDFs as a printer would see them: rasterised by a program that did not write them."""

import subprocess
from pathlib import Path

from PIL import Image

from tests.real.parts import need


def rasterised(content: bytes, folder: Path, dpi: int = 300) -> list[Image.Image]:
    """Return the pages of a PDF in grey; without the program for it the test is skipped."""
    (folder / "pages.pdf").write_bytes(content)
    command = [need("pdf"), "-r", str(dpi), "-gray", "pages.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)
    return [Image.open(path) for path in sorted(folder.glob("page*.pgm"))]
