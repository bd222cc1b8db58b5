"""`kiosk device`: pair tablets and programs, and take their keys away."""

import click
from flask import current_app

from kiosk import clock
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, the_event
from kiosk.db import writing
from kiosk.domain import audit
from kiosk.domain import devices as stations
from kiosk.errors import NotKnown


@click.group()
def device() -> None:
    """Pair tablets and programs with a fair."""


@device.command()
@event_option
@click.option("--kind", required=True, type=click.Choice(stations.KINDS))
@click.option("--name", required=True)
@click.option("--mode", type=click.Choice(stations.MODES))
@json_option
@in_app
def pair(slug: str, kind: str, name: str, mode: str | None, as_json: bool) -> None:
    """Print a screen's pairing code, or an api device's key, once."""
    at = clock.now()
    mode = mode or ("stand" if kind == "stand" else "door")
    with writing():
        fair = the_event(slug)
        made, secret = stations.pair(fair, kind=kind, name=name, mode=mode, at=at)
        audit.note(fair.id, ACTOR, "device_paired", made.public_id, at=at, kind=kind)
    if kind == "api":
        answer({"key": secret, "name": name}, as_json=as_json, line=secret)
        return
    origin = current_app.config["KIOSK"].public_url
    url = f"{origin}/{'stand' if kind == 'stand' else 'tablet'}#{secret}"
    line = f"Pairing code {secret[:4]} {secret[4:]}: type it at {url.partition('#')[0]}"
    answer({"pairing_code": secret, "url": url, "name": name}, as_json=as_json, line=line)


@device.command()
@click.argument("name")
@event_option
@in_app
def revoke(name: str, slug: str) -> None:
    """Take a device's key away."""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        found = stations.by_name(fair.id, name)
        if found is None:
            raise NotKnown("no_such_device", f"There is no station called {name}.")
        stations.revoke(found, at)
        audit.note(fair.id, ACTOR, "device_revoked", found.public_id, at=at)
    click.echo(f"Revoked {name}.")
