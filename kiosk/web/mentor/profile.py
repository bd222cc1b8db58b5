"""What a mentor says of themselves, which is theirs: changed, deleted, and its old links void."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Mentor, availability, profiles
from kiosk.domain.mentoring.own_link import replace_link
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, clear_cookie, set_cookie, the_mentor
from kiosk.web.language import _
from kiosk.web.mentor import bp
from kiosk.web.mentor.own_act import Long, act_once, changed, me


class Profile(Command):
    """What a mentor says of themselves; tags one a line."""

    name: Long = ""
    role: Long = ""
    organisation: Long = ""
    story: Long = ""
    timezone: Line = ""
    sector: Long = ""
    topic: Long = ""
    language: Long = ""
    course: Long = ""

    def draft(self) -> ProfileDraft:
        """What is to be kept."""
        tags = {kind: getattr(self, kind).splitlines() for kind in mentoring.TAGS}
        story = self.story.replace("\r\n", "\n")
        return ProfileDraft(
            self.name, self.role, self.organisation, story, self.timezone, tags
        )  # fmt: skip


@bp.get("/profile")
@access("mentor", event="mentor")
def profile() -> ResponseReturnValue:
    """Show a mentor what students read of them."""
    return _page(me())


def _page(mentor: Mentor, wrong: dict[str, str] | None = None) -> str:
    tags = mentoring.tags_of(mentor.id)
    kept = {kind: "\n".join(tags[kind]) for kind in mentoring.TAGS}
    fields = ("name", "role", "organisation", "story", "timezone")
    kept |= {name: getattr(mentor, name) for name in fields}
    typed = request.form.to_dict() if wrong else {}
    return render_template(
        "mentor/profile.html", mentor=mentor, kept={**kept, **typed}, wrong=wrong or {}
    )


@bp.post("/profile")
@access("mentor", event="mentor", op_id=True)
def keep_profile() -> ResponseReturnValue:
    """Keep what a mentor says of themselves."""
    mentor, draft = me(), (command := read_form(Profile)).draft()

    def act(mentor: Mentor, at: datetime) -> None:
        profiles.describe(mentor, draft, at)

    said, where = _("Your profile is kept."), url_for("mentor.home")
    return changed(command, "profile", act, said, where, lambda wrong: _page(mentor, wrong))


@bp.post("/profile/links")
@access("mentor", event="mentor", op_id=True)
def replace_links() -> ResponseReturnValue:
    """Make every older private link of a mentor void; this browser stays in."""
    act_once(read_form(Command), "replace_links", lambda mentor, _at: replace_link(mentor))
    flash(_("Every older link is void, and every other browser is out. This one stays in."))
    answer = redirect(url_for("mentor.profile"), 303)
    key = mentoring.open_session(mentoring.get(the_mentor().id), clock.now())
    set_cookie(answer, "mentor", key, days=mentoring.OPEN_FOR.days)
    return answer


@bp.get("/profile/delete")
@access("mentor", event="mentor")
def ask_to_leave() -> ResponseReturnValue:
    """Let a mentor see what deleting their profile does."""
    mentor = me(agreed=False)
    live = [row for row in mentoring.of_mentor(mentor.id) if row[0].is_live]
    return render_template("mentor/leave.html", live=len(live))


@bp.post("/profile/delete")
@access("mentor", event="mentor", op_id=True)
def leave() -> ResponseReturnValue:
    """Delete a mentor's profile: what is agreed is called off, and everybody is told."""
    act_once(read_form(Command), "leave", availability.leave)
    flash(_("Your profile is deleted. Thank you for the time you gave."))
    answer = redirect(url_for("mentor.own_link"), 303)
    clear_cookie(answer, "mentor")
    return answer
