"""Vendored files are the ones that were recorded, and each carries its licence and version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from scripts.vendor import ALLOWED, LOCK, STATIC, VENDOR, faults


def test_every_vendored_file_is_the_one_that_was_recorded() -> None:
    assert faults() == []


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    for library in ALLOWED:
        shutil.copytree(STATIC / library.folder, tmp_path / library.folder)
    (tmp_path / "vendor/zxing-wasm/share.js").write_text("changed")
    (tmp_path / "vendor/zxing-wasm/LICENSE").unlink()

    assert faults(tmp_path) == [
        "zxing-wasm: LICENSE is not the file that was recorded.",
        "zxing-wasm: share.js is not the file that was recorded.",
    ]


def test_the_lock_holds_the_pinned_versions_and_no_address() -> None:
    pinned = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    recorded = {name: kept["version"] for name, kept in json.loads(LOCK.read_text()).items()}

    assert recorded == pinned
    assert "resolved" not in (VENDOR / "package-lock.json").read_text()


def test_each_library_carries_its_licence_and_version() -> None:
    for library in ALLOWED:
        folder = STATIC / library.folder
        assert (folder / "LICENSE").stat().st_size > 500
        assert library.package in (folder / "VERSION").read_text()
