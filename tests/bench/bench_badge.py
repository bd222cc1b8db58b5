"""One badge at 300 dpi as PNG, in milliseconds, beside the least work that could make one.

`careful` is the floor: the same words drawn at fixed places in grey with cached fonts, cut to one
bit, the mask of its code fixed, PNG level 1. `bare` sets whole dots, as ours does. Variants take
turns, so that a busy machine slows all. A hundred badges as one PDF stand beside a hundred of the
careful ones whose dots are only packed.
"""

import io
import statistics
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

import badges
from badges import STOCKS, Face, fonts

ROUNDS = 60
HUNDRED, PDF_ROUNDS = 100, 3
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
        "ours, the longest names": ours_longest,
        "ours, many scripts": ours_scripts,
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
    return _png(_careful())


def _careful() -> Image.Image:
    image = Image.new("L", (STOCK.width_dots, STOCK.height_dots), 255)
    _write_words(ImageDraw.Draw(image))
    image.paste(_code(), (48, 713))
    return image.point(TABLE, "1")


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
    return _drawn(ASHA)


def ours_renamed(number: int) -> bytes:
    """Draw a badge that no cache has seen: another name, code and question each time."""
    return _drawn(_renamed(number))


def _renamed(number: int) -> Face:
    tail = _tail(number)
    return replace(
        ASHA,
        first_name=f"Ash{tail.lower()}",
        full_name=f"Ash{tail.lower()} Patel",
        ask_me_about=f"building a bridge {tail} from spaghetti",
        code_url=ASHA.code_url[:-3] + tail,
    )


def _tail(number: int) -> str:
    letters = "ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(letters[(number // 22**place) % 22] for place in range(3))


def _drawn(face: Face) -> bytes:
    return badges.png(badges.draw(face, STOCK), STOCK)


def ours_arabic(number: int) -> bytes:
    """Draw a badge that is read from the right."""
    return _drawn(replace(ASHA, first_name="محمد", full_name="محمد بن عبد الله", locale="ar"))


def ours_longest(number: int) -> bytes:
    """Draw a badge on which everything is too long, another each time."""
    tail = _tail(number)
    return _drawn(
        replace(
            _renamed(number),
            first_name=f"Wolfe{tail}schlegelsteinhausenbergerdorff {tail}",
            full_name=f"Ana Maria {tail} de los Ángeles Fernández y Ortiz de Zárate Gil",
            role_line=f"Head of {tail} Structures and Geotechnical Design and much besides",
            organisation=f"The Royal {tail} Institution of Very Long Organisation Names",
            ask_me_about=f"anything {tail} at all, but mostly bridges, and how they stand up " * 2,
        )
    )


def ours_scripts(number: int) -> bytes:
    """Draw a badge in another script each time."""
    first, full = (
        ("தமிழ்ச்செல்வி", "தமிழ்ச்செல்வி முருகன்"),
        ("प्रियंका", "प्रियंका चतुर्वेदी"),
        ("さくら", "髙﨑 さくら"),
        ("สมชาย", "สมชาย ใจดี"),
        ("Nguyễn Thị Minh Ánh", "Nguyễn Thị Minh Ánh"),
    )[number % 5]
    return _drawn(replace(_renamed(number), first_name=first, full_name=f"{full} {_tail(number)}"))


def pdf_of_ours() -> bytes:
    """Draw a hundred badges as one PDF."""
    return badges.pdf([badges.draw(_renamed(number), STOCK) for number in range(HUNDRED)], STOCK)


def packed_careful() -> bytes:
    """Draw a hundred careful badges and pack their dots as a PDF would."""
    return b"".join(zlib.compress(_careful().tobytes(), 1) for _badge in range(HUNDRED))


def main() -> None:
    """Print a line for each variant, then for a hundred badges."""
    taken = measure()
    floor = statistics.median(taken["careful"])
    for name, figures in taken.items():
        middle = statistics.median(figures)
        span = f"[{min(figures):.1f}..{max(figures):.1f}]"
        print(f"{name:28} {middle:6.2f} {span:14} ms  {middle / floor:.2f}x the careful one")
    hundreds: dict[str, list[float]] = {"packed": [], "ours": []}
    for _round in range(PDF_ROUNDS):
        for name, hundred in (("packed", packed_careful), ("ours", pdf_of_ours)):
            began = time.perf_counter()
            hundred()
            hundreds[name].append((time.perf_counter() - began) * 1000)
    least, ours_ms = (statistics.median(figures) for figures in hundreds.values())
    print(f"{'a PDF of 100 badges':28} {ours_ms:6.0f} ms, {ours_ms / least:.2f}x the careful dots")


if __name__ == "__main__":
    main()
