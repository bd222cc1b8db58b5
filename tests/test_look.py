"""The look's promises: contrast in every colour set, colours only by name, nothing inline."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "kiosk" / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BLOCK = re.compile(r"(?P<media>@media[^{]*\{\s*)?(?P<root>:root[^{]*)\{(?P<body>[^}]*)\}")
PROMISES = [
    ("ink", "paper", 12.0),
    ("soft", "paper", 5.5),
    ("soft", "card", 5.5),
    ("edge", "paper", 3.0),
    ("edge", "card", 3.0),
    ("on-act", "act", 7.0),
    ("on-act", "act-pressed", 7.0),
    ("act", "paper", 4.5),
    ("chart", "paper", 4.5),
    ("warn", "paper", 4.5),
    ("focus", "paper", 7.0),
    ("on-circle", "one", 4.5),
    ("on-circle", "two", 4.5),
]


def colour_sets() -> dict[str, dict[str, str]]:
    """Each set by its condition, complete: what it does not say holds from the sets before it."""
    sets: dict[str, dict[str, str]] = {}
    for found in BLOCK.finditer((CSS / "tokens.css").read_text()):
        condition = (found["media"] or found["root"]).strip(" \n{")
        said = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found["body"]))
        before = sets.get(":root", {})
        if " and " in condition:
            dark, more = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
            before = before | sets[f"@media {dark}"] | sets[f"@media {more}"]
        sets[condition] = before | said
    return sets


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("condition", list(colour_sets()))
@pytest.mark.parametrize(("name", "on", "least"), PROMISES)
def test_every_colour_set_keeps_its_contrast(
    condition: str, name: str, on: str, least: float
) -> None:
    colours = colour_sets()[condition]

    assert contrast(colours[name], colours[on]) >= least


def test_there_are_a_light_a_dark_and_three_high_contrast_sets() -> None:
    assert len(colour_sets()) == 5


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name not in ("tokens.css", "first.css")])
def test_a_sheet_names_its_colours(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_reads_in_both_directions_and_stays_at_home(sheet: Path) -> None:
    text = sheet.read_text()

    assert re.findall(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b", text) == []
    assert re.findall(r"text-align: (?:left|right)|@import|https?:", text) == []
    assert len(text.splitlines()) <= 300


def test_the_sheet_of_a_phones_first_page_is_small() -> None:
    text = (CSS / "first.css").read_bytes()

    assert len(gzip.compress(text)) < 3000
    assert b"@font-face" not in text


def test_the_first_page_has_the_colours_of_the_others() -> None:
    first = (CSS / "first.css").read_text()
    tokens = (CSS / "tokens.css").read_text()

    for name, colour in re.findall(r"--(\w+): (#[0-9a-f]{6});", first):
        assert f"--{name}: {colour};" in tokens


@pytest.mark.parametrize("template", [t for t in TEMPLATES if "mail" not in t.parts])
def test_a_page_has_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()

    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert "|safe" not in text.replace(" ", "")
