"""docs/chromium-policy.json in real Chromium: the camera is given, the ways out are shut.

The policy stands in a mount namespace of the test's own; the machine's browser never sees it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.small_server import page, serving
from tests.house.source import ROOT
from tests.real.parts import need

pytestmark = pytest.mark.browser
VISIT = ROOT / "tests" / "browser" / "policy_visit.py"
NAMESPACE = ["unshare", "-m"] if not os.getuid() else ["unshare", "-rm"]
UNDER_POLICY = """mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed \
&& cp "$1" /etc/chromium/policies/managed/kiosk.json && shift && exec "$@" """


def under_policy(policy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*NAMESPACE, "sh", "-c", UNDER_POLICY, "sh", policy, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def visit(policy: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What a visitor finds; developer tools stay open, since the test itself comes in by them."""
    program = need("browser")
    path = folder / "kiosk.json"
    with serving() as server:
        server.pages["/tablet/look"] = server.pages["/desk"] = page("<h1>Look</h1>")
        text = json.dumps({**policy, "DeveloperToolsAvailability": 1})
        path.write_text(text.replace("https://fair.example", server.url))
        path.chmod(0o644)
        if under_policy(path, "true").returncode:
            pytest.skip("needs a mount namespace and /etc/chromium, to keep the machine untouched")
        answer = under_policy(path, sys.executable, str(VISIT), program, server.url)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_the_tablet_sees_the_fair_and_nothing_else(tmp_path: Path) -> None:
    found = visit(json.loads((ROOT / "docs" / "chromium-policy.json").read_text()), tmp_path)

    assert found.pop("camera") == "given"
    assert found.pop("microphone") == "NotAllowedError"
    assert found
    assert all(found.values()), found


@pytest.mark.faults
def test_without_the_policy_all_of_it_would_be_otherwise(tmp_path: Path) -> None:
    found = visit({}, tmp_path)

    assert found.pop("camera") == "NotAllowedError"
    assert not any(refused for way, refused in found.items() if way != "microphone"), found
