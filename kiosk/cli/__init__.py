"""The `kiosk` command: verbs that print what they did in one line.

Exit 0 done, 1 refused or partly failed, 2 misuse. A refusal is one calm sentence, never a trace.
"""

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from kiosk.cli import (
    attendees,
    badges,
    devices,
    employers,
    events,
    packs,
    people,
    serving,
    staff,
    tickets,
    upkeep,
)
from kiosk.errors import KioskError


@click.group()
@click.version_option(package_name="face-to-face", prog_name="kiosk")
def kiosk() -> None:
    """Face to Face: check-in, badges and handshakes for an employer fair."""


for command in (
    serving.demo,
    serving.serve,
    serving.work,
    upkeep.migrate,
    upkeep.doctor,
    upkeep.backup,
    upkeep.restore,
    upkeep.key,
    upkeep.privacy,
    events.event,
    events.figures,
    attendees.attendees,
    employers.employers,
    tickets.tickets,
    staff.staff,
    devices.device,
    badges.badges,
    packs.packs,
    people.person,
):
    kiosk.add_command(command)


def main() -> None:
    """Run the command; a refusal ends in exit 1 with its sentence."""
    try:
        kiosk()
    except KioskError as error:
        click.echo(error.sentence, err=True)
        sys.exit(1)
    except SQLAlchemyError as error:
        click.echo(f"The database did not answer ({type(error).__name__}). Try again.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or 'A file'}: {error.strerror}.", err=True)
        sys.exit(1)
