"""One badge at 300 dpi as PNG, in milliseconds, beside the least work that could make one.

`careful` is the floor: the same words drawn at fixed places in grey with cached fonts, cut to one
bit, the mask of its code fixed, PNG level 1. `bare` sets whole dots, as ours does. Variants take
turns, so that a busy machine slows all.
"""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

import badges
from badges import STOCKS, Face, fonts

ROUNDS = 60
STOCK = STOCKS["62x100"]
ASHA = Face(
    first_name="Asha",
    full_name="Asha Patel",
    kind="student",
    kind_label="STUDENT",
    code_url="HTTPS://FAIR.EXAMPLE/B/ABCDEFGHJKMNPQRSTVWX",
    domain="fair.example",
    suffix="5WRD7N",
    role_line="MEng Civil Engineering",
    organisation="University of Millbrook",
    ask_me_about="building a bridge from spaghetti",
)
PLACES = (
    ("kind_label", 700, 38, 80), ("first_name", 800, 250, 320), ("full_name", 700, 58, 425),
    ("role_line", 400, 38, 488), ("organisation", 400, 38, 535), ("ask_me_about", 400, 38, 610),
    ("domain", 700, 28, 1010), ("suffix", 700, 36, 1050),
)  # fmt: skip
TABLE = [0] * 128 + [255] * 128


def measure(rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return milliseconds a badge for each variant, one figure a round."""
    variants: dict[str, Callable[[int], bytes]] = {
        "careful": careful,
        "bare": bare,
        "ours": ours,
        "ours, a new name each time": ours_renamed,
        "ours, Arabic": ours_arabic,
    }
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(-3, rounds):  # three rounds to warm up
        for name, variant in variants.items():
            began = time.perf_counter()
            variant(number)
            if number >= 0:
                taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def careful(number: int) -> bytes:
    """Draw in grey, then cut to one bit."""
    image = Image.new("L", (STOCK.width_dots, STOCK.height_dots), 255)
    _write_words(ImageDraw.Draw(image))
    image.paste(_code(), (48, 713))
    return _png(image.point(TABLE, "1"))


def bare(number: int) -> bytes:
    """Draw in one bit from the start: the least work that we know of."""
    image = Image.new("1", (STOCK.width_dots, STOCK.height_dots), 1)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    _write_words(pen)
    image.paste(_code(), (48, 713))
    return _png(image)


def _write_words(pen: ImageDraw.ImageDraw) -> None:
    for field, weight, size, baseline in PLACES:
        font = fonts.font(fonts.PLAIN, weight, size)
        pen.text((48, baseline), getattr(ASHA, field), font=font, fill=0, anchor="ls")


def _code() -> Image.Image:
    code = QRCode(3, ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(QRData(ASHA.code_url.encode(), mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=False)
    side = len(code.modules)
    dots = bytes(0 if dark else 255 for row in code.modules for dark in row)
    small = Image.frombytes("L", (side, side), dots)
    return small.resize((side * 12, side * 12), Image.Resampling.NEAREST)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1, dpi=(300, 300))
    return out.getvalue()


def ours(number: int) -> bytes:
    """Draw Asha's badge."""
    return badges.png(badges.draw(ASHA, STOCK), STOCK)


def ours_renamed(number: int) -> bytes:
    """Draw a badge that no cache has seen: another name, code and question each time."""
    letters = "ABCDEFGHJKMNPQRSTVWXYZ"
    tail = "".join(letters[(number // 22**place) % 22] for place in range(3))
    face = replace(
        ASHA,
        first_name=f"Ash{tail.lower()}",
        full_name=f"Ash{tail.lower()} Patel",
        ask_me_about=f"building a bridge {tail} from spaghetti",
        code_url=ASHA.code_url[:-3] + tail,
    )
    return badges.png(badges.draw(face, STOCK), STOCK)


def ours_arabic(number: int) -> bytes:
    """Draw a badge that is read from the right."""
    face = replace(ASHA, first_name="محمد", full_name="محمد بن عبد الله", locale="ar")
    return badges.png(badges.draw(face, STOCK), STOCK)


def main() -> None:
    """Print a line for each variant."""
    taken = measure()
    floor = statistics.median(taken["careful"])
    for name, figures in taken.items():
        middle = statistics.median(figures)
        span = f"[{min(figures):.1f}..{max(figures):.1f}]"
        print(f"{name:28} {middle:6.2f} {span:14} ms  {middle / floor:.2f}x the careful one")


if __name__ == "__main__":
    main()
