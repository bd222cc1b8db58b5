"""A fake camera: codes held up in front of a busy hall, filmed for Chromium.

The `qrcode` library draws the codes; the browser's decoder, another one, sees them tilted,
dimmed and noisy.
"""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1280, 720
FRAMES_A_SECOND = 15
"""As the file says; Chromium plays it at up to twice the pace."""
BADGE_WIDTH = 330


def film(folder: Path, *scenes: tuple[list[str | Image.Image], int]) -> Path:
    """An MJPEG file of scenes (what is held up, for how many frames), over and over."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(20261124)
    hall = _hall(chance)
    noises = [Image.effect_noise((WIDTH, HEIGHT), 18).convert("RGB") for _ in range(3)]
    number = 0
    for held, frames in scenes:
        cards = [_card(each) for each in held]
        for _ in range(frames):
            _frame(hall, cards, noises, chance).save(folder / f"{number:04d}.jpg", quality=88)
            number += 1
    target = folder / "camera.mjpeg"
    _joined(folder, target)
    return target


def _joined(folder: Path, target: Path) -> None:
    pictures = ["-framerate", str(FRAMES_A_SECOND), "-i", str(folder / "%04d.jpg")]
    form = ["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p"]
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *pictures, *form, str(target)]
    subprocess.run(command, check=True)


def _hall(chance: random.Random) -> Image.Image:
    hall = Image.new("RGB", (WIDTH, HEIGHT), (96, 98, 104))
    draw = ImageDraw.Draw(hall)
    for _ in range(160):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        grey = chance.randrange(40, 210)
        shape = (x, y, x + chance.randrange(20, 200), y + chance.randrange(20, 200))
        draw.rectangle(shape, fill=(grey, grey - 8, grey - 16))
    return hall.filter(ImageFilter.GaussianBlur(3))


def card(
    text: str, *, side: int = 230, light: float = 1.0, washed_out: bool = False
) -> Image.Image:
    """A text as a code on a white card: so many pixels wide, so bright, or under a lamp's glare."""
    code = qrcode.QRCode(box_size=8, border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    picture = code.make_image().get_image().convert("RGB")
    picture = picture.resize((side, side), Image.Resampling.LANCZOS)
    if washed_out:
        ImageDraw.Draw(picture).ellipse(
            (side * 3 // 10, side * 3 // 10, side * 8 // 10, side * 8 // 10), fill="white"
        )
    return ImageEnhance.Brightness(picture).enhance(light)


def _card(held: str | Image.Image) -> Image.Image:
    """A picture as it is (a rendered badge, made smaller), or a text as a code."""
    if isinstance(held, str):
        return card(held)
    height = round(BADGE_WIDTH * held.height / held.width)
    picture = held.convert("RGB")
    return picture if held.width < BADGE_WIDTH else picture.resize((BADGE_WIDTH, height))


def _frame(
    hall: Image.Image, cards: list[Image.Image], noises: list[Image.Image], chance: random.Random
) -> Image.Image:
    frame = hall.copy()
    for place, card in enumerate(cards):
        mask = Image.new("L", card.size, 255)
        angle = chance.uniform(-8, 8)
        tilted = card.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        mask = mask.rotate(angle, expand=True)
        x = WIDTH * (place + 1) // (len(cards) + 1) - tilted.width // 2
        y = HEIGHT // 2 - tilted.height // 2
        frame.paste(tilted, (x + chance.randrange(-6, 7), y + chance.randrange(-6, 7)), mask)
    frame = Image.blend(frame, chance.choice(noises), 0.08).filter(ImageFilter.BoxBlur(0.6))
    return ImageEnhance.Brightness(frame).enhance(chance.uniform(0.7, 1.0))
