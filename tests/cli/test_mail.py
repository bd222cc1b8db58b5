"""`kiosk mail check`: one line a finding, and an end that a script can read."""

import pytest

from tests.cli.a_shell import Shell


def test_a_fresh_installation_is_told_what_it_lacks_and_nothing_is_wrong(shell: Shell) -> None:
    told = shell.ok("mail", "check")

    assert "ok   server: Letters are written into a folder" in told
    assert "note bounces: KIOSK_BOUNCE_ADDRESS is not set" in told


def test_what_must_be_right_ends_in_1_and_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SMTP_URL", "smtp://127.0.0.1:1?tls=none")

    looked = shell.run("mail", "check", "--json")

    assert looked.exit_code == 1
    assert '"wrong": ["sender", "server"]' in looked.stdout
