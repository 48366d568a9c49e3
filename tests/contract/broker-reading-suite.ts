import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf, type Broker } from '../../src/lib/server/realtime/broker/broker.ts';
import type { Cursor } from '../../src/lib/protocol/cursor.ts';
import { RecordingListener } from '../support/recording-listener.ts';
import {
	cursorOf,
	draft,
	room,
	publish,
	seqs,
	type BrokerHost,
	type StartHost
} from './broker-suite.ts';
import { historyLength, historyMs } from '../../src/lib/server/realtime/limits.ts';

/** What every broker guarantees to readers of the history. */
export function readingSuite(name: string, start: StartHost): void {
	describe(name, () => {
		let host: BrokerHost;
		let a: Broker;
		let b: Broker;

		beforeEach(async () => {
			host = await start({ maxRooms: 5 });
			[a, b] = host.brokers;
		});
		afterEach(() => host.close());

		test('the cursor of an empty room stays valid', async () => {
			const { last, messages, end, gap } = await a.read(room, null, 10);
			expect([last.seq, messages, end, gap]).toEqual([0, [], last, null]);
			const published = await publish(b, 2);
			expect(await a.read(room, last, 10)).toMatchObject({ gap: null, messages: published });
		});

		test('reading without a cursor returns the current cursor', async () => {
			const [, second] = await publish(a, 2);
			const page = await b.read(room, null, 10);
			expect(page.last).toEqual(second && cursorOf(second));
			expect([page.messages, page.end, page.gap]).toEqual([[], page.last, null]);
		});

		test('reading page by page returns every message once, to the newest one', async () => {
			const published = await publish(a, 7);
			const first = await b.read(room, null, 0);
			let page = await b.read(room, { ...first.last, seq: 0 }, 3);
			const read = [...page.messages];
			while (page.end.seq < page.last.seq) {
				page = await b.read(room, page.end, 3);
				expect(page.messages.length).toBeLessThanOrEqual(3);
				read.push(...page.messages);
			}
			expect(read).toEqual(published);
			expect(page.gap).toBeNull();
		});

		test(`history keeps the newest ${historyLength} messages, and a gap names exactly the others [gap]`, async () => {
			const published = await publish(a, historyLength + 3);
			const { last } = await b.read(room, null, 0);
			const page = await b.read(room, { ...last, seq: 1 }, 2);
			expect(page.gap).toEqual({
				room,
				reason: 'expired',
				from: 2,
				to: 3,
				cursor: `${last.epoch}.3`
			});
			expect(page.messages).toEqual(published.slice(3, 5));
			expect((await b.read(room, { ...last, seq: 3 }, 1)).gap).toBeNull();
		});

		test('a history limited in bytes keeps the newest messages that fit, and a gap names exactly the others', async () => {
			const text = '字'.repeat(16_000);
			const messageBytes = bytesOf({ text });
			const fields = { text, historyBytes: 4 * messageBytes + 100 };
			const published = await publish(a, 11, fields);
			const { last } = await b.read(room, null, 0);
			const page = await b.read(room, { ...last, seq: 2 }, 100);
			expect(page.gap).toMatchObject({ reason: 'expired', from: 3, to: 7 });
			expect(page.messages).toEqual(published.slice(7));
			const [heavy] = await publish(b, 1, { ...fields, text: text.repeat(3) });
			const after = await a.read(room, { ...last, seq: 7 }, 100);
			expect(after.gap).toMatchObject({ reason: 'expired', from: 8, to: 10 });
			expect(after.messages).toEqual([published[10], heavy]);
		});

		test('history keeps messages for ten minutes, and a gap names exactly the older ones [history]', async () => {
			await publish(a, 5);
			await host.advance(historyMs / 2);
			const published = await publish(a, 3);
			await host.advance(historyMs / 2 + 1000);
			const { last } = await b.read(room, null, 0);
			const page = await b.read(room, { ...last, seq: 2 }, 10);
			expect(page.gap).toMatchObject({ reason: 'expired', from: 3, to: 5 });
			expect(page.messages).toEqual(published);
			await publish(a, 1);
			await host.advance(historyMs / 2);
			expect(seqs((await a.read(room, { ...last, seq: 5 }, 10)).messages)).toEqual([9]);
		});

		test('after all messages have expired, the room keeps its epoch and its numbering continues', async () => {
			const listener = await RecordingListener.in(room, a);
			await publish(a, 4);
			await host.advance(historyMs + 1000);
			const { last, end, gap, messages } = await b.read(room, { ...listener.at, seq: 3 }, 10);
			expect([last.seq, end.seq, messages]).toEqual([4, 4, []]);
			expect(gap).toMatchObject({ reason: 'expired', from: 4, to: 4 });
			expect((await b.publish(draft('on'))).id).toBe(`${last.epoch}.5`);
		});

		test.each([
			['of another epoch', (last: Cursor) => ({ epoch: 'other', seq: last.seq })],
			['beyond the newest message', (last: Cursor) => ({ ...last, seq: last.seq + 1 })]
		])('a cursor %s gets a reset and the whole history', async (_, wrong) => {
			const published = await publish(a, 3);
			const { last } = await b.read(room, null, 0);
			const page = await b.read(room, wrong(last), 10);
			expect(page.gap).toEqual({
				room,
				reason: 'reset',
				from: null,
				to: null,
				cursor: `${last.epoch}.0`
			});
			expect(page.messages).toEqual(published);
		});
	});
}
