"""Who mentors here, and the one way a mentor changes a fact: once, under its op_id."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import Mentor
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.forms import Command, once, settled
from kiosk.web.identity import the_mentor
from kiosk.web.language import _, prefer

Long = Annotated[str, Field(max_length=20_000)]
"""Words whose length the domain judges, so that what was typed comes back."""
Act = Callable[[Mentor, datetime], object]
Wrong = Callable[[dict[str, str]], str]


class NotAgreed(Refused):
    """The code of conduct comes first."""

    slug = "agree_first"
    sentence = "Please read the code of conduct first."


def me(*, agreed: bool = True) -> Mentor:
    """Return the mentor who asks, and answer in their language.

    Raises:
        NotAgreed: they have not accepted the code of conduct.
    """
    facts = the_mentor()
    prefer(attendees.get(facts.attendee_id).locale)
    mentor = mentoring.get(facts.id)
    if agreed and mentor.agreed_at is None:
        raise NotAgreed
    return mentor


def act_once(
    command: Command, verb: str, act: Act, *, subject: str = "", event_id: int = 0
) -> Outcome:
    """Do one thing as the mentor who asks, once; a fact about a request is of its event.

    Raises:
        Refused: the rules say no; Invalid names the field.
    """
    facts = the_mentor()

    def change(at: datetime) -> Outcome:
        act(mentoring.get(facts.id), at)
        return Outcome(200, verb)

    # The subject comes from the address, so it is part of what a repeat must repeat.
    name = f"{verb} {subject}".strip()
    return settled(
        once(command, name, change, event_id=event_id or facts.event.id, asker=facts.asker)
    )


def changed(
    command: Command, verb: str, act: Act, said: str, to: str, wrong: Wrong, *, subject: str = ""
) -> ResponseReturnValue:
    """Do one thing and go on to a page; a fault is shown beside its field by `wrong`."""
    try:
        act_once(command, verb, act, subject=subject)
    except Invalid as fault:
        return wrong(fault.fields), 422
    except Refused as fault:
        flash(_(fault.sentence), "warn")
    else:
        flash(said)
    return redirect(to, 303)
