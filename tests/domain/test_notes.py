"""Notes: one's own words about whom one met; a recruiter's belong to the team."""

import pytest

from kiosk.db import writing
from kiosk.domain import employers, meetings, notes
from kiosk.domain.meetings import Meeting
from kiosk.domain.notes import Jotting, Note
from kiosk.errors import Invalid, NotKnown
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha met Ben."""
    fair = Fair()
    fair.check_in("Asha", "Ben", "Carol")
    fair.let_meet("Asha", "Ben")
    return fair


def meeting_of(fair: Fair) -> Meeting:
    found = meetings.between(fair.id, fair.person("Asha").id, fair.person("Ben").id)
    assert found is not None
    return found


def write(fair: Fair, author: str, words: str) -> Note | None:
    with writing():
        return notes.write(meeting_of(fair), fair.person(author), words, NOON)


def test_each_of_the_two_writes_their_own(fair: Fair) -> None:
    write(fair, "Asha", " Ask about the bridge. ")
    write(fair, "Ben", "Strong in statics.")

    assert notes.by_meeting(fair.person("Asha")) == {meeting_of(fair).id: "Ask about the bridge."}
    mine = notes.of(meeting_of(fair), fair.person("Ben"))
    assert mine is not None
    assert (mine.words, mine.about_id) == ("Strong in statics.", fair.person("Asha").id)


def test_writing_again_replaces_the_words_and_none_remove_them(fair: Fair) -> None:
    write(fair, "Asha", "One")
    write(fair, "Asha", "Two")
    assert notes.by_meeting(fair.person("Asha")) == {meeting_of(fair).id: "Two"}
    assert count(Note) == 1

    for _twice in range(2):
        assert write(fair, "Asha", "   ") is None

    assert count(Note) == 0


def test_a_note_has_at_most_500_characters(fair: Fair) -> None:
    assert write(fair, "Asha", "é" * 500)

    with pytest.raises(Invalid) as refused:
        write(fair, "Asha", "é" * 501)
    assert set(refused.value.fields) == {"note"}
    assert notes.by_meeting(fair.person("Asha")) == {meeting_of(fair).id: "é" * 500}


def test_who_was_not_there_writes_nothing(fair: Fair) -> None:
    with pytest.raises(NotKnown, match="no_such_meeting"):
        write(fair, "Carol", "I was not there.")
    assert count(Note) == 0


def test_a_recruiters_note_is_the_teams_and_a_students_is_not(fair: Fair) -> None:
    (nova,) = employers.of_event(fair.id)
    write(fair, "Asha", "Mine alone")
    write(fair, "Ben", "For the team")

    ((note, author, about),) = notes.of_team(nova.id)

    assert (note.words, author.name, about.name) == ("For the team", "Ben Okafor", "Asha Patel")


def test_a_note_about_an_undone_meeting_is_the_teams_no_more(fair: Fair) -> None:
    (nova,) = employers.of_event(fair.id)
    write(fair, "Ben", "For the team")

    with writing():
        meetings.undo(meeting_of(fair), by="x", device_id=None, at=NOON)

    assert notes.of_team(nova.id) == []


def jot(fair: Fair, author: str, **values: object) -> Note | None:
    with writing():
        jotting = Jotting(**values)  # type: ignore[arg-type]
        return notes.jot(meeting_of(fair), fair.person(author), jotting, NOON)


def test_a_note_may_have_no_words(fair: Fair) -> None:
    for held in ({"topics": ("CV",)}, {"next_step": "call"}, {"rating": 3}, {"follow_up": True}):
        note = jot(fair, "Ben", **held)
        assert note is not None
        assert notes.read(note) == Jotting(**held)  # type: ignore[arg-type]

    assert jot(fair, "Ben") is None
    assert count(Note) == 0


def test_words_and_a_follow_up_leave_the_rest_as_it_was(fair: Fair) -> None:
    jot(fair, "Ben", topics=("CV", "Visa"), next_step="call", rating=2)
    write(fair, "Ben", "Bridges")
    with writing():
        notes.mark_follow_up(meeting_of(fair), fair.person("Ben"), True, NOON)
        note = notes.mark_follow_up(meeting_of(fair), fair.person("Ben"), True, NOON)

    assert notes.read(note) == Jotting("Bridges", ("CV", "Visa"), "call", 2, True)
    write(fair, "Ben", "")
    assert notes.read(notes.of(meeting_of(fair), fair.person("Ben"))).topics == ("CV", "Visa")


@pytest.mark.parametrize(
    ("field", "held"),
    [
        ("topics", {"topics": tuple(f"Topic {n}" for n in range(13))}),
        ("topics", {"topics": ("x" * 41,)}),
        ("next_step", {"next_step": "marry"}),
        ("rating", {"rating": 4}),
    ],
)
def test_what_no_page_offers_is_refused(fair: Fair, field: str, held: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        jot(fair, "Ben", **held)

    assert set(refused.value.fields) == {field}
    assert count(Note) == 0


def test_blanks_over_an_older_jotting_take_nothing_away() -> None:
    older = Jotting("Bridges", ("CV",), "call", 2, True)

    assert Jotting().over(older) == older
    assert Jotting(topics=("Visa",), rating=3).over(older).topics == ("CV", "Visa")


def test_both_see_the_topics_that_a_recruiter_ticked_and_no_others(fair: Fair) -> None:
    jot(fair, "Ben", topics=("Bridges", "CV"), words="Strong in statics.")
    jot(fair, "Asha", topics=("Mine",))

    assert notes.topics_of(meeting_of(fair)) == ["Bridges", "CV"]
    for name in ("Asha", "Ben"):
        seen = notes.topics_by_meeting(fair.person(name))
        assert seen == {meeting_of(fair).id: ["Bridges", "CV"]}
    assert notes.topics_by_meeting(fair.person("Carol")) == {}
