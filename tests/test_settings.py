"""Settings: read once, every wrong value stops the start and says how to put it right."""

import os
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.settings import Settings, WrongSetting, as_markdown, load

DOCS = Path(__file__).parent.parent / "docs" / "settings.md"
WRONG = {
    "KIOSK_DATABASE_URL": ("mysql://db", "postgres://db/kiosk", "sqlite://", "kiosk.db"),
    "KIOSK_SECRET_KEY": ("short", "x" * 31),
    "KIOSK_PUBLIC_URL": ("fair.example", "ftp://fair.example", "https://", "https://fair.example/b",
                         "http://fair.example:99999", "http://user:pw@fair.example",
                         "https://fair.example?x=1", "https://fair.example#x", "http://[::1"),
    "KIOSK_PROXY_HOPS": ("-1", "6", "many", "1.5"),
    "KIOSK_SMTP_URL": ("mail.example", "http://mail.example", "sendmail"),
    "KIOSK_MAIL_FROM": ("Employer Fair", "fair at fair.example"),
    "KIOSK_PRINTER_URL": ("  ", "lp0", "ipp://one lp0", "http://printer.example"),
    "KIOSK_REDIS_URL": ("localhost:6379", "http://localhost", "memory://"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set but what a test sets."""
    for name in [name for name in os.environ if name.startswith("KIOSK_")]:
        monkeypatch.delenv(name)


def test_without_any_setting_everything_is_embedded() -> None:
    found = load()

    assert found.database == f"sqlite:///{Path('var').resolve() / 'kiosk.db'}"
    assert found.on_sqlite
    assert not found.is_https
    assert found.public_host == "localhost:8000"
    assert (found.smtp_url, found.printer_url, found.proxy_hops) == ("folder:", "folder:", 0)


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in WRONG.items() for value in values],
)
def test_a_wrong_value_stops_the_start_with_its_key_and_an_example(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)

    with pytest.raises(WrongSetting) as wrong:
        load()

    example = (Settings.model_fields[key.removeprefix("KIOSK_").lower()].examples or [""])[0]
    assert wrong.value.sentence.startswith(f"{key}: ")
    assert str(example) in wrong.value.sentence


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"KIOSK_{name.upper()}", "")

    assert getattr(load(), name) == Settings.model_fields[name].default


def test_several_wrong_values_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PROXY_HOPS", "many")
    monkeypatch.setenv("KIOSK_SECRET_KEY", "short")

    with pytest.raises(WrongSetting, match="wrong_setting") as wrong:
        load()

    assert "KIOSK_PROXY_HOPS" in wrong.value.sentence
    assert "KIOSK_SECRET_KEY" in wrong.value.sentence


def test_a_secret_is_not_repeated_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_SECRET_KEY", "canary")

    with pytest.raises(WrongSetting) as wrong:
        load()

    assert "canary" not in wrong.value.sentence


@pytest.mark.parametrize(
    ("key", "value", "field", "read"),
    [
        ("KIOSK_PUBLIC_URL", "HTTPS://Fair.Example/", "public_url", "https://fair.example"),
        ("KIOSK_HOSTS", "fair.example  kiosk.local", "hosts", ("fair.example", "kiosk.local")),
        ("KIOSK_DATABASE_URL", "sqlite:////tmp/k.db", "database", "sqlite:////tmp/k.db"),
        ("KIOSK_PROXY_HOPS", "2", "proxy_hops", 2),
        ("KIOSK_MAIL_FROM", "Fair <f@fair.example>", "mail_from", "Fair <f@fair.example>"),
        ("KIOSK_PRINTER_URL", "ipp://a ipp://b", "printer_url", "ipp://a ipp://b"),
        ("KIOSK_REDIS_URL", "redis://localhost:6379/0", "redis_url", "redis://localhost:6379/0"),
        ("KIOSK_TLS_CERT", "/etc/cert.pem", "tls_cert", Path("/etc/cert.pem")),
    ],
)
def test_a_right_value_is_read(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, field: str, read: object
) -> None:
    monkeypatch.setenv(key, value)

    assert getattr(load(), field) == read


def test_settings_are_read_from_the_file_too_and_the_environment_beats_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "kiosk.env"
    file.write_text("KIOSK_PUBLIC_URL=https://fair.example\nKIOSK_PROXY_HOPS=1\nOTHER=x\n")
    monkeypatch.setenv("KIOSK_ENV_FILE", str(file))
    monkeypatch.setenv("KIOSK_PROXY_HOPS", "2")

    found = load()

    assert (found.public_url, found.proxy_hops, found.is_https) == ("https://fair.example", 2, True)


def test_a_missing_settings_file_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_ENV_FILE", str(tmp_path / "none"))

    with pytest.raises(WrongSetting) as wrong:
        load()
    assert "KIOSK_ENV_FILE" in wrong.value.sentence


def test_the_settings_page_holds_exactly_the_table_of_the_settings() -> None:
    page = DOCS.read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("|")]

    assert "\n".join(table) + "\n" == as_markdown()
    assert as_markdown() in page
    assert page.startswith("# Settings\n")


def test_every_setting_has_its_row() -> None:
    rows = as_markdown().splitlines()[2:]

    assert [row.split("`")[1] for row in rows] == [
        f"KIOSK_{name.upper()}" for name in settings.Settings.model_fields
    ]
