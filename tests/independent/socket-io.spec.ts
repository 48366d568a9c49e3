import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { startHost, type Host } from '../lib/host.ts';
import { hasPython, runPython } from './python.ts';

describe.skipIf(!hasPython)('python3-socketio against the production server', () => {
	let host: Host;
	beforeAll(async () => void (host = await startHost('production')));
	afterAll(() => host.stop());

	test.each([
		{ transports: ['websocket'], last: 'websocket' },
		{ transports: ['polling'], last: 'polling' },
		{ transports: ['polling', 'websocket'], last: 'websocket' }
	])('an independent client joins, publishes and leaves over $transports', async (connection) => {
		const { transports, last } = connection;
		const room = privateRoom('python');
		const report = await runPython('socket_io_client.py', host.url, room, ...transports);

		const user = expect.stringMatching(/^guest-\w{4}$/);
		expect(report).toMatchObject({
			joined: { ok: true, room, user, lastSeq: 0 },
			beforeJoining: { ok: false, code: 'not_in_room' },
			speaker: { ok: true, room, user },
			userJoined: { room, user },
			ack: { ok: true, clientId: 'py-1', seq: 1 },
			message: { room, user, text: 'Pythonから', seq: 1, via: 'socket-io' },
			wrongType: { ok: false, code: 'bad_message' },
			noFields: { ok: false, code: 'bad_room' },
			transport: last,
			userLeft: { room, user }
		});
		expect(host.isAlive()).toBe(true);
	});
});
