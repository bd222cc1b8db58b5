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
    "URLAllowlist": [f"{FAIR}/tablet", f"{FAIR}/stand"],  # not the desk: its passphrases are typed
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
    "AutoplayAllowlist": [FAIR],  # a tone before anybody has touched the screen
    "PasswordLeakDetectionEnabled": False,
    "ImportAutofillFormData": False,
    "PromptForDownloadLocation": False,  # a dialog that walks through folders
    "EnableMediaRouter": False,  # shows the screen elsewhere
    "SharedClipboardEnabled": False,
    "LensRegionSearchEnabled": False,  # sends a picture of the screen away
    "GenAiDefaultSettings": 2,
    "UserFeedbackAllowed": False,  # a form with a picture of the screen
    "BackgroundModeEnabled": False,
    "AutoLaunchProtocolsFromOrigins": [],  # mailto: and the like open other programs
    "DefaultPopupsSetting": 2,
    "DefaultFileSystemReadGuardSetting": 2,
    "DefaultFileSystemWriteGuardSetting": 2,
    "DefaultWebUsbGuardSetting": 2,
    "DefaultSerialGuardSetting": 2,
    "SavingBrowserHistoryDisabled": True,
    "BrowserSignin": 0,
    "SyncDisabled": True,
    "BrowserAddPersonEnabled": False,
    "TaskManagerEndProcessEnabled": False,
}
# What a tablet lives by, which a browser that saves power would take from it.
AWAKE = {
    "HighEfficiencyModeEnabled": False,
    "BatterySaverModeAvailability": 0,
    "IntensiveWakeUpThrottlingEnabled": False,
}


def test_the_policy_shuts_each_way_out() -> None:
    assert {key: POLICY.get(key) for key in REQUIRED} == REQUIRED


def test_the_camera_is_for_the_fair_alone() -> None:
    assert POLICY["VideoCaptureAllowed"] is False
    assert POLICY["VideoCaptureAllowedUrls"] == [FAIR]


def test_a_waiting_tablet_is_not_put_to_sleep() -> None:
    assert {key: POLICY.get(key) for key in AWAKE} == AWAKE


def test_the_pairing_and_what_is_not_sent_survive_a_killed_browser() -> None:
    assert not POLICY.get("ForceEphemeralProfiles")
    assert "ClearBrowsingDataOnExitList" not in POLICY


def test_the_guide_tells_to_put_in_the_own_name() -> None:
    guide = (ROOT / "docs" / "deployment.md").read_text()

    assert "chromium-policy.json" in guide
    assert FAIR in guide
