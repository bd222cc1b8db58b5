#!/usr/bin/env python3
"""Copy the front-end files we serve out of the npm packages that vendor/package.json pins.

Only what ALLOWED lists is copied, with its licence and version; `--check` needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "vendor"
STATIC = ROOT / "kiosk" / "static"
LOCK = VENDOR / "vendor.lock.json"


@dataclass(frozen=True)
class Library:
    """One npm package: where it goes below static/, and `{file inside the package: our name}`."""

    package: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)


ALLOWED = (
    Library(
        "zxing-wasm",
        "vendor/zxing-wasm",
        {
            "dist/es/reader/index.js": "reader/index.js",
            "dist/es/share.js": "share.js",
            "dist/reader/zxing_reader.wasm": "reader/zxing_reader.wasm",
            "LICENSE": "LICENSE",
        },
    ),
    Library(
        "@fontsource-variable/atkinson-hyperlegible-next",
        "fonts/atkinson-hyperlegible-next",
        {
            "files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "latin.woff2",
            "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "latin-ext.woff2",
            "LICENSE": "LICENSE",
        },
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Copy, or with `--check` compare; 0 is done, 1 is a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare with vendor.lock.json")
    if parser.parse_args(arguments).check:
        wrong = faults()
        print("\n".join(wrong) or "Every vendored file is the one that was recorded.")
        return 1 if wrong else 0
    subprocess.run(["npm", "ci", "--silent", "--prefix", str(VENDOR)], check=True)
    LOCK.write_text(json.dumps({each.package: copied(each) for each in ALLOWED}, indent=2) + "\n")
    print(f"Wrote {LOCK.relative_to(ROOT)}.")
    return 0


def copied(library: Library) -> dict[str, object]:
    """Copy one library's files and return what the lock keeps about them."""
    source = VENDOR / "node_modules" / library.package
    package = json.loads((source / "package.json").read_text())
    target = STATIC / library.folder
    shutil.rmtree(target, ignore_errors=True)
    for inside, ours in library.files.items():
        (target / ours).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / inside, target / ours)
    (target / "VERSION").write_text(f"{library.package} {package['version']}\n")
    return {
        "version": package["version"],
        "licence": package["license"],
        "folder": library.folder,
        "sha256": digests(target),
    }


def faults(static: Path = STATIC) -> list[str]:
    """One sentence for each file that is missing, changed or not in the lock."""
    lock = json.loads(LOCK.read_text())
    sentences = []
    for package, kept in lock.items():
        found, expected = digests(static / kept["folder"]), kept["sha256"]
        for name in sorted(found.keys() | expected.keys()):
            if found.get(name) != expected.get(name):
                sentences.append(f"{package}: {name} is not the file that was recorded.")
    return sentences


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below `folder`, by its name there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(main())
