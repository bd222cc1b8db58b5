"""A hundred badges as a PDF, in milliseconds a badge: one a page, and ten on a sheet of labels.

Every badge has a name, a code and a question of its own. The peer's figures are PERFORMANCE.md 2:
28.5 ms a badge one a page, 133 ms four on an A4 sheet.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL import Image

import badges
from badges import SHEETS, Imposition, Stock
from tests.bench.bench_badge import ASHA, STOCK

BADGES = 100
ROUNDS = 5
LABEL = Stock("l7173", 99.1, 57, qr_mm=26)
PEER_MS = {"one a page": 28.5, "ten on a sheet": 133.0}


def drawn(stock: Stock, first: int) -> Iterator[Image.Image]:
    """Give badges that no cache has seen."""
    letters = "ABCDEFGHJKMNPQRSTVWX"
    for number in range(first, first + BADGES):
        tail = "".join(letters[(number // 20**place) % 20] for place in range(3))
        yield badges.draw(
            replace(
                ASHA,
                first_name=f"Ash{tail.lower()}",
                full_name=f"Ash{tail.lower()} Patel",
                ask_me_about=f"building a bridge {tail} from spaghetti",
                code_url=ASHA.code_url[:-3] + tail,
            ),
            stock,
        )


def measure(rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return milliseconds a badge for each way, one figure a round."""
    ways: dict[str, Callable[[int], bytes]] = {
        "one a page": lambda first: badges.pdf(list(drawn(STOCK, first)), STOCK),
        "ten on a sheet": lambda first: badges.sheets_pdf(
            drawn(LABEL, first), Imposition(SHEETS["l7173"], LABEL)
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way(number * BADGES)
            taken[name].append((time.perf_counter() - began) * 1000 / BADGES)
    return taken


def main() -> None:
    """Print a line for each way."""
    for name, figures in measure().items():
        middle = statistics.median(figures)
        span = f"[{min(figures):.1f}..{max(figures):.1f}]"
        times = PEER_MS[name] / middle
        print(f"PDF of {BADGES}, {name:15} {middle:6.2f} {span:14} ms a badge  peer / {times:.0f}")
