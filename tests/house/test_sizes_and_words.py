"""Files and functions stay small, names say what a thing is, one file reads the wall clock."""

import ast
from pathlib import Path

import pytest

from tests.house.source import files, module_name, named, tree

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
EVERYWHERE = ("kiosk", "badges", "templates", "tests", "scripts")
NO_NOUN = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
NO_NOUN |= {"service", "services", "handler", "handlers"}
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "dt": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}


def long_functions(parsed: ast.Module) -> list[str]:
    """Return each function that is longer than a screen."""
    functions = (
        n for n in ast.walk(parsed) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    return [f"{name}: {lines}" for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION]


def clock_readings(parsed: ast.Module) -> list[int]:
    """Return the lines where the wall clock is read."""
    return [node.lineno for node in ast.walk(parsed) if _reads_clock(node)]


def _reads_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(a.name in CLOCKS["time"] for a in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return node.attr in CLOCKS.get(name, ())


def test_no_file_is_longer_than_300_lines() -> None:
    sizes = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(".py", ".html", ".txt", ".js", ".css", below=EVERYWHERE)
    }

    assert not {name: lines for name, lines in sizes.items() if lines > LINES_OF_A_FILE}


def test_no_function_is_longer_than_40_lines() -> None:
    found = {named(path): long_functions(tree(path)) for path in files(".py", below=EVERYWHERE)}

    assert not {name: functions for name, functions in found.items() if functions}


def test_a_file_is_named_after_its_noun() -> None:
    paths = files(".py", ".html", ".js", ".css", below=EVERYWHERE)

    assert not [named(p) for p in paths if NO_NOUN & set(p.stem.replace("-", "_").split("_"))]


def test_only_the_clock_reads_the_wall_clock() -> None:
    paths = [p for p in files(".py", below=("kiosk", "badges")) if module_name(p) != "kiosk.clock"]
    found = {named(path): clock_readings(tree(path)) for path in paths}

    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "default=date.today",
        "time.time()",
        "from time import time",
    ],
)
def test_a_reading_of_the_clock_is_found(source: str) -> None:
    text = source if source.startswith("from") else f"f({source})"

    assert clock_readings(ast.parse(text))


def test_a_stopwatch_is_not_a_clock() -> None:
    assert not clock_readings(ast.parse("import time\ntime.monotonic()\nclock.now()"))


def test_a_long_function_is_found() -> None:
    assert long_functions(ast.parse("def f():\n" + "    pass\n" * LINES_OF_A_FUNCTION))


def test_every_module_says_what_it_is() -> None:
    paths: list[Path] = files(".py", below=("kiosk", "badges", "scripts"))

    assert not [named(p) for p in paths if tree(p).body and not ast.get_docstring(tree(p))]
