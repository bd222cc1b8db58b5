"""`kiosk device`: pair tablets and programs, and take their keys away."""

import click
from flask import current_app

from kiosk import clock
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, short, the_event
from kiosk.db import writing
from kiosk.domain import audit, employers, events
from kiosk.domain import devices as stations
from kiosk.domain.attendees import fold
from kiosk.domain.devices import Device
from kiosk.errors import NotKnown, Refused


@click.group()
def device() -> None:
    """Pair tablets and programs with a fair."""


@device.command()
@event_option
@click.option("--kind", required=True, type=click.Choice(stations.KINDS))
@click.option("--name", required=True, callback=short(60), help='For example "Door 1".')
@click.option("--mode", type=click.Choice(stations.MODES), help="What it does.  [default: door]")
@click.option("--employer", help="Whose stand it is, by name.")
@json_option
@in_app
def pair(
    slug: str, kind: str, name: str, mode: str | None, employer: str | None, as_json: bool
) -> None:
    """Print a screen's pairing code, or an api device's key, once."""
    at = clock.now()
    mode = mode or ("stand" if kind == "stand" else "door")
    with writing():
        fair = the_event(slug)
        employer_id = _employer(fair.id, employer) if employer else None
        made, secret = stations.pair(fair, kind=kind, name=name, mode=mode, at=at)
        made.employer_id = employer_id or made.employer_id
        audit.note(fair.id, ACTOR, "device_paired", made.public_id, at=at, kind=kind)
    if kind == "api":
        answer({"key": secret, "name": name}, as_json=as_json, line=secret)
        return
    origin = current_app.config["KIOSK"].public_url
    url = f"{origin}/{'stand' if kind == 'stand' else 'tablet'}#{secret}"
    line = f"Pairing code {secret[:4]} {secret[4:]}: type it at {url.partition('#')[0]}"
    answer({"pairing_code": secret, "url": url, "name": name}, as_json=as_json, line=line)


def _employer(event_id: int, name: str) -> int:
    found = [e for e in employers.of_event(event_id) if fold(e.name) == fold(name)]
    if not found:
        known = ", ".join(e.name for e in employers.of_event(event_id)) or "nobody yet"
        why = f"There is no employer of that name at this fair. There is: {known}."
        raise NotKnown("no_such_employer", why)
    return found[0].id


@device.command()
@click.argument("name")
@click.option("--event", "slug", help="The event's slug; needed when two fairs use the name.")
@in_app
def revoke(name: str, slug: str | None) -> None:
    """Take a device's key away."""
    at = clock.now()
    with writing():
        found = _called(name, slug)
        stations.revoke(found, at)
        audit.note(found.event_id, ACTOR, "device_revoked", found.public_id, at=at)
    click.echo(f"Revoked {name}.")


def _called(name: str, slug: str | None) -> Device:
    fairs = [the_event(slug)] if slug else events.every()
    found = [device for fair in fairs if (device := stations.by_name(fair.id, name))]
    if not found:
        raise NotKnown("no_such_device", f"There is no paired device called {name}.")
    if len(found) > 1:
        raise Refused("which_device", f"Several fairs have a device called {name}. Add --event.")
    return found[0]
