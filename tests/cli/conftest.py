"""A shell in an empty installation, and one in which a fair is set up already."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.a_shell import EMPLOYERS, PEOPLE, Shell
from tests.real.databases import SECRET_KEY


def _only(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name in [name for name in os.environ if name.startswith("KIOSK_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shell(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell whose database is migrated and empty."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, data / "kiosk.db")
    _only(monkeypatch, KIOSK_DATA_DIR=str(data), KIOSK_SECRET_KEY=SECRET_KEY)
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def fair_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database with a fair that never closes, made by the commands themselves."""
    folder = tmp_path_factory.mktemp("fair")
    shutil.copyfile(sqlite_template, folder / "kiosk.db")
    with pytest.MonkeyPatch.context() as patch:
        _only(patch, KIOSK_DATA_DIR=str(folder), KIOSK_SECRET_KEY=SECRET_KEY)
        set_up(Shell(folder))
    return folder / "kiosk.db"


def set_up(shell: Shell) -> None:
    """Create a fair that never closes, with its employers and people."""
    times = ("--starts", "2026-11-24T10:00", "--ends", "2026-11-24T15:00")
    shell.ok("event", "create", "--slug", "fair", "--name", "Employer Fair", *times)
    shell.ok("event", "set", "--event", "fair", "never_closes=yes")
    shell.ok("employers", "import", shell.write("employers.csv", EMPLOYERS), "--event", "fair")
    shell.ok("attendees", "import", shell.write("people.csv", PEOPLE), "--event", "fair")


@pytest.fixture
def fair(shell: Shell, fair_template: Path) -> Shell:
    """A shell in an installation with the fair."""
    shutil.copyfile(fair_template, shell.folder / "data" / "kiosk.db")
    return shell
