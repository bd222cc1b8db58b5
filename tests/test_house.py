"""The arrows of the house: who may import whom. Any other arrow fails the build.

The order of domain files is the one tuple below: each may use only those before it.
"""

import ast

import pytest

from tests.house.source import imports, modules, tree

DOMAIN_ORDER = (
    *("keys", "operations", "audit", "events", "staff", "devices", "employers", "attendees"),
    # An arrival asks for a print, and printing knows no arrivals.
    *("codes", "phones", "print_jobs", "arrivals", "prompts", "meetings", "notes"),
    # The outbox carries letters of every kind and knows none of them, so packs come after it; a
    # pack repeats what mentors offer.
    *("deliveries", "mentoring", "packs", "figures", "erasure"),
)
DOORS = {"api", "tablet", "phone", "stand", "mentor", "desk", "front", "machines"}
EVERYTHING = {"wiring", "badges", "db", "clock", "errors", "settings", "domain", "adapters", "web"}
EVERYTHING |= {"workers", "demo", "cli"}
MAY_IMPORT = {
    "badges": set(),
    "clock": set(),
    "errors": set(),
    "db": set(),
    "settings": {"errors"},  # a wrong setting is an error with a sentence like any other
    "domain": {"db", "errors"},
    "adapters": {"domain", "badges", "errors"},
    "web": {"domain", "adapters", "clock", "errors", "db", "settings"},  # settings: for its type
    "workers": {"domain", "adapters", "clock", "db", "errors", "settings"},
    "migrations": {"domain", "db"},
    "demo": EVERYTHING,  # the command `kiosk demo`
    "cli": EVERYTHING,
    "wiring": EVERYTHING,
}


def room(module: str) -> str:
    """Return the room a module is in: `kiosk.web.desk.page` is in `web`."""
    top, *rest = module.split(".")
    if top == "badges":
        return "badges"
    return "wiring" if not rest or rest[0] == "__main__" else rest[0]


def wrong_arrows(module: str, parsed: ast.Module) -> list[str]:
    """Return each import of ours that the house does not allow, as a sentence."""
    known = frozenset(modules()) | {module}
    found = dict.fromkeys(imports(module, parsed, known))
    return [f"{module} imports {other}: {why}" for other in found if (why := _wrong(module, other))]


def _wrong(module: str, other: str) -> str:
    here, there = room(module), room(other)
    if here != there:
        if here not in MAY_IMPORT:
            return f"no rule says what {here} may import"
        return "" if there in MAY_IMPORT[here] else f"{here} may not import {there}"
    if here == "domain":
        return _wrong_order(module, other)
    if here == "web":
        return _wrong_door(module, other)
    return ""


def _wrong_order(module: str, other: str) -> str:
    ours, theirs = module.split(".")[2:3], other.split(".")[2:3]
    if not theirs or ours == theirs:
        return "" if theirs else "import the subject, not the folder"
    late = DOMAIN_ORDER.index(theirs[0]) > DOMAIN_ORDER.index(ours[0])
    return "it comes later in the order" if late else ""


def _wrong_door(module: str, other: str) -> str:
    ours, theirs = (name.split(".")[2] if name.count(".") > 1 else "" for name in (module, other))
    if not ours or ours == theirs or theirs not in DOORS:
        return ""
    return "doors never import each other" if ours in DOORS else "what doors share knows no door"


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    assert not wrong_arrows(module, tree(modules()[module]))


def test_every_subject_of_the_domain_has_its_place_in_the_order() -> None:
    subjects = {name.split(".")[2] for name in modules() if name.startswith("kiosk.domain.")}

    assert subjects <= set(DOMAIN_ORDER)
    assert len(DOMAIN_ORDER) <= 20


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("kiosk.domain.events", "from kiosk import clock"),
        ("kiosk.domain.events", "from kiosk.domain import attendees"),
        ("kiosk.domain.events", "def later():\n    import kiosk.domain.meetings"),
        ("kiosk.domain.meetings.record", "from ..packs import Pack"),
        ("kiosk.adapters.mail", "from kiosk.db import db"),
        ("kiosk.adapters.mail", "from kiosk import create_app"),
        ("kiosk.web.tablet", "from kiosk.web.desk import page"),
        ("kiosk.web.identity", "from kiosk.web import tablet"),
        ("kiosk.web.tablet", "import badges"),
        ("kiosk.errors", "from kiosk.db import db"),
        ("kiosk.workers", "from kiosk.web import forms"),
        ("badges.face", "from kiosk.errors import KioskError"),
        ("kiosk.cupboard", "from kiosk.db import db"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, source: str) -> None:
    assert wrong_arrows(module, ast.parse(source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("kiosk.domain.meetings.record", "from kiosk.domain.attendees import Attendee"),
        ("kiosk.domain.meetings.record", "from . import ledger"),
        ("kiosk.web.tablet", "from kiosk.web.identity import access\nimport flask"),
        ("kiosk.cli", "from kiosk import create_app"),
    ],
)
def test_a_right_arrow_is_left_alone(module: str, source: str) -> None:
    assert not wrong_arrows(module, ast.parse(source))
