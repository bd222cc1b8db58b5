"""The release: which version of ours this process serves, with the pages and scripts as they are.

A tablet that loaded its page before an update says another one, and loads it again.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import current_app

_COUNTED = {".js", ".css", ".html"}


def release() -> str:
    """Return the version of what is served here, as `0.1.0-3f2a9c`."""
    folders = (current_app.static_folder, current_app.template_folder)
    return _release(*(Path(current_app.root_path, str(folder)) for folder in folders))


@cache
def _release(*folders: Path) -> str:
    digest = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _COUNTED:
                digest.update(path.read_bytes())
    return f"{_version()}-{digest.hexdigest()[:6]}"


def _version() -> str:
    try:
        return version("face-to-face")
    except PackageNotFoundError:  # run from the source, not installed
        return "source"
