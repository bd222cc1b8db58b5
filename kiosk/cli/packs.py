"""`kiosk packs`: preview, freeze, send, and the truth about every letter."""

import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import click
from flask import current_app
from pydantic import EmailStr, TypeAdapter, ValidationError

from kiosk import clock
from kiosk.adapters import letters
from kiosk.adapters.letters import Sender
from kiosk.cli.frame import (
    ACTOR,
    answer,
    event_option,
    in_app,
    json_option,
    the_event,
    write_private,
)
from kiosk.cli.outbox import exit_if_some_did_not_go, held_back, open_mail, progress, work_through
from kiosk.db import writing
from kiosk.domain import attendees, audit, deliveries
from kiosk.domain import packs as contact_packs
from kiosk.errors import NotKnown
from kiosk.workers.postroom import Postroom


@click.group()
def packs() -> None:
    """Contact packs: one letter each for everyone who met somebody."""


@packs.command()
@event_option
@click.option("--email", required=True, help="Whose pack.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder.")
@in_app
def preview(slug: str, email: str, out: Path) -> None:
    """Write a person's pack as files, private notes left out; nothing is sent."""
    settings = current_app.config["KIOSK"]
    fair = the_event(slug)
    found = attendees.with_address(fair.id, email)
    if not found:
        raise NotKnown("no_such_attendee", "Nobody at this fair has that address.")
    sender = Sender(settings.mail_from or "Face to Face <kiosk@localhost>", settings.public_url)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for person in found:
        contents = contact_packs.contents_of(person, with_notes=False)
        letter = letters.pack_letter(contents, fair, sender, at=clock.now(), edition=1)
        _unpack(letter.message, out, person.public_id)
    click.echo(f"Wrote {len(found)} {'pack' if len(found) == 1 else 'packs'} to {out}.")


def _unpack(letter: bytes, out: Path, name: str) -> None:
    write_private(out / f"{name}.eml", letter)
    message: Any = message_from_bytes(letter, policy=policy.default)
    for kind, ending in (("plain", "txt"), ("html", "html")):
        body = message.get_body((kind,))
        if body is not None:
            write_private(out / f"{name}.{ending}", body.get_content().encode())
    for part in message.iter_attachments():
        write_private(out / f"{name}-{part.get_filename()}", part.get_payload(decode=True))


@packs.command()
@event_option
@click.option(
    "--second", is_flag=True, help="Only what was given since the letters left, to those alone."
)
@json_option
@in_app
def freeze(slug: str, second: bool, as_json: bool) -> None:
    """Fix what goes out, one transaction a person; again refreshes only what has not left."""
    fair = the_event(slug)
    postroom = Postroom(current_app.config["KIOSK"])
    edition = contact_packs.next_edition(fair.id) if second else 1
    people = contact_packs.late_readers if second else contact_packs.people
    for attendee_id in people(fair.id):
        with writing():
            postroom.freeze(attendees.get(attendee_id), clock.now(), edition)
    with writing():
        audit.note(fair.id, ACTOR, "packs_frozen", fair.public_id, at=clock.now())
    _status(fair.id, as_json=as_json)


@packs.command()
@event_option
@json_option
@in_app
def send(slug: str, as_json: bool) -> None:
    """Send what is frozen; returns when nothing is left to do now."""
    fair = the_event(slug)
    workers = open_mail()
    with writing():
        deliveries.start(fair.id, "pack", clock.now())
        audit.note(fair.id, ACTOR, "packs_sent", fair.public_id, at=clock.now())
    work_through(workers, fair.id, "pack")
    _status(fair.id, as_json=as_json)
    exit_if_some_did_not_go(fair.id, "pack")


@packs.command()
@event_option
@json_option
@click.option("--who", type=click.Choice(deliveries.STATES), help="Name those in this state.")
@in_app
def status(slug: str, as_json: bool, who: str | None) -> None:
    """Say how many letters are in which state, and who needs somebody."""
    fair = the_event(slug)
    if who is None:
        _status(fair.id, as_json=as_json)
    else:
        _who(fair.id, who, as_json=as_json)


def _next_try(letter: deliveries.Delivery) -> str | None:
    if letter.state != "deferred" or letter.not_before is None:
        return None
    return letter.not_before.isoformat()


def _who(event_id: int, state: str, *, as_json: bool) -> None:
    found = deliveries.cases(event_id, states=(state,), limit=1_000_000)
    facts = [
        {
            "id": case.letter.public_id,
            "attendee": case.person.public_id,
            "name": case.person.name,
            "phase": case.phase,
            "reply": case.letter.reply or "",
            "next_try": _next_try(case.letter),
        }
        for case in found
    ]
    lines = [
        " · ".join(filter(None, (case.person.name, case.phase, case.letter.reply)))
        + f" ({case.letter.public_id})"
        for case in found
    ]
    line = "\n".join(lines) or "Nobody."
    answer({"state": state, "who": facts}, as_json=as_json, line=line)


def _status(event_id: int, *, as_json: bool) -> None:
    states = deliveries.counts(event_id)
    open_cases = [
        {"id": delivery.public_id, "attendee": person.public_id, "state": delivery.state}
        for delivery, person in deliveries.open_cases(event_id)
    ]
    lines = [", ".join(f"{state} {n}" for state, n in states.items()) or "Nothing is frozen yet."]
    lines += [f"{case['state']}: letter {case['id']}" for case in open_cases]
    run = deliveries.run_of(event_id, "pack")
    paused = run.why if run is not None and run.state == "paused" else ""
    lines += [f"{held_back(paused)} kiosk packs resume lets them go on."] if paused else []
    facts = {"states": states, "open": open_cases, "held_back": paused}
    answer(facts, as_json=as_json, line="\n".join(lines))


@packs.command()
@event_option
@in_app
def watch(slug: str) -> None:
    """Say how the letters stand every two seconds, until none is on its way; Ctrl-C ends it."""
    fair = the_event(slug)
    while True:
        line, waiting = progress(fair.id, "pack")
        click.echo(line)
        if not waiting:
            break
        time.sleep(2)
    _status(fair.id, as_json=False)


@packs.command()
@event_option
@click.option("--to", "address", required=True, help="Where it goes.")
@in_app
def test(slug: str, address: str) -> None:
    """Send a letter about invented people to an address of your own."""
    try:
        TypeAdapter(EmailStr).validate_python(address)
    except ValidationError:
        raise click.BadParameter("that is no e-mail address.", param_hint="--to") from None
    fair = the_event(slug)
    workers = open_mail()
    with writing():
        Postroom(current_app.config["KIOSK"]).put_sample(fair, address, clock.now())
        audit.note(fair.id, ACTOR, "test_pack", fair.public_id, at=clock.now())
    work_through(workers, fair.id)
    exit_if_some_did_not_go(fair.id, "test")
    click.echo("Sent.")


@packs.command()
@event_option
@in_app
def pause(slug: str) -> None:
    """Hold back every pack that has not left."""
    with writing():
        fair = the_event(slug)
        deliveries.pause(fair.id, "pack", ACTOR, clock.now())
        audit.note(fair.id, ACTOR, "packs_paused", fair.public_id, at=clock.now())
    click.echo("Held back. kiosk packs resume lets them go on.")


@packs.command()
@event_option
@in_app
def resume(slug: str) -> None:
    """Let packs that were held back go on."""
    with writing():
        fair = the_event(slug)
        deliveries.resume(fair.id, "pack", ACTOR, clock.now())
        audit.note(fair.id, ACTOR, "packs_resumed", fair.public_id, at=clock.now())
    click.echo("They go on.")


@packs.command()
@event_option
@in_app
def cancel(slug: str) -> None:
    """Take back every pack that has not left; they may be frozen and sent again."""
    with writing():
        fair = the_event(slug)
        taken = deliveries.cancel(fair.id, "pack", clock.now())
        audit.note(fair.id, ACTOR, "packs_cancelled", fair.public_id, at=clock.now())
    click.echo(f"Took back {taken} {'letter' if taken == 1 else 'letters'}.")


@packs.command()
@event_option
@click.argument("letter_id")
@click.option(
    "--as", "as_", required=True, type=click.Choice(["sent", "again"]),
    help="What you found out: it arrived, or it is to go out again.",
)  # fmt: skip
@in_app
def resolve(slug: str, letter_id: str, as_: str) -> None:
    """Settle an unknown letter (packs status names it): mark it as sent, or send it again."""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        letter = deliveries.by_public_id(fair.id, letter_id)
        deliveries.resolve(letter, sent=as_ == "sent", by=ACTOR, at=at)
        if letter.state == "frozen" and letter.attendee_id is not None:
            # Its address may have been corrected, so it is written anew before it goes.
            Postroom(current_app.config["KIOSK"]).refreeze(attendees.get(letter.attendee_id), at)
            deliveries.release(letter, at)
        audit.note(fair.id, ACTOR, f"letter_{as_}", letter.public_id, at=at)
    click.echo("Marked as sent." if as_ == "sent" else "Queued again.")
