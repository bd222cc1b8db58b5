"""`kiosk` as processes of their own: for exit codes, serving and signals."""

import json
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from tests.cli.a_shell import KIOSK
from tests.house.source import ROOT
from tests.real.parts import free_port

PATIENCE_S = 60
LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def run_alone(
    env: dict[str, str], *arguments: str | Path, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without a terminal; a trace in what it says is a failure."""
    done = subprocess.run(
        [*KIOSK, *map(str, arguments)],
        env={**env, "PYTHONPATH": str(ROOT)},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@dataclass
class Serving:
    """A server of our own: where it answers, and where its words go."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    scheme: str = "http"
    begins: int = 0

    @property
    def url(self) -> str:
        """Its address on loopback."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def said(self) -> str:
        """Return everything it has written so far, without what an earlier one wrote."""
        return self.log.read_bytes()[self.begins :].decode(errors="replace")

    def ask(
        self, path: str, body: Any = None, *, opener: Any = LOOPBACK, at: str = "", **headers: str
    ) -> tuple[int, str]:
        """Ask it something; return the status and the answer's text."""
        data = json.dumps(body).encode() if body is not None else None
        url = self.url.replace("127.0.0.1", at) if at else self.url
        request = urllib.request.Request(url + path, data, headers)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")

    def send_form(self, path: str, form: dict[str, str]) -> str:
        """Send a form as a browser does, without following; return the cookies that come back."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            headers = {"Sec-Fetch-Site": "same-origin"}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST", path, urlencode(form), headers)
            answer = line.getresponse()
            answer.read()
            return str(answer.headers.get_all("Set-Cookie"))

    def stop(self, number: int = signal.SIGTERM, within_s: float = 20) -> int:
        """Send a signal and wait for the end; return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(within_s)


@contextmanager
def serving(
    env: dict[str, str], folder: Path, *arguments: str, command: str = "serve", port: int = 0
) -> Iterator[Serving]:
    """Serve in a process group of its own until the end; begin when it answers."""
    port, log = port or free_port(), folder / f"{command}.log"
    begins = log.stat().st_size if log.exists() else 0
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*KIOSK, command, "--port", str(port), *arguments],
            env={**env, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    scheme = "https" if "KIOSK_TLS_CERT" in env else "http"
    server = Serving(process, port, log, scheme, begins)
    try:
        wait_until(lambda: "Stop with Ctrl-C" in server.said(), server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()
        assert "Traceback" not in server.said(), server.said()


def wait_until(is_so: Any, server: Serving | None = None) -> None:
    """Wait for something to become so; a server that ended meanwhile is a failure."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if server is not None and server.process.poll() is not None:
            raise AssertionError(server.said())
        if time.monotonic() > deadline:
            raise AssertionError(server.said() if server else "it never became so")
        time.sleep(0.05)
