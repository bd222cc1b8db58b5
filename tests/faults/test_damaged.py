"""A database file that was damaged: found at the start, said calmly, and left as it is."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import create_app
from kiosk.cli import starting
from kiosk.cli.calm import DAMAGED
from kiosk.db import db, sqlite_module
from kiosk.errors import Unavailable
from kiosk.settings import Settings
from tests.cli.a_shell import environment
from tests.cli.processes import run_alone
from tests.faults.a_crowded_fair import open_fair
from tests.real.databases import SECRET_KEY

PAGE = 4096
SAMPLES = int(os.environ.get("KIOSK_FAULTS_SAMPLES", "300"))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A fair's database, whole and closed."""
    fair = open_fair(tmp_path / "sound", people=120)
    path = fair.data_dir / "kiosk.db"
    with closing(sqlite3.connect(path)) as records:
        records.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def damage(path: Path, chance: random.Random) -> str:
    """Flip, zero or cut off some pages; return what was done."""
    content = bytearray(path.read_bytes())
    pages = len(content) // PAGE
    how = chance.choice(["flip", "zero", "cut"])
    if how == "cut":
        content = content[: PAGE * chance.randrange(1, pages) + chance.randrange(PAGE)]
    else:
        for page in chance.sample(range(pages), min(pages, chance.choice([1, 4, 16, 64]))):
            for at in range(page * PAGE, (page + 1) * PAGE):
                content[at] = 0 if how == "zero" else content[at] ^ 0xFF
    path.write_bytes(content)
    return how


def looked_through(path: Path) -> str:
    """Look at a database as `kiosk serve` does before it serves; return what it finds."""
    settings = Settings(data_dir=path.parent, secret_key=SECRET_KEY)
    app = create_app(settings, doors=False)
    with app.app_context():
        try:
            starting.check_database()
        except Unavailable as refusal:
            return refusal.slug
        except Exception as error:
            assert isinstance(getattr(error, "orig", error), sqlite_module.DatabaseError)
            return "damaged"  # told by its kind: kiosk.cli.calm
        finally:
            db.session.remove()
            db.engine.dispose()
    return "sound"


def look_at_damage(sound: Path, folder: Path, samples: int) -> list[str]:
    """Damage so many copies, look at each; return what was found."""
    found = []
    for number in range(samples):
        path = folder / "damaged" / "kiosk.db"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        shutil.copyfile(sound, path)
        damage(path, random.Random(number))
        found.append(looked_through(path))
    return found


def test_whole_pages_that_are_damaged_are_found_before_anybody_is_served(
    sound: Path, tmp_path: Path
) -> None:
    assert looked_through(sound) == "sound"

    assert look_at_damage(sound, tmp_path, 6).count("sound") == 0


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_damage_is_found_three_hundred_times(sound: Path, tmp_path: Path) -> None:
    found = look_at_damage(sound, tmp_path, SAMPLES)

    # A page that nothing uses any more may lie damaged: then nothing is lost either.
    assert found.count("damaged") >= SAMPLES * 0.97


def test_a_damaged_fair_is_not_served_and_the_terminal_says_what_to_do(
    sound: Path, tmp_path: Path
) -> None:
    sound.write_bytes(sound.read_bytes()[: 10 * PAGE])
    as_found = sound.read_bytes()

    told = run_alone(environment(sound.parent), "serve", "--port", "1", cwd=tmp_path)

    assert (told.returncode, told.stderr.strip()) == (1, DAMAGED)
    assert sound.read_bytes() == as_found
