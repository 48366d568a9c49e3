/** An action for which there is a command. */
export type TerminalAction = 'feed' | 'listen' | 'send' | 'poll' | 'upgrade' | 'engine';

interface Target {
	/** The origin of the page, such as `https://example.com`. */
	origin: string;
	room: string;
	/** The text of the message that `send` publishes. */
	message: string;
	/** 16 random bytes in Base64, see RFC 6455, section 4.1. */
	key: string;
}

/** A curl command for a POSIX shell. Room names and origins contain nothing to escape within quotes. */
export function terminalCommand(
	action: TerminalAction,
	{ origin, room, message, key }: Target
): string {
	const address = `${origin}/api/rooms/${room}`;
	switch (action) {
		case 'feed':
			return `curl -N '${origin}/api/events'`;
		case 'listen':
			return `curl -N '${address}/events'`;
		case 'poll':
			return `curl '${address}/poll'`;
		case 'send':
			return lines(
				`curl '${address}/messages'`,
				`-H 'Content-Type: application/json'`,
				`-d '${JSON.stringify({ text: message }).replaceAll("'", "'\\''")}'`
			);
		case 'engine':
			return `curl '${origin}/socket.io/?EIO=4&transport=polling'`;
		case 'upgrade':
			return lines(
				`curl -N -i --http1.1 --output - '${origin}/ws?room=${room}'`,
				`-H 'Connection: Upgrade' -H 'Upgrade: websocket'`,
				`-H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: ${key}'`
			);
	}
}

const lines = (...parts: string[]) => parts.join(' \\\n  ');

/** A key for the handshake of a WebSocket. */
export function webSocketKey(): string {
	return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
