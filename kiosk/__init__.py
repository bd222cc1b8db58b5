"""Face to Face: the check-in and networking kiosk for employer fairs.

`create_app` is the only place that wires: settings, key ring, database, languages, guards, doors.
"""

import os
import secrets
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kiosk import db as database
from kiosk import settings as settings_file
from kiosk.domain import keys
from kiosk.errors import Unavailable
from kiosk.settings import Settings

_HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, *, doors: bool = True) -> Flask:
    """Return the application, wired; creates the data dir and its secret key when missing.

    A command or a worker needs no doors: without them it is ready in half the time.

    Raises:
        WrongSetting: a setting cannot be used.
        Unavailable: the data dir cannot be written.
    """
    settings = settings or settings_file.load()
    prepare_data_dir(settings)
    app = Flask("kiosk", root_path=str(_HERE), template_folder=str(_templates()))
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        KIOSK=settings,
        # Only sentences of ours for the next page are in it; still, nobody else's page may set it.
        SESSION_COOKIE_NAME="__Host-kiosk-said" if settings.is_https else "kiosk-said",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.secret_key = settings.secret_key or _generated_key(settings.data_dir)
    keys.install(keys.KeyRing((("k1", app.secret_key.encode()),)))
    database.db.init_app(app)
    with app.app_context():
        database.prepare_engine(database.db.engine)
    app.extensions["kiosk_letters"] = _postroom(settings)
    _let_people_in(app, settings, doors=doors)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _postroom(settings: Settings) -> object:
    from kiosk.workers.postroom import Postroom  # as above: it knows the records

    return Postroom(settings)


def _let_people_in(app: Flask, settings: Settings, *, doors: bool) -> None:
    from kiosk import web  # here, because the doors import the records, which need `db` wired

    web.init_app(app, settings, doors=doors)


def _templates() -> Path:
    installed = _HERE / "_templates"
    return installed if installed.is_dir() else _HERE.parent / "templates"


def prepare_data_dir(settings: Settings) -> None:
    """Create the data dir, for its owner alone.

    Raises:
        Unavailable: it cannot be created or written.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{secrets.token_hex(4)}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        why = f"KIOSK_DATA_DIR: {folder} cannot be written ({error.strerror}). Choose another."
        raise Unavailable("data_dir", why, permanent=True) from None


def _generated_key(folder: Path) -> str:
    """Return the installation's own secret key, made once, readable by its owner alone."""
    path = folder / "secret.key"
    if not path.exists():
        fresh = folder / f".secret-{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # atomic: the first of two processes wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
