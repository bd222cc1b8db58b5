"""The tablet's autostart: systemd understands it, it always comes back, it leads to the fair."""

import json
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

from tests.house.source import ROOT
from tests.real.parts import need

UNIT = ROOT / "docs" / "kiosk-tablet.service"
ENTRY = ROOT / "docs" / "kiosk-tablet.desktop"
POLICY = json.loads((ROOT / "docs" / "chromium-policy.json").read_text())
GUIDE = (ROOT / "docs" / "deployment.md").read_text()


def value(name: str) -> str:
    found = re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.M)
    assert len(found) == 1, name
    return str(found[0])


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = shutil.copy(UNIT, tmp_path / UNIT.name)
    command = [need("systemd"), "--no-pager", "--user", "verify", unit]

    answer = subprocess.run(
        command, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip

    assert (answer.returncode, answer.stdout + answer.stderr) == (0, "")


def test_the_browser_always_comes_back() -> None:
    assert value("Restart") == "always"
    assert value("StartLimitIntervalSec") == "0"
    assert int(value("RestartSec")) <= 5


def test_it_starts_full_screen_on_the_page_that_the_policy_allows() -> None:
    address = value("Environment").partition("=")[2]
    words = value("ExecStart").split()

    assert [address] == POLICY["RestoreOnStartupURLs"]
    assert address in POLICY["URLAllowlist"]
    assert words[-1] == "${TABLET_URL}"
    assert {"--kiosk", "--noerrdialogs", "--disable-pinch"} <= set(words)
    assert not {"--no-sandbox", "--disable-web-security", "--incognito"} & set(words)


def test_the_desktops_entry_starts_the_unit() -> None:
    entry = ConfigParser(interpolation=None)
    entry.read(ENTRY)

    assert entry["Desktop Entry"]["Exec"] == f"systemctl --user start {UNIT.name}"
    assert entry["Desktop Entry"]["Type"] == "Application"


def test_the_guide_names_both() -> None:
    assert UNIT.name in GUIDE
    assert ENTRY.name in GUIDE
