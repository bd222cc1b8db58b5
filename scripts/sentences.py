"""Finds every sentence that people read, for translators: `python scripts/sentences.py OUT.pot`.

Marked text is found as Babel does. Errors are raised below the doors, unmarked, and translated
where they are shown: so each literal that reads as a sentence counts too, docstrings aside.
babel.cfg names this file; `PYTHONPATH=. pybabel extract -F babel.cfg .` finds the same.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = re.compile(r"[A-Z“].* .*[.?]", re.DOTALL)
Found = tuple[int, str | None, Any, list[str]]


def extract(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Found]:
    """Yield the marked text of a Python file, then its unmarked sentences."""
    marks = {*keywords, "_lazy"}
    for line, mark, message, comments in extract_python(fileobj, marks, comment_tags, options):
        yield line, "_" if mark == "_lazy" else mark, message, comments
    fileobj.seek(0)
    tree = ast.parse(fileobj.read())
    silent = set(_docstrings(tree)) | set(_parts_of_others(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in silent and _is_sentence(node.value):
            yield node.lineno, None, node.value, []


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and SENTENCE.fullmatch(value) is not None


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _parts_of_others(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from node.values


def catalog() -> Catalog:
    """Return everything there is to translate."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    made = Catalog(project="Face to Face", copyright_holder="the Face to Face authors")
    for path, line, message, comments, context in extract_from_dir(
        ROOT, methods, options, directory_filter=_is_ours
    ):
        made.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return made


def _is_ours(folder: str | Path) -> bool:
    inside = Path(folder).relative_to(ROOT).parts
    return not inside or inside[0] in {"kiosk", "templates", "badges"}


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as out:
        write_po(out, catalog())
