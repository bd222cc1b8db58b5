"""Two badges in one camera frame, read by the scanner's own worker in real Chromium."""

from __future__ import annotations

import base64
import io
import random

import qrcode
from PIL import Image, ImageFilter
from playwright.sync_api import Page

FRAMES, PICTURES = 120, 6
READ = """
    async ([pictures, frames]) => {
        const worker = new Worker("/static/js/scan-worker.js", { type: "module" });
        const took = [];
        const blobs = await Promise.all(pictures.map((src) => {
            const letters = Uint8Array.from(atob(src), (letter) => letter.charCodeAt(0));
            return new Blob([letters], { type: "image/png" });
        }));
        for (let frame = 0; frame < frames; frame += 1) {
            const picture = await createImageBitmap(blobs[frame % blobs.length]);
            const { codes = [], ms } = await new Promise((resolve) => {
                worker.onmessage = ({ data }) => resolve(data);
                worker.postMessage(picture, [picture]);
            });
            took.push([ms, codes.length]);
        }
        return took;
    }
"""


def milliseconds_a_frame(page: Page, url: str, texts: list[str]) -> list[float]:
    """How long the worker took for each frame; every one of them must be read whole.

    The first ten frames, in which the decoder is compiled, do not count.
    """
    chance = random.Random(20261124)
    pictures = [_frame(texts, chance) for _ in range(PICTURES)]
    page.goto(f"{url}/")
    took = page.evaluate(READ, [pictures, FRAMES + 10])[10:]
    read = [ms for ms, codes in took if codes == len(texts)]
    if len(read) < len(took):
        print(f"only {len(read)} of {len(took)} frames gave both badges")
    return read


def _frame(texts: list[str], chance: random.Random) -> str:
    hall = Image.effect_noise((1280, 720), 40).convert("RGB")
    for number, text in enumerate(texts):
        code = qrcode.make(text, box_size=8, border=4).get_image().convert("RGB")
        turned = code.rotate(chance.uniform(-12, 12), expand=True, fillcolor=(180, 178, 172))
        hall.paste(turned, (80 + number * 600, 120 + chance.randrange(120)))
    kept = io.BytesIO()
    hall.filter(ImageFilter.GaussianBlur(0.8)).save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()
