"""What goes wrong, told calmly: one sentence on stderr, exit 1, never a trace, never a name.

An exception's own words may hold somebody's name or a password, so only errors that are made for
people are repeated; the others are told by their kind.
"""

import errno
from typing import IO, Any

import click
from alembic.util import CommandError
from limits.errors import ConfigurationError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.db import sqlite_module
from kiosk.errors import Invalid, KioskError

DAMAGED = (
    "The database file is damaged, or is no database. Nothing was changed. "
    "Stop the server and restore the last backup with kiosk restore."
)
_DISK = {errno.ENOSPC, errno.EDQUOT}


class Told(click.ClickException):
    """A refusal on its way to the terminal."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence as it is."""
        click.echo(self.message, err=True, file=file)


class Calm(click.Group):
    """A group whose commands refuse in a sentence."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; turn what it raises into a sentence."""
        try:
            return super().invoke(context)
        except KioskError as error:
            raise Told(_refusal(error)) from None
        except (SQLAlchemyError, sqlite_module.Error) as error:
            raise Told(_database(error)) from None
        except CommandError:
            raise Told(
                "The database was made by a newer version of kiosk. "
                "Install that version, or restore an older backup."
            ) from None
        except OSError as error:
            raise Told(_file(error)) from None
        except (ModuleNotFoundError, ConfigurationError) as error:
            raise Told(_missing_part(error)) from None


def calm_group(about: str) -> Calm:
    """Return the outermost group; its help begins with `about`."""
    group = Calm(name="kiosk", help=about, context_settings={"help_option_names": ["-h", "--help"]})
    return click.version_option(package_name="face-to-face", prog_name="kiosk")(group)


def _refusal(error: KioskError) -> str:
    if isinstance(error, Invalid):
        return " ".join(f"{name}: {sentence}" for name, sentence in error.fields.items())
    return error.sentence


def _database(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    words = str(cause)
    if "not a database" in words or "malformed" in words:
        return DAMAGED
    if "database is locked" in words or isinstance(error, PoolTimeout):
        return "The database is busy. Try again in a moment."
    if "disk" in words and "full" in words:
        return "The disk is full. Make room, then try again; nothing was half done."
    if isinstance(error, OperationalError) and not isinstance(cause, sqlite_module.Error):
        return "The database does not answer. Check KIOSK_DATABASE_URL and that it is running."
    if isinstance(error, DBAPIError):
        return f"The database refused that ({type(cause).__name__}). Nothing was changed."
    return f"The database cannot be used ({type(cause).__name__}). Check KIOSK_DATABASE_URL."


def _missing_part(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name not in {"psycopg", "redis"}:
        return f"A library is missing ({error.name}). Install kiosk again."
    extra = "postgres" if isinstance(error, ModuleNotFoundError) else "redis"
    key = {"postgres": "KIOSK_DATABASE_URL", "redis": "KIOSK_REDIS_URL"}[extra]
    return f"{key} cannot be used as it is set. Check it, and install the {extra} extra."


def _file(error: OSError) -> str:
    if error.errno in _DISK:
        return "The disk is full. Make room, then try again."
    name = str(error.filename) if error.filename else "A file"
    return f"{name}: {error.strerror or 'cannot be used'}."
