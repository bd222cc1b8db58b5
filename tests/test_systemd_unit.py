"""kiosk.service: systemd understands it, it is hardened, and each line has its reason above it."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.house.source import ROOT
from tests.real.parts import need

UNIT = ROOT / "kiosk.service"
WORST_EXPOSURE = 2.0


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [need("systemd"), "--no-pager", *arguments], capture_output=True, text=True, check=False
    )


def copied(folder: Path) -> str:
    """systemd judges the folders around a unit too, so it gets one of its own."""
    return shutil.copy(UNIT, folder / "kiosk.service")


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    answer = analyze("verify", copied(tmp_path))

    assert (answer.returncode, answer.stdout + answer.stderr) == (0, "")


def test_the_unit_is_hardened(tmp_path: Path) -> None:
    answer = analyze("security", "--offline=true", copied(tmp_path))

    exposure = re.search(r"Overall exposure level for kiosk\.service: ([\d.]+)", answer.stdout)
    assert exposure is not None, answer.stderr
    assert float(exposure[1]) <= WORST_EXPOSURE


def test_each_line_or_pair_of_lines_has_its_reason_above_it() -> None:
    bare, reason = [], False
    for line in UNIT.read_text().splitlines():
        if line.startswith("#"):
            reason = not line.startswith("# ---")
        elif not line or line.startswith("["):
            reason = False
        elif not reason and not line.startswith(("Description=", "WantedBy=")):
            bare.append(line)

    assert not bare


def test_the_data_folder_is_the_one_systemd_makes() -> None:
    lines = UNIT.read_text().splitlines()

    assert "StateDirectory=kiosk" in lines
    assert "Environment=KIOSK_DATA_DIR=/var/lib/kiosk" in lines
