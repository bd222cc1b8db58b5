"""Languages: per person, then per browser, then the event's; and the direction of the page."""

from collections.abc import Iterable
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_babel, get_locale, gettext

_TRANSLATIONS = Path(__file__).parent.parent / "translations"


def _(sentence: str, **values: object) -> str:
    """Return a sentence in the language of this answer; errors' own sentences pass through too."""
    return str(gettext(sentence, **values))


def init_app(app: Flask) -> None:
    """Attach languages to the application and hand the templates what they need of them."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(_TRANSLATIONS))
    Babel(app, locale_selector=_choose)  # each its own: it remembers the catalogues it found

    @app.context_processor
    def for_templates() -> dict[str, object]:
        locale = get_locale()
        direction = "rtl" if locale and locale.text_direction == "rtl" else "ltr"
        return {"locale": str(locale or "en"), "direction": direction}


def available() -> list[str]:
    """Return the languages there are catalogues for; English is in the code."""
    return [
        "en",
        *(
            str(locale)
            for locale in get_babel().instance.list_translations()
            if str(locale) != "en"
        ),
    ]


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return languages with the names they have for themselves; what has none keeps its code."""
    return [(code, _own_name(code)) for code in codes]


def _own_name(code: str) -> str:
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name() or code
    except (ValueError, UnknownLocaleError):
        return code


def prefer(locale: str | None) -> None:
    """Let this answer be in somebody's own language, where there is one."""
    g.locale = locale


def _choose() -> str | None:
    offered = available()
    if not has_request_context():  # a worker or a command; letters force their reader's language
        return "en"
    for wanted in (g.get("locale"), request.args.get("lang"), g.get("event_locale")):
        if wanted and (known := _known(wanted)) in offered:
            return known
    return request.accept_languages.best_match(offered) or "en"


def _known(wanted: str) -> str | None:
    try:
        locale = Locale.parse(wanted.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    return locale.language if str(locale) not in available() else str(locale)
