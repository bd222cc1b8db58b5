"""Mentoring: the handshake that goes on. Mentors offer, students ask, and both find a time.

`record` and `offers` are who mentors and what for, `openings` when; `requests` is what a student
asks, `asking`, `answering`, `appointments` and `outcomes` what becomes of it. What is used in one
place is taken from its file: `profiles`, `availability` and `changing_offers` (a mentor's own),
`finding`, `threads`, `caring`, `closing`, `keeping` (housekeeping), and `news`, letters to come.
"""

from kiosk.domain.mentoring.answering import Answer, accept, agree_to, decline, suggest
from kiosk.domain.mentoring.appointments import Time, is_missable, is_over, move
from kiosk.domain.mentoring.asking import (
    ASKERS,
    Asked,
    ask,
    hold_back,
    let_ask,
    wish_time,
    withdraw,
)
from kiosk.domain.mentoring.caring import Concern, Mentee, has_agreed, is_on_hold, needs_coordinator
from kiosk.domain.mentoring.closing import Feedback
from kiosk.domain.mentoring.ending import has_live, keep_phones
from kiosk.domain.mentoring.keeping import keeps, let_go
from kiosk.domain.mentoring.news import News
from kiosk.domain.mentoring.offers import (
    AT_WORK,
    FORMATS,
    KINDS,
    MentorOffer,
    OfferDraft,
    OfferKind,
    add_to_menu,
    live_offers,
    menu_of,
    own_offer,
    take_off_menu,
)
from kiosk.domain.mentoring.openings import Opening, Slot
from kiosk.domain.mentoring.outcomes import cancel, mark_done, mark_missed
from kiosk.domain.mentoring.own_link import (
    OPEN_FOR,
    MentorFacts,
    by_session,
    open_session,
    secret_of,
    whose_link,
)
from kiosk.domain.mentoring.record import (
    TAGS,
    Mentor,
    MentorPlace,
    MentorTag,
    NoSuchMentor,
    by_address,
    get,
    has_mentors,
    of_attendee,
    of_event,
    places_of,
    seat_at,
    tags_of,
)
from kiosk.domain.mentoring.requests import (
    REASONS,
    MentorRequest,
    Row,
    held_of_event,
    mentors_own,
    of_mentor,
    of_student,
    request_of_event,
    row_of,
    students_own,
)
from kiosk.domain.mentoring.standing import OfferShown, is_open, shown, today_of
from kiosk.domain.mentoring.threads import Message, Paper

__all__ = [
    "ASKERS",
    "AT_WORK",
    "FORMATS",
    "KINDS",
    "OPEN_FOR",
    "REASONS",
    "TAGS",
    "Answer",
    "Asked",
    "Concern",
    "Feedback",
    "Mentee",
    "Mentor",
    "MentorFacts",
    "MentorOffer",
    "MentorPlace",
    "MentorRequest",
    "MentorTag",
    "Message",
    "News",
    "NoSuchMentor",
    "OfferDraft",
    "OfferKind",
    "OfferShown",
    "Opening",
    "Paper",
    "Row",
    "Slot",
    "Time",
    "accept",
    "add_to_menu",
    "agree_to",
    "ask",
    "by_address",
    "by_session",
    "cancel",
    "decline",
    "get",
    "has_agreed",
    "has_live",
    "has_mentors",
    "held_of_event",
    "hold_back",
    "is_missable",
    "is_on_hold",
    "is_open",
    "is_over",
    "keep_phones",
    "keeps",
    "let_ask",
    "let_go",
    "live_offers",
    "mark_done",
    "mark_missed",
    "mentors_own",
    "menu_of",
    "move",
    "needs_coordinator",
    "of_attendee",
    "of_event",
    "of_mentor",
    "of_student",
    "open_session",
    "own_offer",
    "places_of",
    "request_of_event",
    "row_of",
    "seat_at",
    "secret_of",
    "shown",
    "students_own",
    "suggest",
    "tags_of",
    "take_off_menu",
    "today_of",
    "whose_link",
    "wish_time",
    "withdraw",
]
