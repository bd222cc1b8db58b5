"""The look before letters go: a real mail server, a name server, and what each should say."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.adapters import mail, mail_check
from kiosk.adapters.mail_check import Finding
from tests.adapters.test_dkim import written
from tests.fakes.name_server import Names, name_server
from tests.fakes.smtp import Sink, mail_server
from tests.real.parts import free_port, need

DOMAIN = "fair.example"


@dataclass(frozen=True)
class Installation:
    """Settings that letters depend on."""

    smtp_url: str = "folder:"
    mail_from: str = f"Employer Fair <fair@{DOMAIN}>"
    bounce_address: str = ""
    bounce_url: str = ""
    dkim_key: Path | None = None
    dkim_selector: str = "kiosk"
    public_url: str = f"https://kiosk.{DOMAIN}"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


@pytest.fixture
def names() -> Iterator[Names]:
    """A domain whose records are as they should be."""
    with name_server() as served:
        served.publish(
            DOMAIN, "TXT", "some-site-verification=1", "v=spf1 a:kiosk.fair.example -all"
        )
        served.publish(DOMAIN, "MX", "10 mx.fair.example.")
        served.publish(f"_dmarc.{DOMAIN}", "TXT", "v=DMARC1; p=quarantine")
        yield served


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("key"), Ed25519PrivateKey.generate())


def look(settings: Installation, names: Names) -> dict[str, Finding]:
    return {each.name: each for each in mail_check.check(settings, names.resolver())}


def states(found: dict[str, Finding], *which: str) -> list[str]:
    return [found[name].state for name in which]


def test_an_installation_with_all_in_place_is_good(names: Names, key: Path) -> None:
    settings = Installation(dkim_key=key, bounce_address=f"bounces@{DOMAIN}")
    signer = mail.signing_key(settings)
    assert signer is not None
    names.publish(f"kiosk._domainkey.{DOMAIN}", "TXT", signer.record)

    found = look(settings, names)

    assert {each.state for each in found.values()} == {"good"}
    assert not [each.publish for each in found.values() if each.publish]
    assert mail_check.is_ready(list(found.values()))


def test_a_long_key_in_several_strings_and_with_spaces_is_the_same_key(
    names: Names, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    settings = Installation(dkim_key=written(tmp_path, generate_private_key(65537, 2048)))
    signer = mail.signing_key(settings)
    assert signer is not None
    assert len(signer.record) > 255
    names.publish(f"kiosk._domainkey.{DOMAIN}", "TXT", signer.record.replace("p=", " p= "))

    assert look(settings, names)["dkim"].state == "good"


@pytest.mark.parametrize(
    ("published", "says"),
    [
        ((), "has no key"),
        (("v=DKIM1; k=ed25519; p=AAAA",), "another key"),
        (("v=DKIM1; p=",), "another key"),
        (("nonsense",), "another key"),
        (("v=DKIM1; p=A", "v=DKIM1; p=B"), "2 records"),
    ],
)
def test_a_key_that_is_not_the_one_in_dns_is_wrong(
    names: Names, key: Path, published: tuple[str, ...], says: str
) -> None:
    if published:
        names.publish(f"kiosk._domainkey.{DOMAIN}", "TXT", *published)

    found = look(Installation(dkim_key=key), names)["dkim"]

    assert found.state == "wrong"
    assert says in found.says


def test_what_to_publish_is_the_record_itself(names: Names, key: Path) -> None:
    settings = Installation(dkim_key=key)
    names.zone.clear()

    found = look(settings, names)

    signer = mail.signing_key(settings)
    assert signer is not None
    assert found["dkim"].publish == f'kiosk._domainkey.{DOMAIN} TXT "{signer.record}"'
    assert found["spf"].publish == f'{DOMAIN} TXT "v=spf1 a:kiosk.{DOMAIN} ~all"'
    assert found["dmarc"].publish.startswith(f'_dmarc.{DOMAIN} TXT "v=DMARC1; p=none')
    assert found["sender_mx"].publish == f"{DOMAIN} MX 10 <your mail server>"


def test_where_dns_does_not_answer_nothing_is_wrong_and_the_records_are_said(
    names: Names, key: Path
) -> None:
    names.fails = True
    settings = Installation(dkim_key=key, bounce_address=f"b@bounce.{DOMAIN}")

    found = look(settings, names)

    assert states(found, "spf", "dkim", "dmarc", "sender_mx", "bounce_mx") == ["unseen"] * 5
    assert mail_check.is_ready(list(found.values()))
    assert mail_check.to_publish(settings) == [each for each in found.values() if each.publish]


@pytest.mark.parametrize(
    ("published", "state"),
    [(("v=spf1 -all",), "wrong"), (("v=spf1 mx -all", "v=spf1 a -all"), "wrong"),
     (("v=spf10 a",), "advice"), (("V=SPF1 MX ~ALL",), "good")],
)  # fmt: skip
def test_spf_is_one_record_that_lets_somebody_send(
    names: Names, published: tuple[str, ...], state: str
) -> None:
    names.publish(DOMAIN, "TXT", *published)

    assert look(Installation(), names)["spf"].state == state


def test_spf_is_asked_where_letters_come_back_to(names: Names) -> None:
    found = look(Installation(bounce_address=f"b@bounce.{DOMAIN}"), names)

    assert states(found, "spf", "bounce_mx") == ["advice", "advice"]
    assert found["spf"].publish.startswith(f"bounce.{DOMAIN} TXT")


def test_dmarc_may_stand_at_the_domain_above(names: Names) -> None:
    found = look(Installation(mail_from=f"fair@letters.{DOMAIN}"), names)

    assert found["dmarc"].state == "good"
    names.publish(f"_dmarc.letters.{DOMAIN}", "TXT", "v=DMARC1; nothing")
    assert look(Installation(mail_from=f"fair@letters.{DOMAIN}"), names)["dmarc"].state == "advice"


def test_a_domain_with_an_address_and_no_mx_gets_mail_and_a_null_mx_gets_none(
    names: Names,
) -> None:
    names.zone.pop((DOMAIN, "MX"))
    names.publish(DOMAIN, "A", "192.0.2.1")
    with_address = look(Installation(), names)["sender_mx"].state
    names.publish(DOMAIN, "MX", "0 .")

    assert [with_address, look(Installation(), names)["sender_mx"].state] == ["good", "advice"]


def test_one_click_needs_https_and_bounces_need_an_address(names: Names) -> None:
    found = look(Installation(public_url="http://localhost:8000"), names)

    assert states(found, "public_url", "bounces") == ["advice", "advice"]


@pytest.mark.parametrize("url", ["maildir:/nowhere", "imap://a:b@imap.example/?tls=none"])
def test_a_mailbox_that_cannot_be_read_is_wrong(names: Names, url: str) -> None:
    settings = Installation(bounce_address=f"bounces@{DOMAIN}", bounce_url=url)

    assert look(settings, names)["bounces"].state == "wrong"


@pytest.mark.parametrize(("url", "state"), [("folder:", "good"), ("smtp://127.0.0.1:1", "wrong")])
def test_without_a_sender_only_a_folder_takes_letters(names: Names, url: str, state: str) -> None:
    found = look(Installation(mail_from="", smtp_url=url), names)

    assert found["sender"].state == state
    assert "spf" not in found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Sink, str]]:
    """A mail server with STARTTLS and a certificate, and the file that vouches for it."""
    need("smtp")
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with mail_server(tls=context) as sink:
        yield sink, str(tmp_path / "ca.pem")


def test_the_mail_server_is_greeted_and_logged_in_to_and_no_letter_is_sent(
    names: Names, server: tuple[Sink, str]
) -> None:
    sink, ca = server
    settings = Installation(smtp_url=sink.url("starttls", ca, "fair:open%3A%20sesame@"))

    found = look(settings, names)

    assert states(found, "server", "login") == ["good", "good"]
    assert (sink.logins, sink.seen["mail"]) == (["fair"], 0)


def test_a_wrong_password_a_strange_certificate_and_nobody_there_are_each_said(
    names: Names, server: tuple[Sink, str]
) -> None:
    sink, ca = server
    wrong = look(Installation(smtp_url=sink.url("starttls", ca, "fair:wrong@")), names)
    strange = look(Installation(smtp_url=sink.url("starttls")), names)
    nobody = look(Installation(smtp_url=f"smtp://127.0.0.1:{free_port()}?tls=none"), names)

    assert states(wrong, "server", "login") == ["good", "wrong"]
    assert "wrong" not in wrong["login"].says.replace("does not let us in", "")
    assert "no certificate that can be trusted" in strange["server"].says
    assert "has nobody who answers" in nobody["server"].says
    assert {each["server"].state for each in (strange, nobody)} == {"wrong"}


def test_a_server_in_clear_text_is_good_on_this_machine_alone(names: Names, smtp: Sink) -> None:
    found = look(Installation(smtp_url=smtp.url()), names)

    assert found["server"].state == "good"
    assert mail_check.is_private("10.0.0.7")
    assert not mail_check.is_private("mail.example")


def test_a_key_that_cannot_sign_is_wrong(names: Names, tmp_path: Path) -> None:
    settings = replace(Installation(), dkim_key=tmp_path / "none.pem")

    assert look(settings, names)["dkim"].state == "wrong"
