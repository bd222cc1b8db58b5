"""A SQLite database as a file: copied while it is in use, checked, and put in place whole."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import make_url

from kiosk import db as database
from kiosk.errors import Refused
from kiosk.settings import Settings

_BESIDE = ("", "-wal", "-shm", "-journal")


def path_of(settings: Settings) -> Path:
    """Return where the database is."""
    return Path(str(make_url(settings.database).database))


def copy(source: Path, target: Path) -> None:
    """Copy a database as of one moment, whoever is writing to it, as one file for its owner."""
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    one, other = _open(source, "mode=ro"), _open(target, "mode=rw")
    try:
        one.backup(other)
        other.execute("PRAGMA journal_mode=DELETE")
    finally:
        one.close()
        other.close()
    _make_durable(target)


def check(_settings: Settings, file: Path) -> None:
    """Look whether a file is a backup of ours that this version can read.

    Raises:
        Refused: it is not there, not sound, not ours, or newer than this version.
    """
    if not file.is_file():
        raise Refused("no_file", f"{file} is not a file. Check the name.")
    connection = _open(file, "mode=ro&immutable=1")
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name='attendees'").fetchone()
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except database.sqlite_module.Error:
        sound = ours = revision = None
    finally:
        connection.close()
    if not sound or not ours or not revision:
        raise Refused("not_a_backup", f"{file} is not a sound backup of ours. Nothing was changed.")
    if not database.knows(revision[0]):
        why = f"{file} was made by a newer version of kiosk. Install that. Nothing was changed."
        raise Refused("newer_backup", why)


def put_in_place(ready: Path, target: Path) -> None:
    """Let a database take the place of another, which nobody uses."""
    with suppress(database.sqlite_module.Error):  # a damaged one is only replaced
        _open(target, "mode=rw").close()  # the last one out folds the WAL back
    for ending in _BESIDE[1:]:
        Path(f"{target}{ending}").unlink(missing_ok=True)
    ready.replace(target)
    _make_durable(target.parent)


def remove(path: Path) -> None:
    """Remove a database with what lies beside it."""
    for ending in _BESIDE:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _open(path: Path, how: str) -> Any:
    return database.sqlite_module.connect(f"file:{quote(str(path.resolve()))}?{how}", uri=True)


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
