"""The words of a capture: the fair's own topics in the reader's language, and the next steps.

An employer's own topics are its own words, in whatever language it wrote them.
"""

from collections.abc import Iterable

from flask_babel import gettext as _


def topic_words(topic: str) -> str:
    """Return a topic as its reader knows it."""
    own = {
        "Placement": _("Placement"),
        "Graduate role": _("Graduate role"),
        "Summer job": _("Summer job"),
        "Projects": _("Projects"),
        "CV": _("CV"),
        "Visa": _("Visa"),
    }
    return str(own.get(topic, topic))


def topics_in_words(topics: Iterable[str]) -> tuple[str, ...]:
    """Return topics as their reader knows them."""
    return tuple(topic_words(topic) for topic in topics)


def step_words() -> dict[str, str]:
    """Return what each next step is called, in the order of the chips."""
    return {
        "send_link": _("Send the link"),
        "call": _("Call"),
        "interview": _("Invite to interview"),
        "insight_day": _("Insight day"),
    }
