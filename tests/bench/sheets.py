"""A hundred badges as a PDF, in milliseconds a badge: one a page, and ten on a sheet of labels.

Every badge has a name, a code and a question of its own. The peer took 28.5 ms a badge one a page
and 133 ms four on an A4 sheet (PERFORMANCE.md 2) where the careful badge of `bench_badge` took 2.1;
that badge takes turns with ours, so the machine of the day drops out of the ratio.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL import Image

import badges
from badges import SHEETS, STOCKS, Imposition, Stock
from tests.bench.bench_badge import ASHA, STOCK, careful

BADGES = 100
ROUNDS = 5
LABEL = STOCKS["l7173"]
CAREFUL = "careful, PNG"
PEER = {CAREFUL: 1.0, "one a page": 28.5 / 2.1, "ten on a sheet": 133 / 2.1}  # in careful badges


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
    ways: dict[str, Callable[[int], object]] = {
        CAREFUL: lambda first: [careful(number) for number in range(BADGES)],
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
    taken = measure()
    floor = statistics.median(taken[CAREFUL])
    for name, figures in taken.items():
        middle = statistics.median(figures)
        span = f"[{min(figures):.1f}..{max(figures):.1f}]"
        times = PEER[name] * floor / middle
        print(f"PDF of {BADGES}, {name:15} {middle:6.2f} {span:14} ms a badge  peer / {times:.0f}")
