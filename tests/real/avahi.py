"""As much of Avahi as a printer asks for before it starts, on a bus of its own.

`ippeveprinter` gives up without DNS-SD. It gets to announce itself here, and nobody hears it. Run
as a program with DBUS_SYSTEM_BUS_ADDRESS set; it says "ready" on its standard output.
"""

import asyncio

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Avahi"
GROUP = "/Client/EntryGroup"
ESTABLISHED = 2
ANSWERS: dict[str, tuple[str, list[object]]] = {
    "GetVersionString": ("s", ["avahi 0.8"]),
    "GetAPIVersion": ("u", [515]),
    "GetState": ("i", [ESTABLISHED]),
    "GetHostName": ("s", ["localhost"]),
    "GetHostNameFqdn": ("s", ["localhost"]),
    "GetDomainName": ("s", ["local"]),
    "EntryGroupNew": ("o", [f"{GROUP}1"]),
}


async def serve() -> None:
    """Own Avahi's name, and answer until the bus is gone."""
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    groups = 0

    def answer(call: Message) -> Message | None:
        nonlocal groups
        if call.message_type is not MessageType.METHOD_CALL or not (
            call.interface or ""
        ).startswith(NAME):
            return None
        signature, body = ANSWERS.get(call.member or "", ("", []))
        if call.member == "EntryGroupNew":
            groups += 1
            body = [f"{GROUP}{groups}"]
        if call.member == "Commit":
            asyncio.get_running_loop().call_soon(established, call.path)
        return Message.new_method_return(call, signature, body)

    def established(group: str) -> None:
        bus.send(
            Message.new_signal(group, f"{NAME}.EntryGroup", "StateChanged", "is", [ESTABLISHED, ""])
        )

    bus.add_message_handler(answer)
    await bus.request_name(NAME)
    print("ready", flush=True)
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(serve())
