"""Slugs in words, for the desk's pages: kinds, modes, states, reasons, roles."""

from flask_babel import lazy_gettext as _

KINDS = {
    "student": _("Student"),
    "employer": _("Employer"),
    "mentor": _("Mentor"),
    "staff": _("Staff"),
    "guest": _("Guest"),
}
MODES = {
    "door": _("door"),
    "exit": _("exit"),
    "meet": _("meeting point"),
    "stand": _("stand"),
}
REASONS = {
    "not_known": _("An unknown code was shown"),
    "already_in": _("is in already and was scanned again"),
    "not_in": _("was scanned out without being in"),
    "not_open": _("came before the doors open"),
    "closed": _("came after the fair closed"),
    "cancelled": _("has a cancelled ticket"),
    "unpaid": _("has not paid yet"),
    "not_on_list": _("came to a list that is for others"),
    "no_reentry": _("was in before, and nobody comes in twice there"),
    "full": _("came when it was full"),
    "heard_late": _("was let in twice, and the earlier time was heard later"),
    "maybe_twice": _("may be on the list twice"),
    "same_person": _("held up one badge twice"),
    "too_fast": _("was stopped: more badges a minute than anybody can talk to"),
    "not_arrived": _("is not checked in yet and was shown to meet somebody"),
    "tickets_at_door": _("showed a ticket where badges meet"),
    "one_at_a_time": _("was shown beside another ticket"),
}
TO_STAFF = {
    "not_in": _("They are not in, so there is nothing to check out."),
    "not_open": _("The doors are not open to them yet."),
    "closed": _("The doors are closed to them now."),
    "already_in": _("They are in already."),
    "cancelled": _("Their registration was cancelled."),
    "unpaid": _("They have not paid yet."),
    "not_on_list": _("That list is for others."),
    "no_reentry": _("They were in before, and nobody comes in twice there."),
    "full": _("It is full just now."),
    "not_arrived": _("They have to come in by the door first."),
}
"""Why somebody is kept out, said to the steward who serves them; the door says it to them."""
SETTLED = {
    "let_in": _("let in"),
    "seen": _("seen to"),
}
LIST_KINDS = {
    "door": _("Door: who comes in here is at the fair"),
    "session": _("Session: counts for itself"),
}
ENTRIES = {
    "": _("as the fair has it"),
    "once": _("once, and not again after going out"),
    "again": _("again after going out"),
    "many": _("as often as they are scanned, each time counts"),
}
SECOND_FACTOR_WORDS = {
    "phone": _("the last digits of their phone"),
    "email": _("a part of their e-mail address"),
    "nod": _("a steward's nod"),
}
WALK_INS = {
    "tablet": _("at the tablet or at the desk"),
    "desk": _("at the desk alone"),
}
WAYS = {
    "ticket": _("with a ticket"),
    "badge": _("with a badge"),
    "card": _("with a campus card"),
    "name": _("by name"),
    "nod": _("on a steward's nod"),
    "desk": _("on the desk's word"),
    "walk_in": _("as a walk-in"),
}
PRESETS = {
    "name": _("the name"),
    "name_email": _("name and e-mail"),
    "email_phone": _("name, e-mail and phone"),
}
JOB_STATES = {
    "queued": _("waiting to print"),
    "claimed": _("about to print"),
    "sent": _("sent to the printer"),
    "printed": _("printed"),
    "failed": _("did not print"),
    "unknown": _("nobody knows whether it came out"),
    "voided": _("taken out of the queue"),
}
LETTER_STATES = {
    "frozen": _("ready, not sent"),
    "queued": _("waiting to be sent"),
    "claimed": _("about to be sent"),
    "data_open": _("being sent"),
    "accepted": _("sent"),
    "deferred": _("will be tried again"),
    "rejected": _("refused by the mail server"),
    "failed": _("could not be sent"),
    "unknown": _("nobody knows whether it arrived"),
    "cancelled": _("cancelled"),
    "bounced": _("came back"),
    "suppressed": _("does not want letters"),
    "empty": _("met nobody, gets no letter"),
    "no_address": _("has no address"),
    "erased": _("erased"),
}
ROLES = {
    "steward": _("Steward"),
    "coordinator": _("Coordinator"),
    "organiser": _("Organiser"),
    "admin": _("Admin"),
}
DEVICE_KINDS = {
    "station": _("station"),
    "stand": _("recruiters' screen"),
    "api": _("program"),
}
DOES = {
    "door": _("Door: lets people in"),
    "exit": _("Exit: lets people out"),
    "meet": _("Meeting point: two badges meet"),
    "stand": _("Stand: a tablet that visitors use"),
    "recruiters": _("Stand: a recruiter's own screen"),
}
PRINTING = {
    "never": _("never"),
    "once": _("the first time"),
    "always": _("every time"),
}
STOCKS = {
    "62x100": _("62 × 100 mm label"),
    "62": _("62 mm roll, cut after each badge"),
    "4x6": _("4 × 6 inch label, 102 × 152 mm"),
    "4x3": _("4 × 3 inch label, 102 × 76 mm"),
    "3x4": _("3 × 4 inch label, 76 × 102 mm"),
    "a6": _("A6 paper, 105 × 148 mm"),
    "a6-folded": _("A5 paper, folded to A6"),
    "card": _("86 × 54 mm card"),
    "a6-on-a4": _("A6 on sheets of A4"),
    "l7165": _("99 × 68 mm labels, eight on a sheet of A4"),
    "l7173": _("99 × 57 mm labels, ten on a sheet of A4"),
}
"""What badges stand on, by the names that `badges` has for it."""
FIELD_WORDS = {
    "email": _("e-mail"),
    "phone": _("phone"),
    "links": _("links"),
    "organisation": _("organisation"),
    "course": _("course"),
    "cv": _("CV"),
}
LEVEL_WORDS = {
    "easy": _("Easy: the first time they meet"),
    "story": _("A story: the second time"),
    "advice": _("Advice: from the third time on"),
}
PAIR_WORDS = {
    "student-student": _("Two students"),
    "student-employer": _("A student and an employer"),
    "student-mentor": _("A student and a mentor"),
    "employer-employer": _("Two employers"),
    "employer-mentor": _("An employer and a mentor"),
    "mentor-mentor": _("Two mentors"),
    "any-any": _("Anybody"),
    "student-staff": _("A student and a member of staff"),
    "student-guest": _("A student and a guest"),
    "employer-staff": _("An employer and a member of staff"),
    "employer-guest": _("An employer and a guest"),
    "mentor-staff": _("A mentor and a member of staff"),
    "mentor-guest": _("A mentor and a guest"),
    "staff-staff": _("Two members of staff"),
    "staff-guest": _("A member of staff and a guest"),
    "guest-guest": _("Two guests"),
}
"""Who meets, by the pairs of the deck; those that have questions of ours come first."""
SEPARATORS = {
    ",": _("commas"),
    ";": _("semicolons"),
    "\t": _("tabs"),
    "|": _("bars"),
}

FOR_TEMPLATES = {
    "kinds": KINDS,
    "modes": MODES,
    "reasons": REASONS,
    "ways": WAYS,
    "second_factors": SECOND_FACTOR_WORDS,
    "walk_ins_words": WALK_INS,
    "list_kinds": LIST_KINDS,
    "entries_words": ENTRIES,
    "settled_words": SETTLED,
    "presets": PRESETS,
    "job_states": JOB_STATES,
    "letter_states": LETTER_STATES,
    "roles": ROLES,
    "role_options": [(role, words) for role, words in ROLES.items() if role != "admin"],
    "given_roles": [role for role in ROLES if role != "admin"],
    "device_kinds": DEVICE_KINDS,
    "does": DOES,
    "printing": PRINTING,
    "stock_words": STOCKS,
    "field_words": FIELD_WORDS,
    "separators": SEPARATORS,
}


def for_staff(slug: str, sentence: str) -> str:
    """Return a refusal's sentence as a steward needs it: they are at the help lane already."""
    return str(TO_STAFF.get(slug, sentence))
