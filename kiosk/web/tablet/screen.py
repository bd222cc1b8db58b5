"""What every state of the tablet shares: the page around it, and its language."""

from flask import g, make_response, render_template, request
from werkzeug.wrappers import Response

from kiosk.domain.devices import DeviceFacts
from kiosk.domain.events import EventFacts
from kiosk.errors import NotKnown
from kiosk.web import language
from kiosk.web.identity import this_device
from kiosk.web.language import _
from kiosk.web.tablet import bp

LANGUAGE_COOKIE = "kiosk-language"


@bp.before_request
def speak() -> None:
    """Speak the language that was tapped, else the event's."""
    device = this_device()
    if device is not None:
        g.event_locale = device.event.locale
    language.prefer(tapped_language() if device else request.args.get("lang"))


def tapped_language() -> str | None:
    """Return the language that was tapped on the waiting page, for whoever tapped it.

    A scan while somebody's page is up is another person's (`anew`): they begin in the event's.
    """
    device = this_device()
    if device is None or "anew" in request.form:
        return None
    tapped = request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return tapped if tapped in offered_languages(device.event) else None


def offered_languages(event: EventFacts) -> list[str]:
    """Return the languages people may choose: there is a catalogue, and the event has them."""
    return [each for each in language.available() if not event.languages or each in event.languages]


def named_languages(event: EventFacts) -> list[tuple[str, str]]:
    """Return the offered languages, each by its own name; one alone is no choice."""
    names = language.named(offered_languages(event))
    return names if len(names) > 1 else []


def state(name: str, status: int = 200, **values: object) -> Response:
    """Return one state of the tablet as a page."""
    device = this_device()
    page = render_template(f"tablet/{name}.html", device=device, event=_event(device),
                           help_lane=help_lane(_event(device)), **values)  # fmt: skip
    return make_response(page, status)


def part(name: str, **values: object) -> Response:
    """Return a part of a page that keeps itself fresh; unchanged, it is a 304."""
    device = this_device()
    help_there = help_lane(_event(device))
    page = make_response(render_template(f"tablet/{name}.html", help_lane=help_there, **values))
    page.add_etag()
    page.make_conditional(request)
    return page


def _event(device: DeviceFacts | None) -> EventFacts | None:
    return device.event if device else None


def help_lane(event: EventFacts | None) -> str:
    """Return the sentence that says where help is."""
    if event is None or not event.help_lane:
        return _("A steward can help you.")
    return _("The help lane is %(where)s.", where=event.help_lane)


def only_at_the_door(device: DeviceFacts) -> None:
    """Make sure this station lets people in: the others look nobody up."""
    if device.mode != "door":
        raise NotKnown("not_here", "Please go to the door, or to the help lane.")
