import { beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { request } from './lib/http.ts';
import type { TestServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';

const invalidCursors = ['nonsense', 'a.', '.1', 'a.-1', 'a.1.2', 'a.01', 'a b.1', 'é.1', '\u0000'];
const invalidRooms = ['A', 'a_b', 'a b', 'a/b', 'ルーム', 'x'.repeat(65)];
const invalidTexts = [
	'',
	'x'.repeat(2001),
	'😀'.repeat(2001),
	`${'x'.repeat(1999)}😀x`,
	'\ud83d',
	'a\udc00b'
];
const validTexts = [
	'x',
	'😀',
	'x'.repeat(2000),
	'😀'.repeat(2000),
	`${'x'.repeat(1999)}😀`,
	' ',
	'"\\\n\r\u0000\u2028</script>'
];
const invalidClientIds = ['', '!', 'a b', 'a.b', 'é', 'x'.repeat(65)];
const validClientIds = ['a', '_', '-', 'A-z_09', 'x'.repeat(64)];

onEachBroker((instances) => {
	let withoutOpenRooms: TestServer;
	beforeAll(async () => {
		withoutOpenRooms = await instances.start({ OPEN_ROOMS: '0' });
	});

	describe.each(transports)('over $name', ({ connect }) => {
		it('rejects a malformed cursor [after-bad]', async () => {
			for (const after of invalidCursors) {
				const client = connect(instances.first, { room: 'ok', after });
				expect(await client.refused(), after).toMatchObject({ code: 'bad_cursor' });
				expect(client.of('welcome')).toEqual([]);
				client.close();
			}
		});

		it('rejects an invalid room name [room-name]', async () => {
			for (const room of invalidRooms) {
				const client = connect(instances.first, { room });
				expect(await client.refused(), room).toMatchObject({ code: 'bad_room' });
				client.close();
			}
		});

		it('rejects a guessable room unless OPEN_ROOMS is on [settings-open-rooms]', async () => {
			for (const room of ['general', 'x'.repeat(19), `${randomId(20)}-`]) {
				const client = connect(withoutOpenRooms, { room });
				expect(await client.refused(), room).toMatchObject({ code: 'room_closed' });
				client.close();
			}
			const client = connect(withoutOpenRooms, { room: `general-${randomId(20)}` });
			await client.ready();
			client.close();
		});

		it('rejects a text that is empty, too long or has a lone surrogate; the connection stays [message-text]', async () => {
			const client = connect(instances.first, { room: `size-${randomId(8)}` });
			for (const text of invalidTexts) {
				expect(await client.publish(text)).toMatchObject({
					type: 'error',
					code: 'bad_message',
					field: 'text'
				});
			}
			for (const [n, text] of validTexts.entries()) {
				expect(await client.publish(text)).toMatchObject({ type: 'ack', seq: n + 1 });
			}
			client.close();
		});

		it('rejects a malformed clientId; the connection stays [client-id-form]', async () => {
			const client = connect(instances.first, { room: `ids-${randomId(8)}` });
			for (const clientId of invalidClientIds) {
				expect(await client.publish('x', clientId), clientId).toMatchObject({
					type: 'error',
					code: 'bad_message',
					field: 'clientId'
				});
			}
			for (const [n, clientId] of validClientIds.entries()) {
				expect(await client.publish('x', clientId)).toMatchObject({ type: 'ack', seq: n + 1 });
			}
			client.close();
		});

		it('delivers control characters and bidi marks in a text unchanged [message-text]', async () => {
			const room = `as-it-is-${randomId(8)}`;
			const here = connect(instances.first, { room });
			const readers = transports.map((transport) => transport.connect(instances.second, { room }));
			await Promise.all([here, ...readers].map((reader) => reader.ready()));
			const texts = [...validTexts, '\ufeffx', 'e\u0301', '\u202e'];
			for (const text of texts) expect(await here.publish(text)).toMatchObject({ type: 'ack' });
			for (const reader of [here, ...readers]) {
				expect(await reader.texts(texts.length)).toEqual(texts);
				reader.close();
			}
		});
	});

	it('MAX_ROOMS rejects further rooms on every transport, but not existing ones [settings-max-rooms]', async () => {
		const small = await instances.start({
			MAX_ROOMS: '3',
			REDIS_PREFIX: `small-${randomId(8)}`
		});
		for (const room of ['one', 'two', 'three']) {
			const path = `/api/rooms/${room}/messages`;
			expect((await request(small, 'POST', path, { text: 'here' })).status).toBe(201);
		}
		for (const { connect } of transports) {
			const late = connect(small, { room: 'four' });
			expect(await late.refused()).toMatchObject({ code: 'full' });
			late.close();
			const inside = connect(small, { room: 'three', after: 'none.0' });
			await inside.next('message');
			inside.close();
		}
		const further = await request(small, 'POST', '/api/rooms/four/messages', { text: 'x' });
		expect([further.status, further.body?.['code']]).toEqual([503, 'full']);
		expect(further.headers.get('retry-after')).toMatch(/^\d+$/);
	});
});
