"""Reading what was sent, and doing it once.

A form or a JSON body is read into one pydantic model a command; a fault becomes a sentence beside
its field. `once` runs a domain verb in one write transaction, under the op_id of its asker.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from uuid import UUID, uuid4

from flask import request
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import operations
from kiosk.domain.meetings import TooFast
from kiosk.domain.operations import Asked, Outcome
from kiosk.errors import Invalid, Refused, Unavailable
from kiosk.web.language import _

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=160, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Scanned = Annotated[
    str,
    BeforeValidator(lambda read: _NOT_TEXT.sub("\ufffd", read) if isinstance(read, str) else read),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=12_000),
]
"""What a scanner read: anything at all, so what is not text is kept as a mark, not refused."""


class Form(BaseModel):
    """A command somebody sends; unknown fields are ignored, as browsers add their own."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Secret(Form):
    """The secret of a private link, or of a code on a screen; bare, or the whole link."""

    secret: Scanned


class Command(Form):
    """A command that changes a fact: repeated under its op_id, it changes nothing."""

    op_id: UUID


class TimedCommand(Command):
    """A command that says when it happened, by the asker's clock."""

    happened_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None

    def instant(self) -> datetime | None:
        """Return when it happened by our clock: the asker's error is what `sent_at` shows."""
        if self.happened_at is None:
            return None
        error = clock.now() - self.sent_at if self.sent_at else timedelta()
        try:
            return (self.happened_at + error).astimezone(UTC)
        except OverflowError:
            return None


Model = TypeVar("Model", bound=Form)


def read_form(model: type[Model]) -> Model:
    """Return the form that was posted.

    Raises:
        Invalid: a field cannot be read.
    """
    sent: dict[str, object] = {}
    for name, field in model.model_fields.items():
        if name in request.form:
            several = "tuple" in str(field.annotation) or "list" in str(field.annotation)
            sent[name] = request.form.getlist(name) if several else request.form[name]
    return _read(model, sent)


def read_json(model: type[Model]) -> Model:
    """Return the JSON object that was posted.

    Raises:
        Invalid: a field cannot be read.
    """
    try:
        sent = request.get_json()
    except UnsupportedMediaType:
        raise
    except (BadRequest, RecursionError):  # brackets without end
        raise Invalid({"body": _("This is not JSON. Send one object.")}) from None
    if not isinstance(sent, dict):
        raise Invalid({"body": _("Send one JSON object.")})
    return _read(model, sent)


def _read(model: type[Model], sent: dict[str, object]) -> Model:
    try:
        read = model.model_validate(sent)
    except ValidationError as error:
        raise Invalid({_field(f): _sentence(f) for f in error.errors()}) from None
    faulty = [name for name in model.model_fields if not _is_text(getattr(read, name))]
    if faulty:
        raise Invalid({name: _("This holds characters that are not text.") for name in faulty})
    return read


def _is_text(value: object) -> bool:
    """Whether every string in it can be stored: no NUL (PostgreSQL), no lone surrogate (UTF-8)."""
    if isinstance(value, list | tuple):
        return all(map(_is_text, value))
    return not isinstance(value, str) or not _NOT_TEXT.search(value)


def _field(fault: object) -> str:
    loc = fault["loc"]  # type: ignore[index]
    return str(loc[0]) if loc else "body"


def _sentence(fault: object) -> str:
    kind = fault["type"]  # type: ignore[index]
    if kind == "missing":
        return _("Please fill this in.")
    if kind in {"uuid_parsing", "uuid_type"}:
        return _("This must be a UUID.")
    if kind.startswith("datetime"):
        return _("This must be a time such as 2026-11-24T10:00:00Z.")
    if kind == "string_too_long":
        return _("This is too long.")
    if kind == "string_too_short":
        return _("Please fill this in.")
    return _("Please check this.")


def new_op_id() -> str:
    """Return a fresh op_id, for a form that works without scripts."""
    return str(uuid4())


def once(
    command: Command,
    verb: str,
    act: Callable[[datetime], Outcome],
    *,
    event_id: int,
    asker: str,
) -> Outcome:
    """Do `act` once under the command's op_id and commit; a repeat returns the first outcome.

    Raises:
        Refused: the verb refused; what it recorded is committed all the same.
        OpIdReused: the op_id belongs to another request or asker.
    """
    at = clock.now()
    body = command.model_dump(mode="json", exclude={"op_id", "sent_at"})
    asked = Asked(event_id, str(command.op_id), asker, verb, body)
    for _try in range(3):
        try:
            with writing():
                return operations.perform(asked, lambda: act(at), at=at)
        except operations.Raced:
            db.session.rollback()
        except (IntegrityError, OperationalError) as error:
            if not _was_overtaken(error):
                raise
    raise Unavailable


def _was_overtaken(error: DBAPIError) -> bool:
    """Whether another transaction got there first: a constraint, or PostgreSQL broke a deadlock."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") == "40P01"


TOO_FAST = Outcome(429, TooFast.slug)
"""What an act returns for whoever meets people faster than anybody talks: a retry may succeed."""


def settled(outcome: Outcome) -> Outcome:
    """Return the outcome, or raise the refusal it stands for."""
    if outcome.status == 409:
        facts = dict(outcome.rows)
        raise Refused(outcome.slug, str(facts.pop("sentence", "")) or None, **facts)
    if outcome.status == TOO_FAST.status:
        raise TooFast
    return outcome
