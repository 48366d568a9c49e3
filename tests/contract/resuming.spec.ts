import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { fill, WebSocketTestClient } from './lib/client.ts';
import { publish } from './lib/http.ts';
import { transports } from './lib/transports.ts';

const numbers = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, n) => from + n);

onEachBroker((instances) => {
	describe.each(transports)('resuming over $name [welcome]', ({ isStream, connect }) => {
		it('resumes after an id: first the later messages, once and in order, then live ones [settings-redis, message-id, after]', async () => {
			const room = `resume-${randomId(8)}`;
			const epoch = await fill(instances.first, room, 130);
			const after = `${epoch}.7`;
			const client = connect(instances.second, { room, after });
			// Published during the replay.
			await Promise.all(numbers(1, 20).map((n) => publish(instances.first, room, `live${n}`)));
			const texts = await client.texts(143);
			if (isStream) {
				expect(client.events[0]).toMatchObject({ type: 'welcome', cursor: after });
			}
			expect(client.of('message').map(({ seq }) => seq)).toEqual(numbers(8, 150));
			expect(texts.slice(0, 123)).toEqual(numbers(8, 130).map((n) => `m${n}`));
			expect(client.of('gap')).toEqual([]);
			client.close();
		});

		// #region resume
		it('resumes an empty room from the cursor of its welcome', async () => {
			const room = `fresh-${randomId(8)}`;
			const first = WebSocketTestClient.connect(instances.first, { room });
			const { cursor } = await first.next('welcome');
			first.close();
			await publish(instances.second, room, 'missed');
			const client = connect(instances.second, { room, after: cursor });
			expect(await client.texts(1)).toEqual(['missed']);
			expect(client.of('gap')).toEqual([]);
			client.close();
		});
		// #endregion resume

		if (isStream)
			it('without a cursor, starts with the next message [after-none]', async () => {
				const room = `next-${randomId(8)}`;
				const epoch = await fill(instances.first, room, 3);
				const client = connect(instances.second, { room });
				await client.ready();
				const welcome = { type: 'welcome', cursor: `${epoch}.3`, lastSeq: 3 };
				expect(client.events[0]).toMatchObject(welcome);
				await publish(instances.first, room, 'next');
				expect(await client.texts(1)).toEqual(['next']);
				client.close();
			});

		it('treats an empty cursor like a missing one and starts with the next message [after-none]', async () => {
			const room = `empty-${randomId(8)}`;
			await publish(instances.first, room, 'before');
			const client = connect(instances.second, { room, after: '' });
			if (isStream) expect(await client.next('welcome')).toMatchObject({ lastSeq: 1 });
			// A poll does not show when it has started to wait.
			for (let n = 1; client.events.length === 0 || (isStream && n === 1); n++) {
				await publish(instances.first, room, `after ${n}`);
			}
			expect((await client.next('message')).text).toMatch(/^after/);
			expect(client.of('gap')).toEqual([]);
			client.close();
		});

		it('sends in order: welcome, gap, replay, live messages; presence is never the first [sse-events, order, gap, history]', async () => {
			const room = `gap-${randomId(8)}`;
			const epoch = await fill(instances.first, room, 1005);
			const client = connect(instances.second, { room, after: `${epoch}.1` });
			const gap = await client.next('gap');
			expect(gap).toEqual({
				type: 'gap',
				room,
				reason: 'expired',
				from: 2,
				to: 5,
				cursor: `${epoch}.5`
			});
			await publish(instances.first, room, 'new');
			await client.next('message', 1001);
			if (isStream) await client.next('presence');
			const types = client.events.map(({ type }) => type);
			const begin = isStream ? ['welcome', 'gap', 'message'] : ['gap', 'message'];
			expect(types[0]).toBe(begin[0]);
			expect(types.filter((type) => type !== 'presence').slice(0, begin.length)).toEqual(begin);
			expect(client.of('message').map(({ seq }) => seq)).toEqual(numbers(6, 1006));
			client.close();
		});

		it.each(['otherepoch.3', 'EPOCH.999'])(
			'answers the cursor %s with a reset and the whole history [poll-answer, after-other, gap]',
			async (id) => {
				const room = `reset-${randomId(8)}`;
				const { body } = await publish(instances.first, room, 'held');
				const epoch = String(body?.['id']).split('.')[0] ?? '';
				const client = connect(instances.second, { room, after: id.replace('EPOCH', epoch) });
				expect(await client.texts(1)).toEqual(['held']);
				expect(client.of('gap')).toEqual([
					{ type: 'gap', room, reason: 'reset', from: null, to: null, cursor: `${epoch}.0` }
				]);
				client.close();
			}
		);
	});
});
