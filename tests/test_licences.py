"""Whatever is shipped or installed with the product is named in THIRD-PARTY-LICENSES.md."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT, named

PAPER = (ROOT / "THIRD-PARTY-LICENSES.md").read_text()
SHIPPED = ("kiosk/static/vendor", "kiosk/static/fonts")


def runtime_libraries() -> set[str]:
    """Return every library that is installed with the product and its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    waiting = [Requirement(text) for texts in lists for text in texts]
    found: set[str] = set()
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        if name in found or not _is_installed(name):
            continue
        found.add(name)
        for text in metadata.requires(name) or []:
            further = Requirement(text)
            wanted = ({"extra": extra} for extra in ("", *needed.extras))
            if further.marker is None or any(further.marker.evaluate(w) for w in wanted):
                waiting.append(further)
    return found


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False  # for another system than this one
    return True


def listed_libraries() -> set[str]:
    rows = re.findall(r"^\| ([a-z0-9, -]+?)(?: \(.*\))? \| [^|]+ \|$", PAPER, re.M)
    return {canonicalize_name(name) for row in rows for name in row.split(", ")} - {"library"}


def test_every_library_it_runs_on_is_listed() -> None:
    assert not runtime_libraries() - listed_libraries()


def test_nothing_is_listed_that_is_gone() -> None:
    assert not {name for name in listed_libraries() - runtime_libraries() if _is_installed(name)}


@pytest.mark.parametrize("shelf", SHIPPED)
def test_every_shipped_folder_is_listed_and_holds_its_licence(shelf: str) -> None:
    for folder in (ROOT / shelf).iterdir():
        assert named(folder) in PAPER
        assert (folder / "LICENSE").stat().st_size > 500


def test_the_typefaces_on_badges_hold_their_licence() -> None:
    assert "badges/typefaces" in PAPER
    assert "SIL OPEN FONT LICENSE" in (ROOT / "badges/typefaces/LICENSE").read_text().upper()
