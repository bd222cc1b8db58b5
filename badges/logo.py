"""A logo from a file that somebody uploads: read once, made small, and written anew as PNG.

Nothing of the file but its dots is kept: no profile, no place, no comment. Its size is asked
before it is decoded; an SVG is cut down to shapes (`svg`) before a rasteriser sees it. Colours are
taken as they are: a profile is one more thing to parse, and a badge has few colours or one.
"""

import io
import struct
import zlib

from PIL import Image, ImageOps

from badges import svg
from badges.errors import LogoRefused

SIDE = 1200  # dots a side at most: 100 mm at 300 dots an inch
BYTES = 5_000_000
PIXELS = 16_000_000  # 64 MB while it is decoded, and more than any logo
FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow raises over files that are damaged or lie about themselves.
DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, struct.error,
    zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
NOT_A_PICTURE = "This is no PNG, JPEG, WebP or SVG picture, or it is damaged. Save the logo as PNG."
TOO_LARGE = "This picture is too large. Save the logo as PNG with at most 1,200 dots a side."
ANIMATED = "This picture moves, and paper does not. Save one frame of it as PNG."
BLANK = "On white paper this picture shows nothing. Save a dark logo as PNG."
PALEST = 230  # of 255: what is lighter all over cannot be seen on paper


def read_logo(content: bytes) -> Image.Image:
    """Return the logo in a PNG, JPEG, WebP or SVG file, of mode "RGB", or "RGBA" where it is clear.

    At most 1,200 dots a side: larger pictures are made smaller, an SVG is drawn at that size.

    Raises:
        LogoRefused: with the slug `logo_not_a_picture`, `logo_too_large`, `logo_animated`,
            `logo_blank`, or one of those that `svg.shapes` and `svg.rasterise` name.
    """
    if len(content) > BYTES:
        raise LogoRefused("logo_too_large", TOO_LARGE)
    if svg.is_svg(content):
        content = svg.rasterise(svg.shapes(content, embedded), SIDE)
    return _visible(_small(content))


def logo_png(logo: Image.Image) -> bytes:
    """Return a logo as PNG, the same bytes for the same dots."""
    out = io.BytesIO()
    logo.save(out, "PNG", optimize=True)
    return out.getvalue()


def embedded(content: bytes) -> bytes:
    """Return a picture inside an SVG as we would have written it; raises as `read_logo` does."""
    return logo_png(_small(content))


def on_white(logo: Image.Image) -> Image.Image:
    """Return a logo in grey, "L", as it looks on white paper."""
    if logo.mode != "RGBA":
        return logo.convert("L")
    paper = Image.new("RGBA", logo.size, "white")
    return Image.alpha_composite(paper, logo).convert("L")


def _small(content: bytes) -> Image.Image:
    logo = _decoded(content)
    logo.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return logo


def _decoded(content: bytes) -> Image.Image:
    """Return all dots of a picture, upright, and nothing else of it."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > PIXELS:
            raise LogoRefused("logo_too_large", TOO_LARGE)
        if getattr(image, "n_frames", 1) > 1:
            raise LogoRefused("logo_animated", ANIMATED)
        image.draft("RGB", (SIDE, SIDE))  # a JPEG can be decoded at an eighth of its size
        image.load()
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except DAMAGED as damage:
        raise LogoRefused("logo_not_a_picture", NOT_A_PICTURE) from damage
    plain.info = {}  # Pillow would write the profile and the texts again
    return plain


def _visible(logo: Image.Image) -> Image.Image:
    """Return a logo that can be seen on paper, without an alpha channel that does nothing."""
    if on_white(logo).histogram()[: PALEST + 1] == [0] * (PALEST + 1):
        raise LogoRefused("logo_blank", BLANK)
    is_clear = logo.mode == "RGBA" and any(logo.getchannel("A").histogram()[:255])
    return logo if is_clear else logo.convert("RGB")
