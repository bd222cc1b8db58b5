"""Sharing: a choice holds for what comes, an older one stays as a row, and minors give nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain.attendees import sharing
from kiosk.domain.attendees.sharing import AUDIENCES, PRESETS, SharingChoice
from kiosk.errors import Invalid
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def choose(fair: Fair, name: str, *fields: str, audiences: tuple[str, ...] = AUDIENCES) -> None:
    with writing():
        sharing.choose(
            fair.person(name), fields, audiences=audiences, event=fair.facts,
            through="tablet", at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fields"), [("Asha", ["name"]), ("Carol", ["name"]), ("Ben", ["name", "email"])]
)
def test_students_and_mentors_start_at_the_name_and_employers_with_the_address(
    name: str, fields: list[str]
) -> None:
    fair = Fair()

    for audience in AUDIENCES:
        assert sharing.standing(fair.person(name), audience) == fields


def test_a_choice_names_the_wording_it_rests_on() -> None:
    fair = Fair()

    choose(fair, "Asha", "email", audiences=("employers",))

    row = db.session.scalars(select(SharingChoice)).one()
    assert (row.fields, row.consent_version, row.chosen_through) == (["name", "email"], 1, "tablet")
    assert sharing.standing(fair.person("Asha"), "employers") == ["name", "email"]
    assert sharing.standing(fair.person("Asha"), "attendees") == ["name"]


def test_the_same_choice_again_changes_nothing() -> None:
    fair = Fair()

    choose(fair, "Asha", "name", "email")
    choose(fair, "Asha", "email", "name", "email")

    assert count(SharingChoice) == 3


def test_another_choice_keeps_the_older_one_as_a_row() -> None:
    fair = Fair()
    choose(fair, "Asha", "email", audiences=("employers",))

    choose(fair, "Asha", audiences=("employers",))

    assert count(SharingChoice) == 2
    assert count(SharingChoice, SharingChoice.superseded_at.is_(None)) == 1
    assert sharing.standing(fair.person("Asha"), "employers") == ["name"]


@pytest.mark.parametrize(
    ("fields", "audiences"), [(("passport",), AUDIENCES), (("email",), ("strangers",))]
)
def test_a_field_or_class_that_is_none_of_ours_is_refused(
    fields: tuple[str, ...], audiences: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid):
        choose(Fair(), "Asha", *fields, audiences=audiences)
    assert count(SharingChoice) == 0


@pytest.mark.parametrize(("preset", "fields"), PRESETS.items())
def test_a_preset_is_recognised(preset: str, fields: tuple[str, ...]) -> None:
    fair = Fair()

    choose(fair, "Asha", *fields)

    assert sharing.preset_of(fair.person("Asha")) == preset


def test_choices_that_differ_by_class_are_no_preset() -> None:
    fair = Fair()

    choose(fair, "Asha", "email", audiences=("mentors",))

    assert sharing.preset_of(fair.person("Asha")) is None


@pytest.mark.parametrize(
    ("receiver", "audience"), [("Ben", "employers"), ("Carol", "mentors"), ("Asha", "attendees")]
)
def test_a_receiver_is_of_one_class(receiver: str, audience: str) -> None:
    assert sharing.audience_of(Fair().person(receiver)) == audience


def test_what_is_given_follows_the_class_of_the_receiver() -> None:
    fair = Fair()
    choose(fair, "Asha", "email", "phone", audiences=("employers",))
    asha, ben, carol = (fair.person(name) for name in ("Asha", "Ben", "Carol"))

    to_ben = sharing.gives(asha, ben, event=fair.facts, at=NOON)
    to_carol = sharing.gives(asha, carol, event=fair.facts, at=NOON)

    assert to_ben == ["name", "email", "phone"]
    assert to_carol == ["name"]


def test_a_minor_gives_nothing_and_gets_nothing_whatever_they_chose() -> None:
    fair = Fair()
    choose(fair, "Cai", "email")
    cai, ben = fair.person("Cai"), fair.person("Ben")

    assert sharing.gives(cai, ben, event=fair.facts, at=NOON) is None
    assert sharing.gives(ben, cai, event=fair.facts, at=NOON) is None


def test_who_turns_eighteen_at_the_fair_may_share_from_then_on() -> None:
    fair = Fair()
    cai, ben = fair.person("Cai"), fair.person("Ben")
    with writing():
        cai.date_of_birth = date(2008, 11, 25)

    assert sharing.gives(cai, ben, event=fair.facts, at=NOON) is None
    assert sharing.gives(cai, ben, event=fair.facts, at=NOON + timedelta(days=1)) == ["name"]


def test_an_unknown_age_is_a_minors_where_the_event_says_so() -> None:
    fair = Fair(settings={"unknown_age_is_minor": True})

    given = sharing.gives(fair.person("Ben"), fair.person("Asha"), event=fair.facts, at=NOON)

    assert given is None


@pytest.mark.parametrize("sent", [None, "email", 7, ["email", "nonsense"], {"email"}])
def test_fields_come_in_their_fixed_order_with_the_name(sent: object) -> None:
    known = sharing.in_order(sent)

    assert known[0] == "name"
    assert set(known) <= {"name", "email"}
