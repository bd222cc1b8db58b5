"""A Redis of our own on a free port of loopback, keeping nothing on disk."""

import subprocess
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.real.parts import free_port, need


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Redis, as KIOSK_REDIS_URL wants it."""
    program, port = need("redis"), free_port()
    server = subprocess.Popen(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"],
        cwd=tmp_path_factory.mktemp("redis"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 15
    with Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
                return
            except NotYet:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
