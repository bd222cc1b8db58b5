"""`kiosk device`: pair tablets and programs, and take their keys away."""

from datetime import datetime

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
@click.option("--list", "on", help="The list it checks in on, by name.  [default: the first door]")
@json_option
@in_app
def pair(
    slug: str,
    kind: str,
    name: str,
    mode: str | None,
    employer: str | None,
    on: str | None,
    as_json: bool,
) -> None:
    """Print a screen's pairing code, or an api device's key, once."""
    at = clock.now()
    mode = mode or ("stand" if kind == "stand" else "door")
    with writing():
        fair = the_event(slug)
        employer_id = _employer(fair.id, employer) if employer else None
        list_id = _list(fair.id, on) if on else None
        made, secret = stations.pair(fair, kind=kind, name=name, mode=mode, at=at)
        made.employer_id = employer_id or made.employer_id
        if list_id is not None:
            stations.change_list(made, list_id)
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


def _list(event_id: int, name: str) -> int:
    known = events.lists_of(event_id)
    found = [each.id for each in known if fold(each.name) == fold(name)]
    if not found:
        there_is = ", ".join(each.name for each in known)
        raise NotKnown(
            "no_such_list", f"There is no list {name} at this fair. There is: {there_is}."
        )
    return found[0]


@device.command("list")
@event_option
@json_option
@in_app
def list_(slug: str, as_json: bool) -> None:
    """List a fair's devices: how each of them is, by its last sign of life."""
    at = clock.now()
    rows = [_told(each, at) for each in stations.of_event(the_event(slug).id)]
    lines = [
        f"{row['name']}  {row['kind']} {row['mode']}  {row['life']}  {row['waiting']} waiting"
        for row in rows
    ]
    line = "\n".join(lines) or "There is no paired device."
    answer({"devices": rows}, as_json=as_json, line=line)


def _told(each: Device, at: datetime) -> dict[str, object]:
    return {
        "name": each.name,
        "kind": each.kind,
        "mode": each.mode,
        "life": stations.life_of(each, at),
        "seen_at": each.seen_at.isoformat() if each.seen_at else None,
        "waiting": each.waiting,
        "version": each.version,
        "signs": each.signs,
    }


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
