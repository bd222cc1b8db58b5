"""A PostgreSQL database as a file: its own programs write and read it, in one transaction."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url, text

from kiosk.db import db
from kiosk.errors import Refused
from kiosk.settings import Settings

_DEBIAN = Path("/usr/lib/postgresql")


def dump(settings: Settings, target: Path) -> None:
    """Write the database into a file as of one moment.

    Raises:
        Refused: pg_dump is missing, or fails.
    """
    done = _run(settings, "pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise Refused("pg_failed", f"pg_dump failed: {said[-1][:200]}")


def check(settings: Settings, file: Path) -> None:
    """Look whether a file is a backup of ours, and nobody uses the database.

    Raises:
        Refused: it is not, or somebody does.
    """
    if not file.is_file():
        raise Refused("no_file", f"{file} is not a file. Check the name.")
    listed = _run(settings, "pg_restore", "--list", str(file), connects=False)
    if listed.returncode or b" TABLE public attendees " not in listed.stdout:
        raise Refused("not_a_backup", f"{file} is not a sound backup of ours. Nothing was changed.")
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    in_use = db.session.scalar(others)
    db.session.rollback()
    if in_use:
        why = "Somebody is connected to the database. Stop kiosk serve and kiosk work first."
        raise Refused("served_already", why)


def restore(settings: Settings, file: Path) -> None:
    """Replace the database by what the file holds, or change nothing.

    Raises:
        Refused: pg_restore is missing, or fails.
    """
    db.engine.dispose()
    how = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    if _run(settings, "pg_restore", *how, str(file)).returncode:
        # Its own words may hold rows of people, so they are not repeated.
        raise Refused("pg_failed", "pg_restore failed. Nothing was changed.")


def _run(
    settings: Settings, program: str, *arguments: str, connects: bool = True
) -> subprocess.CompletedProcess[bytes]:
    url = make_url(settings.database).set(drivername="postgresql")
    # The password goes by the environment: a process list shows arguments to everybody.
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    address = url.set(password=None).render_as_string(hide_password=False)
    target = ["--dbname", address] if connects else []
    return subprocess.run(
        [_found(program), *target, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **password},
    )


def _found(program: str) -> str:
    # Debian keeps the newest of each version's programs out of PATH.
    newest = sorted(_DEBIAN.glob(f"*/bin/{program}"), reverse=True)
    found = shutil.which(program) or (str(newest[0]) if newest else None)
    if found is None:
        raise Refused("no_program", f"{program} is missing. Install postgresql-client.")
    return found
