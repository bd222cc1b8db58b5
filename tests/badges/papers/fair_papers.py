"""Papers for the tests, in the words of the fair everyone knows."""

from dataclasses import replace
from typing import Any

import zxingcpp
from PIL import Image

from badges import PAPERS, STOCKS, Met, Page, Sign, Slip, Tent, qr
from tests.badges.on_paper import ink

A4, A5, A6, ROLL = PAPERS["a4"], PAPERS["a5"], STOCKS["a6"], STOCKS["62"]
LONG = "Wolfeschlegelsteinhausenbergerdorff " * 3

NOVA = Sign(
    employer="Nova Engineering",
    stand="STAND 14",
    code_url="HTTPS://FAIR.EXAMPLE/S/K7QX2M",
    domain="fair.example",
    line="Bridges, tunnels and the people who build them",
)
CAROL = Tent(
    first_name="Carol",
    full_name="Carol Whitfield",
    kind_label="MENTOR",
    code_url="HTTPS://FAIR.EXAMPLE/M/K7QX2M",
    domain="fair.example",
    role_line="Bridge engineer",
    organisation="Nova Engineering",
    offers=("Reading a CV", "A mock interview", "An insight day"),
)
BEN = Met("Ben Okri", "Ben", "Nova Engineering", ("ben@nova.example",), "10:42, stand 14")
SLIP = Slip(
    title="You met two people",
    fair="Millbrook Employer Fair, 12 March 2027",
    met=(BEN, Met("Carol Whitfield", "Carol", "Nova Engineering", (), "11:05, mentors’ table")),
    closing="Your letter with all of this comes tonight.",
)


def met(number: int, **words: Any) -> tuple[Met, ...]:
    """Ben so many times, with other words."""
    return (replace(BEN, **words),) * number


def is_reached(page: Page) -> bool:
    """Whether all ink of a paper of these tests is where its printer reaches, and 2 mm inside."""
    left, top, right, bottom = ink(page.image)
    edge = round((1.5 + 2) * page.dpi / 25.4)
    return min(left, top, page.image.width - right, page.image.height - bottom) >= edge


def is_quiet(page: Page) -> bool:
    """Whether the four modules around the one code of a page are white."""
    (found,) = zxingcpp.read_barcodes(page.image.convert("L"))
    corners = found.position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    module = (right - left) / len(qr.matrix(found.text))
    quiet = round(3.9 * module)
    around = page.image.convert("L").crop(
        (left - quiet, top - quiet, right + quiet, bottom + quiet)
    )
    inner = Image.new("L", (right - left + 5, bottom - top + 5), 255)
    around.paste(inner, (quiet - 2, quiet - 2))
    return around.getextrema() == (255, 255)
