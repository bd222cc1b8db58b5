"""The installed product: the wheel holds everything, and serves from a folder that is not ours."""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.house.source import ROOT
from tests.real.parts import free_port

LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source as it stands, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel; it borrows the libraries from ours."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(place)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", wheel], check=True)
    # A path file inside a borrowed folder is not read: our own editable install stays out.
    packages = next((place / "lib").glob("python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The installed command, serving from an empty folder."""
    folder, port = tmp_path_factory.mktemp("elsewhere"), free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [installed / "bin" / "kiosk", "serve", "--port", str(port)],
            cwd=folder,
            env={**clean, "KIOSK_DATA_DIR": str(folder / "var")},
            stdout=log,
            stderr=log,
        )
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", server, folder / "log")
    finally:
        server.terminate()
        server.wait(30)


def _when_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with LOOPBACK.open(f"{url}/healthz", timeout=5):
                return url
        except URLError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def below(folder: str, *, as_folder: str) -> set[str]:
    """Return our files below a folder, by the name the wheel gives them."""
    paths = [p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return {f"{as_folder}/{path.relative_to(ROOT / folder).as_posix()}" for path in paths}


@pytest.mark.parametrize(
    ("folder", "as_folder"),
    [
        ("kiosk", "kiosk"),
        ("badges", "badges"),
        ("templates", "kiosk/_templates"),
    ],
)
def test_the_wheel_holds_every_file(wheel: Path, folder: str, as_folder: str) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())

    assert not below(folder, as_folder=as_folder) - held


def test_the_wheel_holds_what_no_import_asks_for(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()

    for part in (
        "kiosk/static/vendor/zxing-wasm/reader/zxing_reader.wasm",
        "kiosk/static/fonts/",
        "badges/typefaces/",
        "kiosk/migrations/versions/",
        "kiosk/_templates/errors/",
        "kiosk/_deploy/kiosk.service",
        ".dist-info/licenses/LICENSE",
        ".dist-info/licenses/THIRD-PARTY-LICENSES.md",
    ):
        assert any(part in name for name in held), part


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"kiosk", "badges"}


def test_the_installed_code_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [installed / "bin" / "python", "-c", "import kiosk, badges; print(kiosk.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert where.startswith(str(installed))


def test_the_installed_product_serves_its_front_page(served: str) -> None:
    with LOOPBACK.open(f"{served}/", timeout=30) as answer:
        assert answer.status == 200
        assert b"<html" in answer.read()


def test_the_installed_product_serves_every_static_file(served: str) -> None:
    for name in sorted(below("kiosk/static", as_folder="/static")):
        with LOOPBACK.open(served + name, timeout=30) as answer:
            assert answer.status == 200, name
            assert len(answer.read()) == (ROOT / "kiosk" / name.lstrip("/")).stat().st_size, name
