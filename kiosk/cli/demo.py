"""`kiosk demo`: a fair to try, made once and served, with the links to open."""

import logging
import os
import socket

import click
from flask import Flask

from kiosk import settings as settings_file
from kiosk.cli import demo_fair, serving
from kiosk.cli.server import Place


@click.command()
@serving.port_option
@click.option("--lan", is_flag=True, help="Let real phones on this network open the badges.")
def demo(port: int, lan: bool) -> None:
    """Create the demo fair once, serve it, and print its links."""
    serving.log_to_stderr(logging.WARNING)  # the links stay in sight
    address = own_address() if lan else "localhost"
    if lan and address == "localhost":
        click.echo("This machine is on no network, so no phone can reach it.", err=True)
    os.environ.setdefault("KIOSK_PUBLIC_URL", f"http://{address}:{port}")
    settings = settings_file.load()
    place = Place("0.0.0.0" if lan else "127.0.0.1", port)

    def prepare(_app: Flask) -> str:
        return demo_fair.prepare(settings, f"http://localhost:{port}")

    serving.run(settings, place, prepare, workers=True)


def own_address() -> str:
    """Return this machine's address on its network; connecting a datagram sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address nobody has
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"
