"""A mentor's private link: read in any writing, and sent again to its own address alone."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import mentoring
from kiosk.domain.mentoring import News, profiles
from kiosk.domain.mentoring.own_link import NoSuchLink, replace_link
from tests.domain.mentoring.a_scheme import Scheme
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def links_to(mentor_public_id: str) -> int:
    """Return how many letters with a mentor's link were put."""
    query = db.select(News).where(News.what == "link", News.about == mentor_public_id)
    return len(db.session.scalars(query).all())


def test_a_link_may_name_the_request_it_opens_at(scheme: Scheme) -> None:
    carol = scheme.mentor()
    secret = mentoring.secret_of(carol)

    for text in (secret, f" {secret.lower()}.0123456789abcdef ", f"https://x/open#{secret}.abc"):
        assert mentoring.whose_link(text).id == carol.id


def test_a_replaced_link_opens_nothing_with_or_without_a_request(scheme: Scheme) -> None:
    carol = scheme.mentor()
    secret = mentoring.secret_of(carol)
    with writing():
        replace_link(carol)

    for text in (secret, f"{secret}.0123456789abcdef"):
        with pytest.raises(NoSuchLink):
            mentoring.whose_link(text)


def test_a_link_is_sent_again_to_its_address_and_soon_again_is_not(scheme: Scheme) -> None:
    carol = scheme.mentor()
    before = links_to(carol.public_id)

    with writing():
        for _twice in range(2):
            profiles.send_link_again(" Carol@mentors.example.org ", LATER)
        profiles.send_link_again("nobody@example.org", LATER)

    assert links_to(carol.public_id) == before + 1


def test_a_sign_up_keeps_how_they_are_connected_as_the_beginning_of_their_story(
    scheme: Scheme,
) -> None:
    assert scheme.mentor().story == "I build bridges."
    event = scheme.fair.event
    draft = profiles.ProfileDraft("Dan Lee", story=" A graduate. ")

    with writing():
        dan = profiles.sign_up(event, draft, "dan@mentors.example.org", NOON)

    assert (dan.story, dan.state) == ("A graduate.", "unconfirmed")
