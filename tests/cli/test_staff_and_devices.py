"""`kiosk staff add`, `kiosk device pair` and `revoke`."""

from flask.testing import FlaskClient

from tests.cli.a_shell import Shell, program

ADD = ("staff", "add", "--role", "organiser", "--event", "fair")
PAIR = ("device", "pair", "--event", "fair", "--name", "Door 1", "--kind")
PHRASE = "correct horse battery"
FIGURES = "/api/v1/events/fair/figures"


def sign_in(client: FlaskClient, name: str, passphrase: str) -> int:
    form = {"name": name, "passphrase": passphrase}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.post("/desk/sign-in", data=form, headers=headers).status_code


def test_an_organiser_with_a_passphrase_from_a_file_signs_in(fair: Shell) -> None:
    fair.ok(*ADD, " Rowan  Hill ", "--passphrase-file", fair.write("phrase", f"{PHRASE}\n"))

    with program("none") as client:
        del client.environ_base["HTTP_AUTHORIZATION"]
        assert sign_in(client, "Rowan Hill", PHRASE) == 303
        assert client.get("/desk/fair/settings").status_code == 200


def test_a_passphrase_is_asked_for_twice_and_never_shown(fair: Shell) -> None:
    shown = fair.ok(*ADD, "Rowan", typed=f"{PHRASE}\n{PHRASE}\n")

    assert "Added an organiser" in shown
    assert PHRASE not in shown
    assert "by that name already" in fair.refused(
        *ADD, "Rowan", "--passphrase-file", fair.write("phrase", PHRASE)
    )


def test_staff_that_cannot_be_is_refused(fair: Shell) -> None:
    short, good = fair.write("short", "secret"), fair.write("phrase", PHRASE)

    assert "ten characters" in fair.refused(*ADD, "Rowan", "--passphrase-file", short)
    assert "Check the name" in fair.refused(*ADD, "Rowan", "--passphrase-file", "nowhere")
    assert "no event" in fair.refused(*ADD, "Rowan", "--event", "winter")
    assert "NAME" in fair.refused(*ADD, " ", code=2)
    assert "--role" in fair.refused("staff", "add", "Rowan", "--role", "boss", code=2)
    alone = ("staff", "add", "Rowan", "--role", "steward", "--passphrase-file", good)
    assert "--event" in fair.refused(*alone)


def test_a_program_gets_a_key_that_works_until_it_is_revoked(fair: Shell) -> None:
    key = fair.json(*PAIR, "api")["key"]
    with program(key) as client:
        before = client.get(FIGURES).status_code

    fair.ok("device", "revoke", "Door 1")

    with program(key) as client:
        assert (before, client.get(FIGURES).status_code) == (200, 401)
    assert "no paired device" in fair.refused("device", "revoke", "Door 1")


def test_a_screen_gets_a_code_to_type(fair: Shell) -> None:
    pairing = fair.json(*PAIR, "station", "--mode", "meet")

    assert pairing["url"] == f"http://localhost:8000/tablet#{pairing['pairing_code']}"
    assert "type it at http://localhost:8000/tablet" in fair.ok(*PAIR, "station")


def test_a_stand_knows_whose_it_is(fair: Shell) -> None:
    pairing = fair.json(*PAIR, "stand", "--employer", "nova engineering")

    with program("none") as client:
        del client.environ_base["HTTP_AUTHORIZATION"]
        headers = {"Sec-Fetch-Site": "same-origin"}
        client.post("/tablet/pairings", data={"code": pairing["pairing_code"]}, headers=headers)
        page = client.get("/stand", follow_redirects=True).get_data(as_text=True)
    assert "Ben Okafor" in page
    assert "Nova Engineering" in fair.refused(*PAIR, "stand", "--employer", "Acme")


def test_a_device_that_cannot_be_is_misuse(fair: Shell) -> None:
    assert "--kind" in fair.refused(*PAIR, "toaster", code=2)
    assert "--mode" in fair.refused(*PAIR, "station", "--mode", "lunch", code=2)
    assert "--name" in fair.refused(*PAIR, "station", "--name", "x" * 61, code=2)


def test_two_fairs_with_the_same_door_are_told_apart(fair: Shell) -> None:
    times = ("--starts", "2027-11-24T10:00", "--ends", "2027-11-24T15:00")
    fair.ok("event", "create", "--slug", "next", "--name", "Next", *times)
    for slug in ("fair", "next"):
        fair.ok(*PAIR, "station", "--event", slug)

    assert "--event" in fair.refused("device", "revoke", "Door 1")
    fair.ok("device", "revoke", "Door 1", "--event", "next")
    fair.ok("device", "revoke", "Door 1")


def test_a_pin_is_set_from_a_file_or_asked_for_twice_and_never_shown(fair: Shell) -> None:
    pin = ("event", "pin", "--event", "fair")

    assert "Set the stations' PIN." in fair.ok(*pin, "--pin-file", fair.write("pin", "270493\n"))
    shown = fair.ok(*pin, typed="118024\n118024\n")

    assert "118024" not in shown
    assert "6 to 12 digits" in fair.refused(*pin, "--pin-file", fair.write("easy", "123456"))


def test_devices_are_listed_with_their_life(fair: Shell) -> None:
    fair.ok(*PAIR, "station", "--mode", "exit", "--list", "fair")

    (row,) = fair.json("device", "list", "--event", "fair", "--json")["devices"]

    assert (row["name"], row["mode"], row["life"]) == ("Door 1", "exit", "unpaired")
    assert (row["seen_at"], row["waiting"]) == (None, 0)
    assert "Door 1  station exit  unpaired  0 waiting" in fair.ok(
        "device", "list", "--event", "fair"
    )
    assert "There is: Fair." in fair.refused(*PAIR, "station", "--list", "Nowhere")
