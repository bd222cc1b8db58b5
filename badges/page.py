"""A page: one side of paper as dots, edge to edge, as a printer gets it."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Page:
    """The whole medium, borders included: `image` is of mode "1", "L" or "RGB".

    Its dots and its millimetres agree: `image.width == round(width_mm * dpi / 25.4)`.
    """

    image: Image.Image
    width_mm: float
    height_mm: float
    dpi: int
