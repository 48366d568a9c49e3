"""Talks to a room over Socket.IO with Debian's python3-socketio and prints what it received.

usage: socket_io_client.py <server url> <room> <transport> [<transport>]

Two clients: the first listens, the second joins, speaks and leaves. One JSON object is printed at
the end; the spec that starts this program checks it.
"""

import asyncio
import json
import sys

import socketio

LIMIT_S = 10


class Client:
    """A connection that stores what it receives until the test reads it."""

    def __init__(self):
        self.sio = socketio.AsyncClient(reconnection=False)
        self.events = {}
        for name in ("message", "user-joined", "user-left"):
            self.events[name] = asyncio.Queue()
            self.sio.on(name, self.events[name].put)

    async def connect(self, url, transports):
        await self.sio.connect(url, transports=transports)
        return self

    async def ask(self, event, data):
        return await self.sio.call(event, data, timeout=LIMIT_S)

    async def received(self, event):
        return await asyncio.wait_for(self.events[event].get(), LIMIT_S)


async def main(url, room, *transports):
    listener = await Client().connect(url, list(transports))
    report = {"joined": await listener.ask("join-room", {"room": room})}
    # Whether the listener is notified of itself does not matter: only the second client is checked here.
    listener.events["user-joined"] = asyncio.Queue()
    listener.sio.on("user-joined", listener.events["user-joined"].put)

    speaker = await Client().connect(url, list(transports))
    report["beforeJoining"] = await speaker.ask("message", {"room": room, "text": "too early"})
    report["speaker"] = await speaker.ask("join-room", {"room": room})
    report["userJoined"] = await listener.received("user-joined")

    report["ack"] = await speaker.ask(
        "message", {"room": room, "text": "Pythonから", "clientId": "py-1"}
    )
    report["message"] = await listener.received("message")
    report["wrongType"] = await speaker.ask("message", {"room": room, "text": {"a": 1}})
    report["noFields"] = await speaker.ask("message", {})
    # Events without data: what follows shows that the connection is still open.
    await speaker.sio.emit("message")
    await speaker.sio.emit("join-room")

    report["transport"] = speaker.sio.transport()
    await speaker.sio.disconnect()
    report["userLeft"] = await listener.received("user-left")
    await listener.sio.disconnect()
    print(json.dumps(report))


asyncio.run(main(*sys.argv[1:]))
