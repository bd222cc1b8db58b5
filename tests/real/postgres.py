"""A PostgreSQL cluster of our own: started in a fresh folder, gone with the test session.

initdb refuses to run as root, so root hands the folder and the server to the `postgres` account.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.real.parts import free_port, need
from tests.real.parts import postgres_folder as postgres_folder

# Durability is the subject of the fault runs, which start a cluster with these left out.
HASTY = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=60")


@dataclass(frozen=True)
class Cluster:
    """One running server on loopback, without passwords."""

    port: int

    def url(self, database: str) -> str:
        """Return the database's address as KIOSK_DATABASE_URL wants it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction, as CREATE DATABASE asks."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database, autocommit=True
        ) as connection:
            connection.execute(sql.encode())

    def answers(self) -> bool:
        """Whether the server takes connections by now."""
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def as_owner() -> dict[str, Any]:
    """Return what makes a child run as the `postgres` account when we are root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if not os.getuid() else {}


def fresh_folder() -> Path:
    """Return a new folder that the server's account may use."""
    # Not below pytest's own folder: that one is closed to the `postgres` account.
    folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    if not os.getuid():
        shutil.chown(folder, "postgres", "postgres")
    return folder


def start(programs: Path, folder: Path, *options: str) -> tuple[Cluster, subprocess.Popen[bytes]]:
    """Make a cluster in `folder` and start it on a free port; returns when it answers."""
    options_of_initdb = ["-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"]
    subprocess.run(
        [programs / "initdb", "-D", folder / "db", *options_of_initdb],
        check=True,
        capture_output=True,
        cwd=folder,
        **as_owner(),
    )
    cluster = Cluster(free_port())
    place = ["-D", folder / "db", "-k", folder, "-h", "127.0.0.1", "-p", str(cluster.port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", *place, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            **as_owner(),
        )
    deadline = time.monotonic() + 30
    while not cluster.answers():
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.05)
    return cluster, server


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once, without waiting for its clients, and collect it."""
    server.send_signal(signal.SIGINT)  # which is PostgreSQL's "fast" shutdown
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A running PostgreSQL, without the waits that guard against power cuts."""
    programs = Path(need("postgres"))
    folder = fresh_folder()
    try:
        cluster, server = start(programs, folder, *HASTY)
        yield cluster
        stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
