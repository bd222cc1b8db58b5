"""Programs a test may need. An absent one skips the test, and fails it where it is required.

`KIOSK_TEST_REQUIRE=browser,postgres` names what may not be skipped; CI names all it installs.
"""

import os
import shutil
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

SYSTEM_PATH = f"{os.defpath}:/usr/sbin:/sbin"  # where Debian keeps cupsd, for whoever is not root


def _program(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def printer_programs() -> str | None:
    """Return where the emulated printer is, if all that it needs is there too."""
    names = ("cupsd", "lpadmin", "dbus-daemon", "setpriv", "ippeveprinter")
    found = [shutil.which(name, path=SYSTEM_PATH) for name in names]
    return found[-1] if all(found) and find_spec("dbus_fast") else None


def postgres_folder() -> str | None:
    """Return where PostgreSQL's server programs are; Debian keeps them out of PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = debian[0] if debian else shutil.which("initdb")
    return str(Path(found).resolve().parent) if found else None


FINDERS: dict[str, Callable[[], str | None]] = {
    "browser": lambda: _program("chromium", "chromium-browser", "google-chrome"),
    "postgres": postgres_folder,
    "redis": lambda: _program("redis-server"),
    "smtp": lambda: "aiosmtpd" if find_spec("aiosmtpd") else None,
    "systemd": lambda: _program("systemd-analyze"),
    "video": lambda: _program("ffmpeg"),
    "pdf": lambda: _program("pdftoppm"),
    "printer": printer_programs,
}


def required() -> set[str]:
    """Return the parts that must not be skipped."""
    return set(filter(None, os.environ.get("KIOSK_TEST_REQUIRE", "").replace(" ", "").split(",")))


def need(name: str) -> str:
    """Return where the part is; without it the test is skipped, or fails where it is required."""
    found = FINDERS[name]()
    if found:
        return found
    reason = f"needs {name}, which is not on this machine"
    if name in required():
        pytest.fail(f"{reason}, and KIOSK_TEST_REQUIRE names it", pytrace=False)
    pytest.skip(reason)


def free_port() -> int:
    """Return a port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
