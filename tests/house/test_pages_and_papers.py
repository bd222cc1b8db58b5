"""Templates keep to the content-security policy; no file names a machine or a registry."""

import ast
import re

import pytest

from tests.house.source import GENERATED, ROOT, files, named, tracked, tree

UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|\|\s*forceescape")
AGAINST_POLICY = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
}
# Written in pieces, so that this file does not find itself.
REGISTRIES = "|".join(("pypi", "pythonhosted", "npmjs", "yarnpkg", "unpkg", "jsdelivr", "crates"))
NOT_OURS_TO_NAME = {
    "registry": re.compile(rf"https?://[^\s/\"']*\b(?:{REGISTRIES})\b", re.I),
    "package mirror": re.compile(r"https?://[^\s\"']*/(?:artifactory|nexus|simple)/", re.I),
    "machine path": re.compile(r"(?<![\w./-])/(?:work|root|home/\w+|tmp/brief)/\w"),
}


def against_policy(page: str) -> list[str]:
    """Return what the content-security policy would refuse in a page's source."""
    return [what for what, pattern in AGAINST_POLICY.items() if pattern.search(page)]


def unwritten_markup(parsed: ast.Module) -> list[int]:
    """Return the lines where something else than a literal is called safe to print."""
    calls = [node for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in call.args)
    ]


def test_templates_escape_everything() -> None:
    pages = files(".html", ".txt", ".xml", below=("templates",))

    assert not [named(page) for page in pages if UNESCAPED.search(page.read_text())]


def test_only_written_out_text_is_called_markup() -> None:
    sources = files(".py", below=("kiosk", "badges"))
    found = {named(source): unwritten_markup(tree(source)) for source in sources}

    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize("source", ["Markup(name)", "Markup(f'<b>{n}</b>')", "Markup('<b>' + n)"])
def test_markup_made_of_values_is_found(source: str) -> None:
    assert unwritten_markup(ast.parse(source))
    assert not unwritten_markup(ast.parse("Markup('<bdi>{}</bdi>').format(name)"))


def test_pages_hold_nothing_that_the_policy_refuses() -> None:
    pages = [p for p in files(".html", below=("templates",)) if "mail" not in p.parts]
    found = {named(page): against_policy(page.read_text()) for page in pages}

    assert not {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize(
    "page",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<button onclick="go()">',
        "<body\n  onload=go()>",
        '<a href="javascript:go()">',
    ],
)
def test_what_the_policy_refuses_is_found(page: str) -> None:
    assert against_policy(page)


def test_a_plain_page_is_left_alone() -> None:
    page = '<p class="style" data-on="x">on = style</p><script type="module" src="/s.js"></script>'

    assert not against_policy(page)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the git work tree")
def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    ours = (path for path in tracked() if not named(path).startswith(GENERATED))
    for path in ours:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}: {w}" for w, p in NOT_OURS_TO_NAME.items() if p.search(text)]

    assert not found


PUBLIC = (
    *("templates/front/", "templates/phone/", "templates/errors/", "templates/unsubscribe/"),
    *("templates/stand/own_link", "templates/mentor/"),
)
ASKS_FOR_A_SECRET = re.compile(
    r'type="password"|autocomplete="(?:cc-|current-password|new-password|one-time-code)|name="(?:pass|pin|card)'
)


def test_no_page_that_a_code_opens_asks_for_a_password_or_a_payment() -> None:
    """A sticker over a sign leads elsewhere; whoever knows our pages knows that we never ask."""
    public = [
        path for path in files(".html", below=("templates",)) if named(path).startswith(PUBLIC)
    ]

    asking = [named(path) for path in public if ASKS_FOR_A_SECRET.search(path.read_text("utf-8"))]

    assert len(public) > 20
    assert asking == []
    assert ASKS_FOR_A_SECRET.search((ROOT / "templates/desk/sign_in.html").read_text("utf-8"))
