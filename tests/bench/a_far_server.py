"""A proxy that holds back what a server says, as a line with a longer round trip does."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.real.parts import free_port


@contextmanager
def far_server(port: int, round_trip_s: float) -> Iterator[str]:
    """Give the address of a mail server that answers so much later; 0 is the server itself."""
    if not round_trip_s:
        yield f"smtp://127.0.0.1:{port}?tls=none"
        return
    loop, own = asyncio.new_event_loop(), free_port()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    carry = _carrier(port, round_trip_s)
    listening = asyncio.start_server(carry, "127.0.0.1", own)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result(5)
    try:
        yield f"smtp://127.0.0.1:{own}?tls=none"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def _carrier(port: int, round_trip_s: float):  # type: ignore[no-untyped-def]
    async def carry(near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection("127.0.0.1", port)
        loop = asyncio.get_running_loop()
        there = asyncio.create_task(_pour(near_in, far_out))
        while said := await far_in.read(65_536):
            loop.call_later(round_trip_s, near_out.write, said)
        await there
        loop.call_later(round_trip_s, near_out.close)

    return carry


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while said := await source.read(65_536):
        target.write(said)
        await target.drain()
    target.close()
