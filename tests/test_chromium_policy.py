"""The kiosk policy shuts every way out of the tablet that a curious visitor would try."""

import json

from tests.house.source import ROOT

POLICY = json.loads((ROOT / "docs" / "chromium-policy.json").read_text())
FAIR = "https://fair.example"
INNER = ("chrome", "chrome-untrusted", "devtools", "file", "javascript")
# What must hold, and the way out that it shuts.
REQUIRED = {
    # Any address but ours; "*" alone leaves the pages of the browser itself open.
    "URLBlocklist": ["*", *(f"{scheme}://*" for scheme in INNER)],
    "URLAllowlist": [FAIR],
    "RestoreOnStartupURLs": [f"{FAIR}/tablet"],
    "DeveloperToolsAvailability": 2,  # never
    "DownloadRestrictions": 3,  # none
    "PrintingEnabled": False,  # the print dialog saves files
    "AllowFileSelectionDialogs": False,
    "AutofillAddressEnabled": False,  # the last person's name under the next one's fingers
    "PasswordManagerEnabled": False,
    "TranslateEnabled": False,
    "IncognitoModeAvailability": 1,  # a window without the pairing
    "BrowserGuestModeEnabled": False,
    "ExtensionInstallBlocklist": ["*"],
    "VideoCaptureAllowedUrls": [FAIR],  # the camera without a question nobody would answer
    "AudioCaptureAllowed": False,
}


def test_the_policy_shuts_each_way_out() -> None:
    assert {key: POLICY.get(key) for key in REQUIRED} == REQUIRED


def test_the_camera_is_for_the_fair_alone() -> None:
    assert POLICY["VideoCaptureAllowed"] is False
    assert POLICY["VideoCaptureAllowedUrls"] == POLICY["URLAllowlist"]


def test_the_guide_tells_to_put_in_the_own_name() -> None:
    guide = (ROOT / "docs" / "deployment.md").read_text()

    assert "chromium-policy.json" in guide
    assert FAIR in guide
