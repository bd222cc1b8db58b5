"""Commands as a person types them, in this process or as one of their own.

In the process they share our key ring, so every shell uses the tests' secret key.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.cli import kiosk
from kiosk.db import db
from kiosk.web.identity import forget_devices
from tests.real.databases import SECRET_KEY

KIOSK = [sys.executable, "-c", "from kiosk.cli import main; main()"]
PEOPLE = """\
name,email,kind,organisation,role,course,phone,under_18
Asha Patel,asha@students.example,student,,,MEng Civil Engineering,+44 7700 900101,no
Ben Okafor,ben@nova.example,employer,Nova Engineering,Engineer,,,
Carol Reed,carol@alumni.example,mentor,,,,,
Dai Evans,dai@students.example,student,,,BSc Physics,,no
"""
EMPLOYERS = "name,stand,text,vacancies_url\nNova Engineering,12,Bridges.,https://nova.example/\n"


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a shell that has only these settings."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK_")}
    fixed = {"KIOSK_DATA_DIR": str(data_dir), "KIOSK_SECRET_KEY": SECRET_KEY}
    return {**clean, **fixed, **settings}


@dataclass
class Shell:
    """A person at a terminal, in a folder of their own."""

    folder: Path

    def run(self, *arguments: str | Path, typed: str | None = None) -> Result:
        """Run a command; what it raises beyond a refusal is the test's failure."""
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(kiosk, words, input=typed, catch_exceptions=False)

    def ok(self, *arguments: str | Path, typed: str | None = None) -> str:
        """Run a command that must end in 0; return what it printed."""
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *arguments: str | Path) -> Any:
        """Run a command with --json that must end in 0; return its answer."""
        return json.loads(self.ok(*arguments, "--json"))

    def refused(self, *arguments: str | Path, code: int = 1) -> str:
        """Run a command that must be refused; return the sentence."""
        result = self.run(*arguments)
        assert result.exit_code == code, result.output
        assert result.stderr.strip()
        return result.stderr

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def key(self) -> str:
        """Pair a program and return its key."""
        pairing = ("device", "pair", "--event", "fair", "--kind", "api", "--name", "Till")
        return str(self.json(*pairing)["key"])

    def tickets(self) -> dict[str, str]:
        """Return everybody's ticket code by first name, as tickets export writes them."""
        from csv import DictReader
        from io import StringIO

        out = self.folder / "all-tickets.csv"
        self.ok("tickets", "export", "--event", "fair", "--out", out)
        rows = DictReader(StringIO(out.read_text("utf-8-sig")))
        return {row["name"].split()[0]: row["ticket_code"] for row in rows}


@contextmanager
def program(key: str) -> Iterator[FlaskClient]:
    """A paired program that asks the API of a server that was started just now."""
    app = create_app()
    forget_devices()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    try:
        yield client
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def let_in(client: FlaskClient, *codes: str) -> None:
    """Check these tickets in."""
    for code in codes:
        body = {"op_id": str(uuid4()), "code": code}
        assert client.post("/api/v1/events/fair/check-ins", json=body).status_code == 201
