"""`kiosk event` and `kiosk figures`: create once, set by key, show, list, close."""

import json

import pytest

from kiosk.cli.event_settings import read_setting
from kiosk.domain.events import SETTINGS
from kiosk.errors import Refused
from tests.badges.uploads import svg
from tests.cli.a_shell import Shell, let_in, program

CREATE = ("event", "create", "--slug", "autumn", "--name", "Autumn Fair")
TIMES = ("--starts", "2026-11-24T10:00", "--ends", "2026-11-24T15:00")
ZONE = ("--timezone", "Europe/Berlin")


def test_an_event_is_created_once(shell: Shell) -> None:
    shell.ok(*CREATE, *TIMES, *ZONE)

    assert "slug already" in shell.refused(*CREATE, *TIMES, *ZONE)
    assert shell.json("event", "list") == {"events": [{"slug": "autumn", "name": "Autumn Fair"}]}


def test_times_are_in_the_fairs_own_zone(shell: Shell) -> None:
    shell.ok(*CREATE, *TIMES, *ZONE)

    assert shell.json("event", "show", "--event", "autumn")["starts_at"] == (
        "2026-11-24T10:00:00+01:00"
    )


def test_a_mistyped_option_is_named_and_is_misuse(shell: Shell) -> None:
    for option, value in (
        ("--starts", "tomorrow"),
        ("--ends", "9999-12-31T23:59-12:00"),
        ("--timezone", "Mars/Olympus"),
        ("--slug", "../etc"),
        ("--name", "x" * 121),
        ("--name", "a\x1b[31mb"),
    ):
        assert option in shell.refused(*CREATE, *TIMES, *ZONE, option, value, code=2)

    assert shell.json("event", "list") == {"events": []}


def test_a_fair_ends_after_it_starts(shell: Shell) -> None:
    assert "after it starts" in shell.refused(*CREATE, *TIMES, "--ends", "2026-11-24T09:00")


SET = {
    "name=Winter Fair": "Winter Fair",
    "place=Sports Hall": "Sports Hall",
    "help_lane=on your left": "on your left",
    "starts_at=2026-11-24T09:30": "2026-11-24T09:30:00+00:00",
    "ends_at=2026-11-24T16:00": "2026-11-24T16:00:00+00:00",
    "timezone=UTC": "UTC",
    "locale=cy": "cy",
    "languages=en, cy": ["en", "cy"],
    'hours={"employer": [90, 30]}': {"employer": [90, 30]},
    "never_closes=no": False,
    "print_on_arrival=never": "never",
    "stock=card": "card",
    "reentry=no": False,
    "admit_unpaid=yes": True,
    "second_factor=email nod": ["email", "nod"],
    "walk_ins_at=desk": "desk",
    'card_patterns=[{"name": "Card", "pattern": "S([0-9]{7})"}]': [
        {"name": "Card", "pattern": "S([0-9]{7})"}
    ],
    "offline_names=yes": True,
    "missions=yes": True,
    "introductions=no": False,
    "mentors_sign_up=yes": True,
    "quiet_hour=Ten to eleven": "Ten to eleven",
    "unknown_age_is_minor=yes": True,
    "retention_days=30": 30,
    "region=de": "DE",
    "contact_name=Careers": "Careers",
    "contact_email=careers@university.example": "careers@university.example",
    "consent_text=They get what you chose to share.": "They get what you chose to share.",
}


def test_each_setting_is_set_and_shown(fair: Shell) -> None:
    assert {*SETTINGS, "consent_text"} == {change.partition("=")[0] for change in SET}

    fair.ok("event", "set", "--event", "fair", *SET)

    shown = fair.json("event", "show", "--event", "fair")
    assert list(SET.values()) == [shown[change.partition("=")[0]] for change in SET]


@pytest.mark.parametrize(
    "change",
    [
        "colour=blue",
        "name=",
        f"place={'x' * 121}",
        "starts_at=soon",
        "timezone=Nowhere",
        "locale=english",
        "languages=english",
        "languages=[1",
        "hours=early",
        'hours={"pilot": [1, 2]}',
        'hours={"student": [1]}',
        "hours=[[1, 2]]",
        "never_closes=perhaps",
        "print_on_arrival=twice",
        "reentry=sometimes",
        "second_factor=face",
        "second_factor=",
        "walk_ins_at=bar",
        'card_patterns=[{"name": "Card", "pattern": "(unclosed"}]',
        'card_patterns=[{"name": "Card", "pattern": "no group"}]',
        "card_patterns={}",
        "unknown_age_is_minor=2",
        "retention_days=0",
        "retention_days=many",
        "region=GBR",
        "contact_email=careers",
    ],
)
def test_a_wrong_value_names_its_key(change: str) -> None:
    key, _sign, value = change.partition("=")

    with pytest.raises(Refused) as refused:
        read_setting(key, value, "Europe/London")

    assert key in refused.value.sentence


@pytest.mark.parametrize("wrong", ["hours=early", "ends_at=2020-01-01T10:00", "consent_text=yes"])
def test_one_wrong_value_sets_none(fair: Shell, wrong: str) -> None:
    before = fair.json("event", "show", "--event", "fair")

    sentence = fair.refused("event", "set", "--event", "fair", "place=Elsewhere", wrong)

    assert wrong.partition("=")[0] in sentence
    assert fair.json("event", "show", "--event", "fair") == before


def test_what_is_no_pair_is_misuse(fair: Shell) -> None:
    assert "key=value" in fair.refused("event", "set", "--event", "fair", "place", code=2)


def test_an_event_that_is_not_there_is_said_so(shell: Shell) -> None:
    for command in (("event", "close"), ("figures",)):
        assert "no event" in shell.refused(*command, "--event", "winter")


def test_closing_again_changes_nothing(fair: Shell) -> None:
    fair.ok("event", "close", "--event", "fair")
    closed = fair.json("event", "show", "--event", "fair")["closed_at"]

    fair.ok("event", "close", "--event", "fair")

    assert closed
    assert closed == fair.json("event", "show", "--event", "fair")["closed_at"]


def test_the_figures_are_those_of_the_api(fair: Shell) -> None:
    tickets = fair.tickets()
    with program(fair.key()) as client:
        let_in(client, tickets["Asha"], tickets["Ben"])
        told = json.loads(client.get("/api/v1/events/fair/figures").data)

    assert told == fair.json("figures", "--event", "fair")
    assert tuple(told[name] for name in ("registered", "arrived", "inside")) == (4, 2, 2)
    assert "arrived 2" in fair.ok("figures", "--event", "fair")


def test_a_logo_is_kept_written_anew_and_removed(fair: Shell) -> None:
    logo = fair.write("logo.svg", svg('<rect width="100" height="50"/>'))

    assert "bear this logo" in fair.ok("event", "logo", logo, "--event", "fair")
    assert "has no logo" in fair.ok("event", "logo", "--remove", "--event", "fair")
    assert "has no logo" in fair.ok("event", "logo", "--remove", "--event", "fair")


def test_a_file_that_is_no_logo_is_refused_with_what_to_do(fair: Shell) -> None:
    script = fair.write("logo.svg", svg("<script>alert(1)</script>"))

    assert "Save the logo as PNG" in fair.refused("event", "logo", script, "--event", "fair")
    assert "Check the name" in fair.refused("event", "logo", "nowhere.png", "--event", "fair")
    assert "FILE" in fair.refused("event", "logo", "--event", "fair", code=2)
    assert "FILE" in fair.refused("event", "logo", script, "--remove", "--event", "fair", code=2)
