"""`kiosk migrate`, `doctor`, `key export`, `privacy columns`, and settings that cannot be."""

import pytest

from tests.cli.a_shell import Shell


def test_migrating_again_changes_nothing(shell: Shell) -> None:
    assert "up to date" in shell.ok("migrate")
    assert "up to date" in shell.ok("migrate")


def test_a_doctor_finds_a_sound_installation_sound(fair: Shell) -> None:
    facts = fair.json("doctor")

    assert facts["database"] == "sqlite"
    assert facts["secret key"] == "fits the database"
    assert "journal" in facts["sqlite"]
    assert facts["look"] == []


def test_a_doctor_says_what_to_look_at(fair: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_SMTP_URL", "smtp://me:secret@mail.example:587")
    monkeypatch.setenv("KIOSK_SECRET_KEY", "another key " * 4)
    monkeypatch.setenv("KIOSK_PUBLIC_URL", "http://fair.example")

    result = fair.run("doctor")

    assert result.exit_code == 1
    for name in ("secret key", "mail", "public url"):
        assert f"LOOK {name}:" in result.stdout
    assert "secret@" not in result.stdout


def test_the_key_is_exported_once_for_its_owner_alone(shell: Shell) -> None:
    shell.ok("key", "export", "kiosk.key")

    assert (shell.folder / "kiosk.key").stat().st_mode & 0o777 == 0o600
    assert (shell.folder / "kiosk.key").read_text() == "test key " * 4 + "\n"
    assert "exists" in shell.refused("key", "export", "kiosk.key")
    assert "cannot be written" in shell.refused("key", "export", "nowhere/kiosk.key")


def test_what_is_kept_about_people_is_printed(shell: Shell) -> None:
    assert "| `attendees.email` |" in shell.ok("privacy", "columns")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("KIOSK_PUBLIC_URL", "fair.example"),
        ("KIOSK_DATABASE_URL", "mysql://x"),
        ("KIOSK_SECRET_KEY", "short"),
        ("KIOSK_PROXY_HOPS", "many"),
        ("KIOSK_SMTP_URL", "mail.example"),
        ("KIOSK_MAIL_FROM", "Employer Fair"),
        ("KIOSK_PRINTER_URL", "lpt1"),
        ("KIOSK_ENV_FILE", "nowhere.env"),
    ],
)
def test_a_wrong_setting_names_its_key(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)

    sentence = shell.refused("event", "list")

    assert key in sentence
    assert "For example" in sentence or key == "KIOSK_ENV_FILE"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("KIOSK_SMTP_URL", "smtp://"),
        ("KIOSK_SMTP_URL", "folder:/elsewhere"),
        ("KIOSK_SMTP_URL", "smtp://mail.example:99999"),
        ("KIOSK_PRINTER_URL", "ipp://"),
        ("KIOSK_TLS_CERT", "cert.pem"),
        ("KIOSK_TLS_KEY", "key.pem"),
        ("KIOSK_REDIS_URL", "redis//localhost"),
        ("KIOSK_PROXY_HOPS", "-1"),
    ],
)
def test_a_setting_that_only_its_part_can_judge_stops_the_start(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)

    assert key in shell.refused("serve", "--port", "1")


def test_a_setting_left_empty_is_the_default(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("TLS_CERT", "TLS_KEY", "MAIL_FROM", "REDIS_URL", "DATABASE_URL", "HOSTS"):
        monkeypatch.setenv(f"KIOSK_{key}", "")

    assert shell.json("doctor")["look"] == []


def test_a_data_dir_that_cannot_be_written_is_said_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(shell.write("file", "") / "below"))

    for command in (("event", "list"), ("serve", "--port", "1"), ("doctor",)):
        assert shell.refused(*command).startswith("KIOSK_DATA_DIR:")


def test_a_database_that_is_none_is_said_so(shell: Shell) -> None:
    (shell.folder / "data" / "kiosk.db").write_bytes(b"no database at all" * 400)

    assert "damaged" in shell.refused("event", "list")
    assert "damaged" in shell.refused("serve", "--port", "1")
    assert shell.run("doctor").exit_code == 1


def test_a_database_with_a_torn_page_is_not_served(fair: Shell) -> None:
    file = fair.folder / "data" / "kiosk.db"
    whole = bytearray(file.read_bytes())
    whole[-8192:] = b"\x5a" * 8192
    file.write_bytes(whole)

    assert "damaged" in fair.refused("serve", "--port", "1")


def test_a_database_that_is_away_is_said_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", "postgresql+psycopg://me:secret@127.0.0.1:9/kiosk")

    sentence = shell.refused("event", "list")

    assert "KIOSK_DATABASE_URL" in sentence
    assert "secret" not in sentence


def test_settings_are_read_from_a_file_and_the_environment_beats_it(
    fair: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        "# the fair's settings\n"
        "KIOSK_PUBLIC_URL=https://fair.example\n"
        "KIOSK_MAIL_FROM=Employer Fair <fair@fair.example>\n"
        "KIOSK_SMTP_URL='smtp://fair:pa%23ss$word@mail.example:587?tls=starttls'\n"
    )
    monkeypatch.setenv("KIOSK_ENV_FILE", str(fair.write("kiosk.env", lines)))

    facts = fair.json("doctor")

    assert facts["public url"] == "https://fair.example"
    assert facts["mail"] == "smtp://mail.example:587?tls=starttls"
    monkeypatch.setenv("KIOSK_PUBLIC_URL", "https://other.example")
    assert fair.json("doctor")["public url"] == "https://other.example"


def test_every_command_says_what_it_does(shell: Shell) -> None:
    from kiosk.cli import kiosk

    for name, command in kiosk.commands.items():
        assert name in shell.ok(name, "--help")
        for below in getattr(command, "commands", {}).values():
            assert below.help and below.help.strip()[0].isupper()
