"""What every test may ask for; the parts themselves are in tests/real, one file each.

A test is marked by what it uses: whoever asks for `chromium` is a `browser` test, and so on. Tests
that hold a browser share two processes, file by file, so that only two Chromiums run, and those
that print share one printer.
"""

import gc
from zlib import crc32

import pytest

from tests.real.parts import required

pytest_plugins = [
    "tests.real.postgres",
    "tests.real.redis_server",
    "tests.real.printer",
    "tests.real.databases",
    "tests.real.application",
    "tests.real.pages",
    "tests.fakes.smtp",
    "tests.web.a_language",
]

MARK_OF = {
    "playwright": "browser",
    "postgres_cluster": "postgres",
    "redis_server": "redis",
    "printing_room": "printer",
    "smtp": "smtp",
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
    """Mark each test by the real parts it uses, and keep browser and printer tests together."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_OF:
                item.add_marker(MARK_OF[fixture])
        callspec = getattr(item, "callspec", None)
        if callspec and "postgres" in callspec.params.values():
            item.add_marker("postgres")
        if item.get_closest_marker("browser"):
            half = crc32(item.path.name.encode()) % 2
            item.add_marker(pytest.mark.xdist_group(f"browser {half}"))
        elif item.get_closest_marker("printer"):
            item.add_marker(pytest.mark.xdist_group("printer"))


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays to the end: it cost a quarter of every test."""
    gc.collect()
    gc.freeze()
