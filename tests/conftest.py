"""What every test may ask for; the parts themselves are in tests/real, one file each.

A test is marked by what it uses: whoever asks for `chromium` is a `browser` test, and so on.
"""

import gc
from typing import Any

import pytest

from tests.real.parts import required

pytest_plugins = [
    "tests.real.postgres",
    "tests.real.redis_server",
    "tests.real.databases",
    "tests.real.application",
    "tests.real.pages",
    "tests.real.printer",
    "tests.fakes.smtp",
    "tests.web.a_language",
]

MARK_OF = {
    "playwright": "browser",
    "postgres_cluster": "postgres",
    "redis_server": "redis",
    "smtp": "smtp",
    "printing_room": "printer",
}


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a misspelt KIOSK_TEST_REQUIRE, which would require nothing; collect garbage seldom."""
    from tests.real.parts import FINDERS

    unknown = required() - set(FINDERS)
    if unknown:
        raise pytest.UsageError(
            f"KIOSK_TEST_REQUIRE: {', '.join(sorted(unknown))} is not known. "
            f"For example: {','.join(FINDERS)}"
        )
    gc.set_threshold(10_000, 20, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the real parts it uses."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_OF:
                item.add_marker(MARK_OF[fixture])
        callspec = getattr(item, "callspec", None)
        if callspec and "postgres" in callspec.params.values():
            item.add_marker("postgres")


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays to the end: it cost a quarter of every test."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share tests out by their files where `make test` asks for it."""
    from tests.real.shares import Shares

    return Shares(config, log) if config.getvalue("dist") == "loadgroup" else None
