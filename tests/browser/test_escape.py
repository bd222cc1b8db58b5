"""Sixty ways out of the tablet, in real Chromium under the policy: no window leaves the fair."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, events
from tests.browser.test_kiosk_policy import under_policy
from tests.house.source import ROOT
from tests.real.application import LiveServer
from tests.real.parts import need
from tests.web.a_fair import hold

pytestmark = pytest.mark.browser
VISIT = ROOT / "tests" / "browser" / "escape_visit.py"


@pytest.mark.faults
def test_no_way_leads_out_of_the_tablet(live_server: LiveServer, tmp_path: Path) -> None:
    program, policy = need("browser"), tmp_path / "kiosk.json"
    rules = json.loads((ROOT / "docs" / "chromium-policy.json").read_text())
    # The test itself comes in by the developer tools.
    text = json.dumps({**rules, "DeveloperToolsAvailability": 1})
    policy.write_text(text.replace("https://fair.example", live_server.url))
    policy.chmod(0o644)
    if under_policy(policy, "true").returncode:
        pytest.skip("needs a mount namespace and /etc/chromium, to keep the machine untouched")
    fair = hold(live_server.app)
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        code = devices.pair(event, kind="station", name="D", mode="door", at=clock.now())[1]

    answer = under_policy(policy, sys.executable, str(VISIT), program, live_server.url, code)

    assert answer.returncode == 0, answer.stderr
    *tried, end = json.loads(answer.stdout)
    assert len(tried) >= 60
    assert not [step for step in tried if step["fault"]]
    home = f"{live_server.url}/tablet"
    left = [step for step in tried if not all(_is_ours(at, home) for at in step["at"])]
    assert not left
    assert end["at"] == ["Hold your ticket here"]


def _is_ours(address: str, home: str) -> bool:
    return address == home or address.startswith((f"{home}/", f"{home}?", f"{home}#"))
