"""An SVG cut down to its shapes, and drawn by a process of its own that has little time and memory.

What is drawn is not the file but what we wrote after reading it, so no second parser can see in it
what ours did not: the rasteriser would open files that a drawing names. Scripts, entities and
anything that points outside the file are refused; so are letters, which would come out in a
typeface that the logo does not have. Comments, metadata, editors' own elements, links and movements
are left out. So is a plain DOCTYPE, as drawing programs write it; it is never followed.
"""

import base64
import binascii
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from badges.errors import LogoRefused

BYTES = 2_000_000
ELEMENTS = 20_000
DEPTH = 100
PICTURES = 4
SECONDS = 5
NAMESPACE = "http://www.w3.org/2000/svg"
XLINK_HREF = "http://www.w3.org/1999/xlink href"
DRAWN = frozenset(
    """
    svg g defs symbol use switch a path rect circle ellipse line polyline polygon linearGradient
    radialGradient stop clipPath mask pattern marker style image filter feBlend feColorMatrix
    feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset
    """.split()  # noqa: SIM905 - as a list it is forty lines
)
LETTERS = frozenset(("text", "tspan", "textPath", "tref"))
PICTURE = re.compile(r"\s*data:image/(?:png|jpeg|jpg);base64,([A-Za-z0-9+/=\s]+)\Z")
OUTSIDE = re.compile(r"url\s*\(\s*(?![\s\"']*#)|@import|\\|expression", re.IGNORECASE)
UNSAFE = "This SVG does more than draw, or points outside itself. Save the logo as PNG."
DAMAGED = "This SVG is damaged. Save the logo as PNG."
HAS_LETTERS = (
    "The letters of this SVG would come out in another typeface."
    " Turn them into outlines, or save the logo as PNG."
)
TOO_MUCH = "This SVG is too much to draw here. Save the logo as PNG."


def is_svg(content: bytes) -> bool:
    """Whether a file claims to be XML: in UTF-8, or in UTF-16 with its mark (XML 1.0, 4.3.3)."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") or content.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


def shapes(content: bytes, clean_picture: Callable[[bytes], bytes]) -> str:
    """Return an SVG that holds nothing but shapes and colours; pictures in it are written anew.

    Raises:
        LogoRefused: with the slug `svg_damaged`, `svg_unsafe`, `svg_letters` or `svg_too_much`, or
            as `clean_picture` does.
    """
    if len(content) > BYTES:
        raise LogoRefused("svg_too_much", TOO_MUCH)
    cutter = _Cutter(clean_picture)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = cutter.doctype
    parser.EntityDeclHandler = cutter.entity
    parser.StartElementHandler = cutter.start
    parser.EndElementHandler = cutter.end
    parser.CharacterDataHandler = cutter.characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as damage:
        raise LogoRefused("svg_damaged", DAMAGED) from damage
    return "".join(cutter.out)


def rasterise(drawing: str, side: int, seconds: int = SECONDS) -> bytes:
    """Return a drawing as PNG, its longer side `side` dots, made in so many seconds or not at all.

    Raises:
        LogoRefused: with the slug `svg_too_much`; which limit it met first depends on the machine.
    """
    program = str(files("badges") / "svg_process.py")
    command = [sys.executable, "-I", program, str(side), str(seconds)]
    try:
        done = subprocess.run(
            command, input=drawing.encode(), capture_output=True, timeout=4 * seconds, check=False
        )
    except subprocess.TimeoutExpired as late:  # the machine is busy, or sets no limits
        raise LogoRefused("svg_too_much", TOO_MUCH) from late
    if done.returncode:
        raise LogoRefused("svg_too_much", TOO_MUCH)
    return done.stdout


class _Cutter:
    """Hears what the parser reads, and writes again what may stay."""

    def __init__(self, clean_picture: Callable[[bytes], bytes]) -> None:
        self.clean_picture = clean_picture
        self.out: list[str] = []
        self.style: list[str] = []
        self.open: list[str] = []  # the elements we are in; an empty name is one left out
        self.elements = 0
        self.pictures = 0

    def doctype(
        self, _name: str, _system_id: str | None, _public_id: str | None, has_subset: bool
    ) -> None:
        if has_subset:
            raise LogoRefused("svg_unsafe", UNSAFE)

    def entity(self, *_declared: object) -> None:
        raise LogoRefused("svg_unsafe", UNSAFE)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > ELEMENTS or len(self.open) >= DEPTH:
            raise LogoRefused("svg_too_much", TOO_MUCH)
        space, _, local = name.rpartition(" ")
        if not self.open and (space, local) != (NAMESPACE, "svg"):
            raise LogoRefused("svg_damaged", DAMAGED)
        if space == NAMESPACE:
            _refuse(local, attributes)
        if (self.open and not self.open[-1]) or space != NAMESPACE or local not in DRAWN:
            self.open.append("")
            return
        kept = "".join(f" {key}={quoteattr(value)}" for key, value in self._kept(local, attributes))
        top = (
            "" if self.open else f' xmlns="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink"'
        )
        self.open.append(local)
        self.out.append(f"<{local}{top}{kept}>")

    def end(self, _name: str) -> None:
        local = self.open.pop()
        if local == "style":
            self._write_style()
        if local:
            self.out.append(f"</{local}>")

    def characters(self, text: str) -> None:
        if self.open[-1] == "style":
            self.style.append(text)

    def _write_style(self) -> None:
        rules = "".join(self.style)
        self.style.clear()
        if OUTSIDE.search(rules):
            raise LogoRefused("svg_unsafe", UNSAFE)
        self.out.append(escape(rules))

    def _kept(self, local: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
        """Return the attributes that draw; the ones of editors' own have a space in their name."""
        kept = [(key, value) for key, value in attributes.items() if " " not in key]
        href = attributes.get(XLINK_HREF, attributes.get("href"))
        kept = [(key, value) for key, value in kept if key != "href"]
        if any(OUTSIDE.search(value) for _, value in kept):
            raise LogoRefused("svg_unsafe", UNSAFE)
        if href is not None and local != "a":
            kept.append(("xlink:href", self._inside(local, href)))
        return kept

    def _inside(self, local: str, href: str) -> str:
        """Return where an element points: into the drawing, or at a picture it carries."""
        if href.lstrip().startswith("#"):
            return href.strip()
        carried = PICTURE.match(href) if local == "image" else None
        self.pictures += 1
        if not carried or self.pictures > PICTURES:
            raise LogoRefused("svg_unsafe", UNSAFE)
        try:
            picture = base64.b64decode(carried[1])
        except binascii.Error as damage:
            raise LogoRefused("svg_damaged", DAMAGED) from damage
        return "data:image/png;base64," + base64.b64encode(self.clean_picture(picture)).decode()


def _refuse(local: str, attributes: dict[str, str]) -> None:
    """Refuse an element that no logo has, or that would come out otherwise than it was drawn."""
    if local == "script" or any(key.lower().startswith("on") for key in attributes):
        raise LogoRefused("svg_unsafe", UNSAFE)
    # Drawing programs keep their own copy in one that asks for an extension nobody else has.
    if local == "foreignObject" and "requiredExtensions" not in attributes:
        raise LogoRefused("svg_unsafe", UNSAFE)
    if local in LETTERS:
        raise LogoRefused("svg_letters", HAS_LETTERS)
