#!/usr/bin/env python3
"""Cut the badge typefaces out of the npm packages that FAMILIES pins, and record them.

Only what a name needs is kept, so that some twenty writing systems fit in about ten megabytes;
`--check` needs no network. Downloaded packages are reused when `--packages DIR` has them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset

TYPEFACES = Path(__file__).resolve().parent.parent / "badges" / "typefaces"
LOCK = TYPEFACES / "typefaces.lock.json"
SCOPE = "@expo-google-fonts"
WEIGHTS = {400: "400Regular", 500: "500Medium", 700: "700Bold", 800: "800ExtraBold"}
ALWAYS = ((0x20, 0x20), (0x200C, 0x200D), (0x25CC, 0x25CC))
CJK_MARKS = ((0x2E80, 0x2FDF), (0x3000, 0x303F), (0xFF01, 0xFFEE))
CHINESE = ((0x3105, 0x312F), (0x4E00, 0x9FFF), (0x20000, 0x2F7FF))
RARE = ((0xF900, 0xFAFF), (0x20000, 0x2F7FF))  # in family names
KANA = ((0x3041, 0x30FF), (0x31F0, 0x31FF))
HANGUL = ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3))


@dataclass(frozen=True)
class Family:
    """One package: its pinned version, the weights we take, and the letters we keep.

    No ranges and no codecs keep everything.
    """

    name: str
    version: str
    weights: tuple[int, ...] = (400, 700)
    ranges: tuple[tuple[int, int], ...] = ()
    codecs: tuple[str, ...] = ()


LATIN_GREEK_CYRILLIC = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x1AB0, 0x1AFF),
    (0x1C80, 0x1C8F), (0x1D00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x20FF), (0x2100, 0x214F),
    (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0x2E00, 0x2E5F), (0xA640, 0xA69F), (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F), (0xFB00, 0xFB06),
)  # fmt: skip

FAMILIES = (
    Family("atkinson-hyperlegible-next", "0.4.1", (400, 500, 700, 800)),
    Family("noto-sans", "0.4.2", (400, 700), LATIN_GREEK_CYRILLIC),
    Family(
        "noto-sans-arabic",
        "0.4.3",
        ranges=((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
    Family("noto-sans-hebrew", "0.4.1", ranges=((0x591, 0x5F4), (0xFB1D, 0xFB4F))),
    Family(
        "noto-sans-devanagari",
        "0.4.1",
        ranges=((0x900, 0x97F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    ),
    Family("noto-sans-bengali", "0.4.4", ranges=((0x964, 0x965), (0x980, 0x9FF))),
    Family("noto-sans-tamil", "0.4.3", ranges=((0x964, 0x965), (0xB80, 0xBFF))),
    Family("noto-sans-thai", "0.4.2", ranges=((0xE00, 0xE7F),)),
    Family("noto-sans-armenian", "0.4.2", ranges=((0x530, 0x58F), (0xFB13, 0xFB17))),
    Family(
        "noto-sans-georgian",
        "0.4.3",
        ranges=((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    ),
    Family(
        "noto-sans-ethiopic",
        "0.4.2",
        ranges=((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB01, 0xAB2E)),
    ),
    Family("noto-sans-jp", "0.4.3", (700,), CJK_MARKS + KANA + RARE, ("cp932",)),
    Family("noto-sans-kr", "0.4.3", (700,), HANGUL),
    Family("noto-sans-sc", "0.4.3", (700,), (*CJK_MARKS, *CHINESE)),
    Family("noto-emoji", "0.4.7", (500,)),
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Cut, or with `--check` compare; 0 is done, 1 is a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare with the lock")
    parser.add_argument("--packages", type=Path, help="a folder with packages already downloaded")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        wrong = faults()
        print("\n".join(wrong) or "Every typeface is the one that was recorded.")
        return 1 if wrong else 0
    with tempfile.TemporaryDirectory() as scratch:
        rows = cut_all(chosen.packages or Path(scratch), Path(scratch))
    LOCK.write_text(json.dumps(rows, indent=2) + "\n")
    print(f"Wrote {len(rows)} typefaces, {sum(row['bytes'] for row in rows) / 1e6:.1f} MB.")
    return 0


def cut_all(packages: Path, scratch: Path) -> list[dict]:
    """Write every typeface and the licence, and return the rows of the lock."""
    rows, licences = [], []
    TYPEFACES.mkdir(exist_ok=True)
    for old in TYPEFACES.glob("*.ttf"):
        old.unlink()
    for family in FAMILIES:
        folder = unpacked(family, packages, scratch)
        licences.append((family.name, (folder / "LICENSE_FONT").read_text()))
        rows += [cut(family, weight, folder) for weight in family.weights]
    (TYPEFACES / "LICENSE").write_text(licence(licences))
    return rows


def unpacked(family: Family, packages: Path, scratch: Path) -> Path:
    """Download one package when it is not there, unpack it, and return its folder."""
    archive = packages / f"expo-google-fonts-{family.name}-{family.version}.tgz"
    if not archive.exists():
        wanted = f"{SCOPE}/{family.name}@{family.version}"
        command = ["npm", "pack", "--silent", wanted, "--pack-destination", str(packages)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as tar:
        tar.extractall(scratch / family.name, filter="data")
    return scratch / family.name / "package"


def cut(family: Family, weight: int, folder: Path) -> dict:
    """Write one weight with only the letters we keep, and return its row of the lock."""
    source = next((folder / WEIGHTS[weight]).glob("*.ttf"))
    target = TYPEFACES / f"{family.name}-{weight}.ttf"
    options = subset.Options(hinting=False, notdef_outline=True)
    options.drop_tables += ["meta"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(kept(family, font.getBestCmap())))
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    content = target.read_bytes()
    return {
        "file": target.name,
        "package": f"{SCOPE}/{family.name}",
        "version": family.version,
        "licence": "OFL-1.1",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def kept(family: Family, cmap: Iterable[int]) -> Iterator[int]:
    """The code points of a font that its family row asks for."""
    everything = not family.ranges and not family.codecs
    for point in cmap:
        in_range = any(low <= point <= high for low, high in family.ranges + ALWAYS)
        ideograph = point >= 0x3400 and any(has(codec, point) for codec in family.codecs)
        if everything or in_range or ideograph:
            yield point


def has(codec: str, point: int) -> bool:
    """Whether a national character set knows a code point."""
    try:
        chr(point).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def licence(texts: list[tuple[str, str]]) -> str:
    """One LICENSE: who holds the rights in each family, then the licence they all share."""
    holders = "\n".join(f"{name}: {text.splitlines()[0].strip()}" for name, text in texts)
    body = texts[0][1].split("\n", 1)[1].lstrip("\n")
    return f"{holders}\n\n{body}"


def faults(folder: Path = TYPEFACES) -> list[str]:
    """One sentence for each typeface that is missing, changed or not in the lock."""
    kept_rows = json.loads((folder / LOCK.name).read_text())
    expected = {row["file"]: row["sha256"] for row in kept_rows}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.ttf")
    }
    return [
        f"{name} is not the typeface that was recorded."
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]


if __name__ == "__main__":
    sys.exit(main())
