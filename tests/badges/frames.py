"""What a camera sees of a badge: frames with blur, tilt, little light, or a thumb on the code.

All of it is made with Pillow from a seed, so that the same frames come every time.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from badges.layout import Box

FRAME = (640, 480)


@dataclass(frozen=True)
class Scene:
    """How a badge is held: the width of its code in pixels, and what spoils the picture.

    `light` is the contrast that is left of one, `noise` the share of random grey, `covered` the
    share of the code that something dark hides.
    """

    code_px: int
    blur: float = 0.0
    tilt: float = 0.0
    light: float = 1.0
    noise: float = 0.05
    covered: float = 0.0


# Each scene, and the share of frames that PERFORMANCE's figures for such a code lead to expect.
SCENES = {
    "1.6 pixels a module": (Scene(48), 0.85),
    "2.2 pixels a module": (Scene(64), 0.92),
    "a blur": (Scene(100, blur=1.5), 0.95),
    "a tilt of sixty degrees": (Scene(100, tilt=60), 0.9),
    "little light": (Scene(100, light=0.15), 0.48),
    "a tenth of the code covered": (Scene(140, covered=0.1), 0.55),
    "a blur on a tilt": (Scene(80, blur=1.0, tilt=30), 0.6),
}


def frames(badge: Image.Image, code: Box, scene: Scene, count: int) -> Iterator[Image.Image]:
    """Give frames of a scene, each with the badge turned and placed in another way."""
    for seed in range(count):
        yield _frame(badge.convert("L"), code, scene, Random(seed))


def seen(pictures: Iterator[Image.Image], text: str) -> float:
    """Return in what share of frames a scanner read just this text."""
    reads = [[found.text for found in zxingcpp.read_barcodes(each)] for each in pictures]
    return sum(each == [text] for each in reads) / len(reads)


def _frame(badge: Image.Image, code: Box, scene: Scene, chance: Random) -> Image.Image:
    shown = _covered(badge, code, scene.covered, chance)
    frame = Image.new("L", FRAME, 110)
    scale = scene.code_px / (code[2] - code[0])
    near = shown.reduce(max(1, int(0.5 / scale)))  # no camera skips dots: it averages them
    scale *= shown.width / near.width
    middle = [(code[at] + code[at + 2]) / 2 * near.width / shown.width for at in (0, 1)]
    place = [FRAME[at] / 2 + chance.uniform(-60, 60) for at in (0, 1)]
    angle, tilt = math.radians(chance.uniform(-25, 25)), math.cos(math.radians(scene.tilt))
    back = _inverse(scale, angle, tilt, middle, place)
    frame = near.transform(FRAME, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC,
                           fillcolor=110)  # fmt: skip
    if scene.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(scene.blur))
    dark = frame.point([round(128 + (each - 128) * scene.light) for each in range(256)])
    return Image.blend(dark, _grain(chance), scene.noise)


def _inverse(scale: float, angle: float, tilt: float, middle: Any, place: Any) -> tuple[Any, ...]:
    """Return where each pixel of a frame comes from: the badge turned, and narrowed by its tilt."""
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    a, b, d, e = cos / tilt, sin / tilt, -sin, cos
    x, y = place
    return a, b, middle[0] - a * x - b * y, d, e, middle[1] - d * x - e * y


def _covered(badge: Image.Image, code: Box, share: float, chance: Random) -> Image.Image:
    if not share:
        return badge
    badge, side = badge.copy(), code[2] - code[0]
    edge = side * math.sqrt(share)
    x, y = (chance.uniform(code[at], code[at + 2] - edge) for at in (0, 1))
    ImageDraw.Draw(badge).rectangle((x, y, x + edge, y + edge), fill=60)
    return badge


def _grain(chance: Random) -> Image.Image:
    return Image.frombytes("L", FRAME, chance.randbytes(FRAME[0] * FRAME[1]))
