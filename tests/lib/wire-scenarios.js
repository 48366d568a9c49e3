/**
 * Runs in a page of the site, where Socket.IO's client is `io`: each scenario publishes one message to its room and
 * receives it, with the id of a trace in the query of its requests. `remote` is the path of the remote function
 * with its argument.
 *
 * @typedef {{ room: string, trace: string, text: string, remote: string }} Argument
 */

/** @param {Argument} argument */
const publish = ({ room, trace, text }) =>
	fetch(`/api/rooms/${room}/messages?trace=${trace}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text })
	});

/** @type {Record<string, (argument: Argument) => Promise<unknown>>} */
const scenarios = {
	async sse(argument) {
		const source = new EventSource(`/api/rooms/${argument.room}/events?trace=${argument.trace}`);
		/** @param {string} type */
		const event = (type) =>
			new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));
		await event('presence');
		const message = event('message');
		await publish(argument);
		await message;
		source.close();
	},

	async 'long-polling'(argument) {
		/** @param {string} after */
		const poll = async (after) => {
			const query = `after=${after}&trace=${argument.trace}`;
			const response = await fetch(`/api/rooms/${argument.room}/poll?${query}`);
			return /** @type {{ cursor: string }} */ (await response.json()).cursor;
		};
		// A cursor of an unknown epoch is answered at once with that of the room.
		const next = poll(await poll('none.0'));
		await publish(argument);
		await next;
	},

	websocket: ({ room, trace, text }) =>
		new Promise((resolve) => {
			const ws = new WebSocket(`/ws?room=${room}&trace=${trace}`, 'wirelab.v1');
			ws.onclose = resolve;
			ws.onmessage = ({ data }) => {
				const { type } = JSON.parse(String(data));
				if (type === 'presence') ws.send(JSON.stringify({ type: 'message', text }));
				if (type === 'message') ws.close(1000);
			};
		}),

	async 'socket-io'({ room, trace, text }) {
		const socket = /** @type {import('socket.io-client')} */ (Reflect.get(window, 'io')).io({
			query: { trace },
			forceNew: true
		});
		await new Promise((resolve) => socket.io.engine.once('upgrade', resolve));
		await socket.emitWithAck('join-room', { room });
		const message = new Promise((resolve) => socket.once('message', resolve));
		await socket.emitWithAck('message', { room, text });
		await message;
		socket.close();
	},

	async 'query-live'(argument) {
		// The headers of SvelteKit's client.
		const { pathname, search } = location;
		const headers = { 'x-sveltekit-pathname': pathname, 'x-sveltekit-search': search };
		const response = await fetch(argument.remote, { headers });
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		await reader?.read();
		await publish(argument);
		let read = '';
		while (!read.includes(argument.text)) read += (await reader?.read())?.value ?? '';
		await reader?.cancel();
	}
};

Reflect.set(window, 'wireScenarios', scenarios);
