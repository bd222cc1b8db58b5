"""Every command that README and docs show can be typed as it stands there."""

import re
import shlex

import click
import pytest

from kiosk.cli import kiosk
from tests.house.source import ROOT

SHOWN = re.compile(r"^(?:kiosk|fair) ([a-z].*)$|`kiosk ([a-z]+ [^`]*--[^`]*)`", re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown() -> list[str]:
    """Return the commands of all pages, without the word before them."""
    texts = [page.read_text("utf-8").replace("\\\n", " ") for page in PAGES]
    return [one or other for text in texts for one, other in SHOWN.findall(text)]


def parse(command: click.Command, words: list[str]) -> None:
    """Read a command line as click does, and do nothing."""
    with command.make_context(command.name, list(words), resilient_parsing=False) as context:
        if isinstance(command, click.Group):
            rest = [*context._protected_args, *context.args]
            _name, below, left = command.resolve_command(context, rest)
            assert below is not None
            parse(below, left)


@pytest.mark.parametrize("line", shown())
def test_a_command_that_is_shown_can_be_typed(line: str) -> None:
    parse(kiosk, shlex.split(line, comments=True))


def test_the_pages_show_commands() -> None:
    assert len(shown()) >= 10
