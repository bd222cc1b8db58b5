"""The source as tests see it: files, modules, and which of our modules each one imports."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("kiosk", "badges")
GENERATED = ("kiosk/static/vendor/", "kiosk/migrations/versions/", "vendor/node_modules/")


def files(*suffixes: str, below: tuple[str, ...] = (*OURS, "templates")) -> list[Path]:
    """Return our own files with one of the suffixes, without vendored and generated ones."""
    found = (path for folder in below for path in sorted((ROOT / folder).rglob("*")))
    return [
        path
        for path in found
        if path.suffix in suffixes and path.is_file() and not named(path).startswith(GENERATED)
    ]


def named(path: Path) -> str:
    """Return the path as people write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """Return every file that git keeps, or will keep once added; none outside a work tree."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), named(path))


def module_name(path: Path) -> str:
    """Return the dotted name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Return every module of ours by its dotted name."""
    return {module_name(path): path for path in files(".py", below=OURS)}


def imports(module: str, parsed: ast.Module, known: frozenset[str]) -> Iterator[str]:
    """Yield each of the `known` modules that `module` imports, wherever in the file it does."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node, known)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield from [whole] if whole in known else [base] if base in known else []


def _absolute(module: str, node: ast.ImportFrom, known: frozenset[str]) -> str:
    if not node.level:
        return node.module or ""
    is_package = any(name.startswith(module + ".") for name in known)
    parts = module.split(".")
    kept = len(parts) - node.level + is_package
    return ".".join([*parts[:kept], *([node.module] if node.module else [])])
