"""`kiosk list`: added, changed, shown with what they count, and taken away."""

import pytest

from tests.cli.a_shell import Shell

ADD = ("list", "add", "--event", "fair", "--name")
SET = ("list", "set", "--event", "fair", "--name")
SHOW = ("list", "show", "--event", "fair")


def by_name(fair: Shell) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in fair.json(*SHOW)["lists"]}


def test_a_list_is_added_with_its_rules_and_shown_in_the_fairs_own_time(fair: Shell) -> None:
    fair.ok(*ADD, "Talk", "--kind", "session", "--lets-in", "guest,student", "--capacity", "40",
            "--entries", "once", "--after-door", "--opens", "2026-07-01T11:00",
            "--closes", "2026-07-01T12:00")  # fmt: skip

    talk = by_name(fair)["Talk"]

    assert talk["kind"] == "session"
    assert talk["lets_in"] == ["student", "guest"]
    assert (talk["capacity"], talk["entries"], talk["after_door"]) == (40, "once", True)
    assert talk["opens"] == "2026-07-01T11:00:00+01:00"
    assert (talk["inside"], talk["entered"]) == (0, 0)
    assert "Talk (session): inside 0, came in 0" in fair.ok(*SHOW)


def test_what_is_not_named_stays_and_none_gives_a_rule_back(fair: Shell) -> None:
    fair.ok(*ADD, "Talk", "--capacity", "40", "--entries", "once", "--lets-in", "guest")

    fair.ok(*SET, "Talk", "--rename", "Lecture", "--entries", "none", "--lets-in", "none")

    lecture = by_name(fair)["Lecture"]
    assert (lecture["capacity"], lecture["entries"], lecture["lets_in"]) == (40, None, [])


def test_a_list_nothing_was_counted_on_is_taken_away(fair: Shell) -> None:
    fair.ok(*ADD, "Talk")

    fair.ok("list", "remove", "--event", "fair", "--name", "Talk")

    assert list(by_name(fair)) == ["Fair"]
    assert "stays" in fair.refused("list", "remove", "--event", "fair", "--name", "Fair")


@pytest.mark.parametrize(
    ("options", "why", "code"),
    [(("--capacity", "0"), "--capacity", 2), (("--lets-in", "robots"), "--lets-in", 2),
     (("--opens", "soon"), "--opens", 2), (("--opens", "2027-03-28T01:30"), "no such hour", 1),
     (("--opens", "2026-11-24T12:00", "--closes", "2026-11-24T11:00"), "after it opens", 1)],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(
    fair: Shell, options: tuple[str, ...], why: str, code: int
) -> None:
    assert why in fair.refused(*ADD, "Talk", *options, code=code)
    assert list(by_name(fair)) == ["Fair"]


def test_names_are_one_each_and_known(fair: Shell) -> None:
    assert "already" in fair.refused(*ADD, "Fair")
    assert "There is: Fair" in fair.refused(*SET, "Talk", "--capacity", "3")
    assert "must be a door" in fair.refused(*SET, "Fair", "--kind", "session")
