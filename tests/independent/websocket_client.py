"""Talks to a room over WebSocket with Debian's python3-websockets and prints what it received.

usage: websocket_client.py <ws url of a room> <origin of another site>

One JSON object is printed at the end; the spec that starts this program checks it.
"""

import asyncio
import json
import sys

import websockets

LIMIT_S = 10


async def until(socket, kinds):
    """Reads events until one of each kind has arrived; returns the last of each kind."""
    seen = {}
    while not kinds <= seen.keys():
        event = json.loads(await asyncio.wait_for(socket.recv(), LIMIT_S))
        seen[event["type"]] = event
    return seen


async def converse(url):
    async with websockets.connect(url, subprotocols=["wirelab.v1"]) as socket:
        report = {"subprotocol": socket.subprotocol}
        report.update(await until(socket, {"welcome"}))

        await socket.send(json.dumps({"type": "message", "text": "Pythonから", "clientId": "py-1"}))
        report.update(await until(socket, {"ack", "message"}))

        # Nothing here may end the connection: the answer is an error, and the next ping a pong.
        await socket.send("{not json")
        report["malformed"] = (await until(socket, {"error"}))["error"]
        await socket.send(json.dumps({"type": "message", "text": ["wrong", "type"]}))
        report["wrongType"] = (await until(socket, {"error"}))["error"]
        await socket.send(json.dumps({"type": "ping"}))
        report.update(await until(socket, {"pong"}))

        # The protocol's own ping (RFC 6455 §5.5.2), answered by the server's library.
        await asyncio.wait_for(await socket.ping(), LIMIT_S)
        report["ponged"] = True
        return report


async def refused(url, origin):
    """The HTTP status with which a handshake from this origin is rejected; None if it is accepted."""
    try:
        async with websockets.connect(url, origin=origin):
            return None
    except websockets.exceptions.InvalidHandshake as error:
        # The name of the status has changed between the versions of the library.
        return getattr(error, "status_code", None) or error.response.status_code


async def closed_for(url):
    """The code with which the server closes the connection."""
    async with websockets.connect(url) as socket:
        try:
            while True:
                await asyncio.wait_for(socket.recv(), LIMIT_S)
        except websockets.exceptions.ConnectionClosed:
            return socket.close_code


async def main(url, origin):
    report = await converse(url)
    report["otherOriginStatus"] = await refused(url, origin)
    report["badRoomClose"] = await closed_for(url.split("?")[0] + "?room=Bad%20Room")
    print(json.dumps(report))


asyncio.run(main(*sys.argv[1:]))
