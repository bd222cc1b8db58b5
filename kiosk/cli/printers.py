"""`kiosk printer`: the printers of a fair, and the print queues that CUPS has on this machine.

A fact is typed as key=value; a password in an address is never printed again.
"""

from collections.abc import Callable, Iterable
from typing import Any

import click

from kiosk import clock
from kiosk.adapters.printer_facts import FACTS, cups_printers, masked, read_fact
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, the_event
from kiosk.db import writing
from kiosk.domain import audit, print_jobs
from kiosk.domain.events import Event
from kiosk.domain.print_jobs import Printer
from kiosk.errors import NotKnown, Refused

_EXAMPLES = {
    "name": "Door left",
    "url": "ipp://localhost:631/printers/badge",
    "stock": "62x100",
    "dpi": "300",
    "colour": "no",
    "prints": "badge,slip",
    "offset_x_mm": "-1.5",
    "offset_y_mm": "0.5",
    "labels_left": "300",
}
name_option = click.option("--name", required=True, help='For example "Door left".')
facts_argument = click.argument("facts", nargs=-1, metavar="[KEY=VALUE]...")


@click.group()
def printer() -> None:
    """Add, change, pause and test a fair's printers."""


@printer.command("list")
@event_option
@json_option
@in_app
def list_(slug: str, as_json: bool) -> None:
    """List a fair's printers: how each was when it was last seen."""
    fair = the_event(slug)
    loads = print_jobs.loads_of(fair.id)
    rows = [
        _told(each) | {"at_printer": len(loads[each.id].has), "waiting": loads[each.id].waits}
        for each in print_jobs.printers_of(fair.id)
    ]
    lines = [f"{row['name']}  {row['url']}  {row['state']}  {row['waiting']} wait" for row in rows]
    answer({"printers": rows}, as_json=as_json, line="\n".join(lines) or "There is no printer.")


def _told(each: Printer) -> dict[str, Any]:
    facts = {key: getattr(each, key) for key in FACTS}
    return facts | {
        "url": masked(each.url),
        "from_setting": each.from_setting,
        "state": state_of(each),
        "reason": each.reason,
        "warnings": each.warnings,
        "seen_at": each.seen_at.isoformat() if each.seen_at else None,
    }


def state_of(each: Printer) -> str:
    """Return how a printer was when it was last seen, in a word: paused, or as it said itself."""
    return "paused" if each.paused_at else each.state


@printer.command()
@event_option
@name_option
@click.option("--url", required=True, help="For example ipp://localhost:631/printers/badge.")
@facts_argument
@in_app
def add(slug: str, name: str, url: str, facts: tuple[str, ...]) -> None:
    """Add a printer; facts it is not given are the usual: 62x100, 300, badge,slip."""
    at = clock.now()
    read = _read([("name", name), ("url", url), *map(_pair, facts)])
    with writing():
        fair = the_event(slug)
        made = print_jobs.add_printer(fair.id, at, **read)
        audit.note(fair.id, ACTOR, "printer_added", made.public_id, at=at)
    click.echo(f"Added {read['name']}.")


@printer.command("set")
@event_option
@name_option
@facts_argument
@in_app
def set_(slug: str, name: str, facts: tuple[str, ...]) -> None:
    """Change what is known of a printer, all or none: labels_left=300 offset_x_mm=-1.5"""
    read = _read(map(_pair, facts))
    if not read:
        raise click.UsageError(f"Say what to change: {', '.join(FACTS)}.")

    def change(known: Printer) -> None:
        if known.from_setting and "url" in read:
            raise Refused("printer_of_setting", "KIOSK_PRINTER_URL names this printer's address.")
        print_jobs.change_printer(known, **read)

    _act(slug, name, "changed", change)
    click.echo(f"Set {', '.join(read)} of {name}.")


def _pair(fact: str) -> tuple[str, str]:
    key, sign, value = fact.partition("=")
    if not sign or key not in FACTS:
        raise click.BadParameter(f"write {fact} as key=value; a key is {', '.join(FACTS)}.")
    return key, value


def _read(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, value in pairs:
        try:
            facts[key] = read_fact(key, value)
        except ValueError:
            why = f"{key} cannot be that. For example: {_EXAMPLES[key]}"
            raise Refused("wrong_value", why) from None
    return facts


@printer.command()
@event_option
@name_option
@in_app
def pause(slug: str, name: str) -> None:
    """Give a printer nothing more; the others go on."""
    _act(slug, name, "paused", lambda known: print_jobs.pause_printer(known, clock.now()))
    click.echo(f"Paused {name}.")


@printer.command()
@event_option
@name_option
@in_app
def resume(slug: str, name: str) -> None:
    """Let a printer go on."""
    _act(slug, name, "resumed", print_jobs.resume_printer)
    click.echo(f"{name} goes on.")


@printer.command()
@event_option
@name_option
@in_app
def remove(slug: str, name: str) -> None:
    """Take a printer away; what it has already still comes out."""
    _act(slug, name, "removed", lambda known: print_jobs.remove_printer(known, clock.now()))
    click.echo(f"Removed {name}.")


@printer.command()
@event_option
@name_option
@in_app
def test(slug: str, name: str) -> None:
    """Let a test page come out: a ruler and a code that prove size and place."""

    def ask(known: Printer) -> None:
        if not print_jobs.has_test_page(known.id):
            at = clock.now()
            print_jobs.queue_paper(known.event_id, "proof", printer_id=known.id, at=at)

    _act(slug, name, "tested", ask)
    click.echo(f"A test page waits for {name}.")


def _act(slug: str, name: str, verb: str, act: Callable[[Printer], None]) -> None:
    with writing():
        fair = the_event(slug)
        known = _called(fair, name)
        act(known)
        audit.note(fair.id, ACTOR, f"printer_{verb}", known.public_id, at=clock.now())


def _called(fair: Event, name: str) -> Printer:
    printers = {each.name: each for each in print_jobs.printers_of(fair.id)}
    if name not in printers:
        known = ", ".join(printers) or "none yet"
        why = f"There is no printer of that name. There is: {known}."
        raise NotKnown("no_such_printer", why)
    return printers[name]


@printer.command()
@json_option
@click.option("--cups", default="ipp://localhost:631/", show_default=True, help="Which CUPS.")
def found(as_json: bool, cups: str) -> None:
    """List the print queues that CUPS has on this machine; it is asked for two seconds."""
    try:
        queues = cups_printers(cups)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--cups") from None
    rows = [
        {"name": each.name, "url": each.url, "make_and_model": each.make_and_model,
         "state": each.state, "media": list(each.media)}
        for each in queues
    ]  # fmt: skip
    lines = [f"{row['name']}  {row['url']}  {row['state']}" for row in rows]
    line = "\n".join(lines) or "CUPS has no queue here, or does not answer."
    answer({"found": rows}, as_json=as_json, line=line)
