"""Tests that hold a browser, or the wheel, are told by the names of their files."""

import pytest

from tests.real.shares import share_of


def test_a_file_with_a_browser_is_named_as_one(request: pytest.FixtureRequest) -> None:
    held = {
        item.nodeid.partition("::")[0]
        for item in request.session.items
        if item.get_closest_marker("browser") and not item.get_closest_marker("faults")
    }

    assert {path for path in held if not str(share_of(path)).startswith("browser ")} == set()


def test_the_wheel_is_built_in_one_process_and_other_tests_go_where_there_is_room() -> None:
    assert share_of("tests/test_packaging.py") == "tests/test_packaging.py"
    assert share_of("tests/web/test_front.py") is None
