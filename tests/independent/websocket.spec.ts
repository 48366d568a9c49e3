import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { startHost, type Host } from '../lib/host.ts';
import { hasPython, runPython } from './python.ts';

describe.skipIf(!hasPython)('python3-websockets against the production server', () => {
	let host: Host;
	beforeAll(async () => void (host = await startHost('production')));
	afterAll(() => host.stop());

	test('an independent client uses a room, stays connected after malformed messages, and is rejected with a status or a close code', async () => {
		const room = privateRoom('python');
		const url = `${host.url.replace('http', 'ws')}/ws?room=${room}`;
		const report = await runPython('websocket_client.py', url, 'https://evil.example');

		const user = expect.stringMatching(/^guest-\w{4}$/);
		expect(report).toMatchObject({
			subprotocol: 'wirelab.v1',
			welcome: { room, user, lastSeq: 0, cursor: expect.any(String) },
			ack: { clientId: 'py-1', seq: 1 },
			message: { room, user, text: 'Pythonから', seq: 1, via: 'websocket' },
			malformed: { code: 'bad_message', message: expect.any(String) },
			wrongType: { code: 'bad_message', field: 'text' },
			pong: { type: 'pong' },
			ponged: true,
			otherOriginStatus: 403,
			badRoomClose: 4400
		});
		expect(host.isAlive()).toBe(true);
	});
});
