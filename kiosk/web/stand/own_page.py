"""The stand as its employer prepares it: card, topics, vacancies, logo, and the way changes go.

Whoever holds the link sees nobody whom the team met: contacts are on the recruiters' own phones.
"""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.adapters.talk_words import topics_in_words
from kiosk.domain import arrivals, attendees, audit, employers
from kiosk.domain.employers import Employer
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.forms import Command, once, read_form, settled
from kiosk.web.identity import access, the_employer
from kiosk.web.language import _
from kiosk.web.stand import bp


class CardText(Command):
    """What the employer's card says."""

    text: str = ""
    vacancies_url: str = ""


class Topics(Command):
    """The chips of the stand, one a line."""

    topics: str = ""


@bp.get("/ours")
@access("employer", event="employer")
def ours() -> ResponseReturnValue:
    """Show an employer its own stand, to be prepared."""
    return own_page()


def own_page(
    wrong: dict[str, str] | None = None, typed: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Return the employer's page, with what is wrong and what was typed."""
    facts = the_employer()
    employer = employers.get(facts.id)
    team = attendees.of_employer(facts.event.id, facts.id)
    page = render_template(
        "stand/ours.html",
        fair=facts.event,
        employer=employer,
        has_logo=employers.has_logo(facts.id),
        topics="\n".join(employer.topics or ()),
        usual=topics_in_words(employers.DEFAULT_TOPICS),
        vacancies=employers.vacancies_of(facts.id),
        team=[(person, arrivals.has_arrived(person.id)) for person in team],
        wrong=wrong or {},
        typed=typed or {},
    )
    return page, status


def changed(
    command: Command,
    verb: str,
    act: Callable[[Employer, datetime], object],
    said: str,
    *,
    subject: str = "",
) -> ResponseReturnValue:
    """Change one thing about the asking employer once, note it, and show the page again."""
    facts = the_employer()

    def noted(at: datetime) -> Outcome:
        act(employers.get(facts.id), at)
        audit.note(facts.event.id, facts.asker, verb, subject or facts.public_id, at=at)
        return Outcome(200, "changed")

    asked = f"{verb} {subject}".strip()
    try:
        settled(once(command, asked, noted, event_id=facts.event.id, asker=facts.asker))
    except Invalid as fault:
        return own_page(fault.fields, request.form.to_dict(), 422)
    except Refused as fault:
        flash(_(fault.sentence), "warn")
    else:
        flash(said)
    return redirect(url_for("stand.ours"), 303)


@bp.post("/ours")
@access("employer", event="employer", op_id=True)
def save_card() -> ResponseReturnValue:
    """Let an employer's card say what was typed."""
    command = read_form(CardText)

    def act(employer: Employer, _at: datetime) -> None:
        employers.describe(employer, text=command.text, vacancies_url=command.vacancies_url)

    return changed(command, "employer_card", act, _("Your card is kept."))


@bp.post("/ours/topics")
@access("employer", event="employer", op_id=True)
def save_topics() -> ResponseReturnValue:
    """Let the chips of an employer's stand say what was typed."""
    command = read_form(Topics)

    def act(employer: Employer, _at: datetime) -> None:
        employers.choose_topics(employer, command.topics.splitlines())

    return changed(command, "employer_topics", act, _("Your topics are kept."))
