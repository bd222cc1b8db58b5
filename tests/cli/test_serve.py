"""`kiosk serve`: starts, says where, prints and mails, refuses calmly, stops at once."""

import signal
import socket
import ssl
import time
import urllib.request
from uuid import uuid4

import pytest
import trustme

from tests.cli.a_shell import PEOPLE, Shell, environment
from tests.cli.processes import Serving, run_alone, serving, wait_until
from tests.real.parts import free_port

CHECK_INS = "/api/v1/events/fair/check-ins"
CANARIES = [word for line in PEOPLE.splitlines()[1:] for word in line.split(",")[0].split()]
CANARIES += ["@students.example", "@nova.example", "900101", "nobodyknows"]


def check_in(server: Serving, key: str, code: str) -> int:
    body = {"op_id": str(uuid4()), "code": code}
    return server.ask(CHECK_INS, body, Authorization=f"Bearer {key}")[0]


def test_a_fair_is_served_printed_and_mailed_and_nobody_is_in_the_log(fair: Shell) -> None:
    env = environment(fair.folder / "data", KIOSK_HOSTS="kiosk.local")
    key, tickets = fair.key(), fair.tickets()
    with serving(env, fair.folder) as server:
        assert server.ask("/healthz")[0] == server.ask("/readyz")[0] == 200
        for host, status in (("kiosk.local", 200), ("localhost:1", 200), ("evil.example", 400)):
            assert server.ask("/healthz", Host=host)[0] == status
        assert [
            check_in(server, key, code) for code in (tickets["Asha"], tickets["Ben"], "nobodyknows")
        ] == [201, 201, 404]
        for path in ("/?q=Asha", f"/b/{tickets['Asha']}", "/nowhere/Asha", "/desk/fair/people"):
            server.ask(path)
        search = f"{CHECK_INS.removesuffix('check-ins')}attendees/search"
        assert "Asha" in server.ask(search, {"q": "asha"}, Authorization=f"Bearer {key}")[1]
        fair.ok("packs", "freeze", "--event", "fair")
        fair.ok("tickets", "send", "--event", "fair")
        wait_until(lambda: len(list((fair.folder / "data" / "badges").glob("*.png"))) == 2, server)

        second = run_alone(env, "serve", "--port", str(free_port()))
        assert "kiosk serve" in fair.refused("work")
        began = time.monotonic()
        code = server.stop()

    assert (code, time.monotonic() - began < 10) == (0, True)
    assert second.returncode == 1
    assert "served already" in second.stderr
    assert second.stderr.count("\n") == 1
    assert "Serving http://localhost:8000" in server.said()
    assert not [name for name in [*CANARIES, *tickets.values()] if name in server.said()]


def test_https_is_served_with_a_certificate(fair: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    cert, key = fair.folder / "cert.pem", fair.folder / "key.pem"
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(cert, append=True)
    certificate.private_key_pem.write_to_path(key)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    paths = {"KIOSK_TLS_CERT": str(cert), "KIOSK_TLS_KEY": str(key)}
    with serving(environment(fair.folder / "data", **paths), fair.folder) as server:
        assert server.ask("/healthz", opener=opener)[0] == 200

    other = trustme.CA().issue_cert("x.example").private_key_pem.bytes()
    monkeypatch.setenv("KIOSK_TLS_CERT", str(cert))
    monkeypatch.setenv("KIOSK_TLS_KEY", str(fair.write("other.pem", other)))
    assert "do not belong together" in fair.refused("serve", "--port", "1")


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [
        (("--host", "203.0.113.9"), "not an address of this machine", 1),
        (("--host", "nowhere.invalid"), "not an address of this machine", 1),
        (("--processes", "2"), "PostgreSQL", 1),
        (("--port", "0"), "--port", 2),
        (("--port", "70000"), "--port", 2),
        (("--processes", "0"), "--processes", 2),
    ],
)
def test_what_cannot_be_served_is_said(
    fair: Shell, arguments: tuple[str, str], says: str, code: int
) -> None:
    assert says in fair.refused("serve", "--port", str(free_port()), *arguments, code=code)


def test_a_taken_port_is_said(fair: Shell) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        assert "is in use" in fair.refused("serve", "--port", str(other.getsockname()[1]))


@pytest.mark.faults
def test_ctrl_c_and_a_waiting_browser_do_not_hold_it_up(fair: Shell) -> None:
    with serving(environment(fair.folder / "data"), fair.folder) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as idle:
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert idle.recv(9) == b"HTTP/1.1 "
            began = time.monotonic()

            server.stop(signal.SIGINT)

        assert time.monotonic() - began < 10
