"""A mailbox by IMAP: read over TLS that was checked, left unseen until it is done with."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from kiosk.adapters.mail import LARGEST_REPORT, Mailbox, NoMailbox, open_mailbox
from tests.fakes.imap import Letters, imap_server
from tests.real.parts import free_port


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    made, path = trustme.CA(), tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, path


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def letters() -> Iterator[Letters]:
    with imap_server() as served:
        served.lying = {3: b"third", 7: b"seventh", 9: b"ninth"}
        yield served


def opened(letters: Letters, **more: str) -> Mailbox:
    return open_mailbox(letters.url("imap", "?tls=none", **more))


def read(box: Mailbox) -> list[bytes]:
    try:
        found = []
        for waiting in box.unseen(100):
            found.append(waiting.content)
            box.done(waiting)
        return found
    finally:
        box.close()


def test_what_nobody_has_read_is_read_once(letters: Letters) -> None:
    letters.seen = {7}
    box = opened(letters)

    assert [read(box), read(box)] == [[b"third", b"ninth"], []]
    assert letters.seen == {3, 7, 9}


def test_what_is_not_done_with_stays_unseen(letters: Letters) -> None:
    box = opened(letters)

    first = next(iter(box.unseen(100)))
    box.close()

    assert (first.content, letters.seen) == (b"third", set())
    assert 'SELECT "INBOX"' in letters.said
    assert letters.said[-1] == "LOGOUT"


def test_only_the_beginning_of_a_large_message_is_fetched(letters: Letters) -> None:
    letters.lying = {1: b"x" * 5_000_000}

    (content,) = read(opened(letters))

    assert len(content) == LARGEST_REPORT


def test_a_message_that_went_meanwhile_is_passed_over(letters: Letters) -> None:
    box = opened(letters)
    reading = box.unseen(100)
    next(reading)
    del letters.lying[7]

    left = [waiting.content for waiting in reading]

    box.close()
    assert left == [b"ninth"]


def test_at_most_as_many_as_asked_for_are_read(letters: Letters) -> None:
    box = opened(letters)

    found = list(box.unseen(2))

    box.close()
    assert len(found) == 2


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_tls_is_spoken_before_the_login(authority: tuple[trustme.CA, Path], scheme: str) -> None:
    made, path = authority
    with imap_server(certified(made), implicit=scheme == "imaps") as letters:
        letters.lying = {1: b"first"}

        found = read(open_mailbox(letters.url(scheme, f"?ca={path}")))

    assert found == [b"first"]
    if scheme == "imap":
        assert letters.said.index("STARTTLS") < letters.said.index("LOGIN")


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
@pytest.mark.parametrize("name", ["127.0.0.1", "imap.example"])
def test_a_server_that_cannot_prove_itself_gets_no_password(
    authority: tuple[trustme.CA, Path], scheme: str, name: str
) -> None:
    made, path = authority
    trusted = f"?ca={path}" if name != "127.0.0.1" else ""
    with (
        imap_server(certified(made, name), implicit=scheme == "imaps") as letters,
        pytest.raises(NoMailbox) as away,
    ):
        read(open_mailbox(letters.url(scheme, trusted)))

    assert "TLS failed" in away.value.sentence
    assert "LOGIN" not in letters.said


def test_a_server_without_starttls_gets_no_password(letters: Letters) -> None:
    with pytest.raises(NoMailbox):
        read(open_mailbox(letters.url("imap")))

    assert "LOGIN" not in letters.said


def test_a_wrong_password_is_told_without_it(letters: Letters) -> None:
    with pytest.raises(NoMailbox) as away:
        read(opened(letters, login="bounces:wrong"))

    assert "wrong" not in away.value.sentence
    assert "127.0.0.1 cannot be read" in away.value.sentence


@pytest.mark.parametrize("verb", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
@pytest.mark.parametrize("wrong", ["cut", "NO not now", "BAD what"])
def test_trouble_anywhere_is_told_and_gone_at_the_next_reading(
    letters: Letters, verb: str, wrong: str
) -> None:
    letters.wrong[verb] = wrong
    box = opened(letters)

    with pytest.raises(NoMailbox):
        read(box)

    letters.wrong.clear()
    assert read(box) == [b"third", b"seventh", b"ninth"]


def test_a_server_that_is_not_there_is_away() -> None:
    with pytest.raises(NoMailbox, match="no_mailbox"):
        read(open_mailbox(f"imaps://a:b@127.0.0.1:{free_port()}/INBOX"))
