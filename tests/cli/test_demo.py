"""`kiosk demo`: a fair with links that work, made once, kept at the next start."""

import re

import pytest

from kiosk.cli.demo import own_address
from tests.cli.a_shell import Shell, environment
from tests.cli.processes import Serving, serving
from tests.real.parts import free_port

FIGURES = ("figures", "--event", "demo")


def links(server: Serving) -> dict[str, str]:
    """Return the secret behind each page that was printed."""
    found = re.findall(rf":{server.port}(/[\w/]*)#?(\w*)", server.said())
    return dict(reversed(found))  # the first tablet counts


def test_the_links_of_the_demo_work(shell: Shell) -> None:
    env, port = environment(shell.folder / "data"), free_port()
    with serving(env, shell.folder, command="demo", port=port) as server:
        shown = links(server)
        statuses = {path: server.ask(path)[0] for path in shown}
        paired = server.send_form("/tablet/pairings", {"code": shown["/tablet"]})
        name, phrase = re.findall(r"sign in as: (.+?)    passphrase: (\S+)", server.said())[0]
        signed_in = server.send_form("/desk/sign-in", {"name": name, "passphrase": phrase})
        assert server.stop() == 0

    assert statuses.pop("/stand/team") == 401  # which opens on a recruiter's linked phone
    pages = ["/tablet", "/claim", "/stand", "/stand/own", "/desk", "/mentor/open", "/"]
    assert statuses == dict.fromkeys(pages, 200)
    assert "kiosk-device" in paired
    assert "kiosk-staff" in signed_in
    figures = shell.json(*FIGURES)
    assert figures["registered"] >= 120
    assert figures["inside"] >= 40 and figures["meetings"] >= 10


@pytest.mark.faults
def test_the_next_start_keeps_everything_and_lets_phones_in(shell: Shell) -> None:
    env, port = environment(shell.folder / "data"), free_port()
    with serving(env, shell.folder, command="demo", port=port) as server:
        assert server.stop() == 0
    before = shell.json(*FIGURES)
    shell.ok("person", "erase", "asha.patel@students.millbrook.example", "--event", "demo", "--yes")

    with serving(env, shell.folder, "--lan", command="demo", port=port) as server:
        host = f"{own_address()}:{port}"
        assert f"http://{host}/claim#" in server.said()
        assert "'s phone" in server.said()
        assert server.ask("/", Host=host)[0] == 200
        # Only who listens on every interface answers on another address of loopback.
        assert server.ask("/healthz", at="127.0.0.2", Host=host)[0] == 200

    assert shell.json(*FIGURES)["registered"] == before["registered"] - 1
