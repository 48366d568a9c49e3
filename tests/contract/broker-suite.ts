import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Broker, Draft } from '../../src/lib/server/realtime/broker/broker.ts';
import { parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import { dedupeMs, historyLength } from '../../src/lib/server/realtime/limits.ts';
import { RecordingListener } from '../support/recording-listener.ts';

/** The brokers of two processes that share rooms. The memory broker serves one process, so both are the same broker. */
export interface BrokerHost {
	brokers: readonly [Broker, Broker];
	/** Advances the time of rooms, history and deduplication. */
	advance(ms: number): Promise<void>;
	close(): Promise<void>;
}

export type StartHost = (options: RoomLimits) => Promise<BrokerHost>;

export interface RoomLimits {
	maxRooms: number;
	maxRoomsPerOpener?: number;
}

export const room = 'lobby';

export function draft(text: string, more: Partial<Draft> = {}): Draft {
	return { room, user: 'ada', text, via: 'http', ...more };
}

/** Publishes `count` messages without waiting in between. */
export async function publish(
	broker: Broker,
	count: number,
	more?: Partial<Draft>
): Promise<Message[]> {
	return Promise.all(Array.from({ length: count }, (_, i) => broker.publish(draft(`t${i}`, more))));
}

export const cursorOf = ({ id }: Message): Cursor => parseCursor(id) ?? { epoch: '?', seq: -1 };

export const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq);

/** What every broker guarantees to publishers. */
export function publishingSuite(name: string, start: StartHost): void {
	describe(name, () => {
		let host: BrokerHost;
		let a: Broker;
		let b: Broker;

		beforeEach(async () => {
			host = await start({ maxRooms: 5 });
			[a, b] = host.brokers;
		});
		afterEach(() => host.close());

		describe('publishing', () => {
			test('seq counts from 1 without gaps, and the id is epoch and seq [message-seq]', async () => {
				const messages = await publish(a, 3);
				const { epoch } = (await a.read(room, null, 0)).last;
				expect(messages.map(({ id }) => id)).toEqual([`${epoch}.1`, `${epoch}.2`, `${epoch}.3`]);
				expect(seqs(messages)).toEqual([1, 2, 3]);
			});

			test('a message has the published fields and the time [message-timestamp]', async () => {
				const before = Date.now();
				const message = await a.publish(draft('hello', { user: 'grace', via: 'websocket' }));
				expect(message).toMatchObject({ room, user: 'grace', text: 'hello', via: 'websocket' });
				expect(message.timestamp).toBeGreaterThanOrEqual(before - 1000);
				expect(message.timestamp).toBeLessThanOrEqual(Date.now() + 1000);
			});

			test('messages that one process publishes without waiting keep their order', async () => {
				const listener = await RecordingListener.in(room, b);
				await publish(a, 50);
				await vi.waitFor(() => expect(listener.messages).toHaveLength(50));
				expect(listener.texts).toEqual(Array.from({ length: 50 }, (_, i) => `t${i}`));
			});

			test('two processes that publish concurrently share one order without gaps or duplicates [message-seq]', async () => {
				const listeners = [
					await RecordingListener.in(room, a),
					await RecordingListener.in(room, b)
				] as const;
				const published = await Promise.all([publish(a, 40), publish(b, 40, { user: 'grace' })]);
				await vi.waitFor(() => {
					for (const listener of listeners) expect(listener.messages).toHaveLength(80);
				});
				for (const listener of listeners) listener.expectComplete();
				expect(listeners[0].messages).toEqual(listeners[1].messages);
				const own = listeners[0].messages.filter(({ user }) => user === 'ada');
				expect(own).toEqual(published[0]);
			});

			test('rooms are separate, and each has its own seq', async () => {
				const listener = await RecordingListener.in(room, a);
				const [other] = await publish(b, 1, { room: 'elsewhere' });
				const [mine] = await publish(b, 1);
				await vi.waitFor(() => expect(listener.messages).toEqual([mine]));
				expect([other?.seq, mine?.seq]).toEqual([1, 1]);
				expect(other?.id).not.toBe(mine?.id);
			});

			test.each([
				['line\nbreak\r\n and  spaces '],
				['"quotes" \\ {"type":"message"}'],
				['漢字 🎏 \u{10ffff}'],
				['\ud800 half a pair'],
				['\u0000\u001b\u2028\u2029'],
				// The Redis broker announces a new epoch with this word.
				['anew']
			])('a text arrives unchanged: %j', async (text) => {
				const listener = await RecordingListener.in(room, b);
				const message = await a.publish(draft(text, { user: `u ${text.slice(0, 4)}` }));
				expect(message.text).toBe(text);
				await vi.waitFor(() => expect(listener.messages).toEqual([message]));
				const { messages } = await b.read(room, { ...cursorOf(message), seq: 0 }, 10);
				expect(messages).toEqual([message]);
			});
		});

		describe('retrying', () => {
			const clientId = 'c-1';

			test('a retry with the same clientId gets the first result, on another process too, and stores no second message', async () => {
				const listener = await RecordingListener.in(room, b);
				const first = await a.publish(draft('once', { clientId, via: 'websocket' }));
				const again = await b.publish(draft('once', { clientId, via: 'http', user: 'eve' }));
				expect(again).toEqual(first);
				const next = await a.publish(draft('next'));
				expect(next.seq).toBe(2);
				await vi.waitFor(() => expect(listener.texts).toEqual(['once', 'next']));
			});

			test('twenty concurrent retries store one message [client-id]', async () => {
				const answers = await Promise.all(
					Array.from({ length: 20 }, (_, i) =>
						(i % 2 === 0 ? a : b).publish(draft('once', { clientId }))
					)
				);
				expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
				expect((await a.read(room, null, 0)).last.seq).toBe(1);
			});

			test('a retry with another text is a conflict, and nothing is stored', async () => {
				await a.publish(draft('once', { clientId }));
				await expect(b.publish(draft('twice', { clientId }))).rejects.toMatchObject({
					problem: { code: 'client_id_conflict' }
				});
				expect((await b.read(room, null, 0)).last.seq).toBe(1);
			});

			test('the same clientId in another room is another message [client-id]', async () => {
				await a.publish(draft('once', { clientId }));
				const other = await a.publish(draft('twice', { clientId, room: 'elsewhere' }));
				expect(other).toMatchObject({ seq: 1, text: 'twice' });
			});

			test('the same clientId after five minutes is a new message [client-id-time]', async () => {
				await a.publish(draft('once', { clientId }));
				await host.advance(dedupeMs - 1000);
				expect((await b.publish(draft('once', { clientId }))).seq).toBe(1);
				await host.advance(2000);
				expect((await b.publish(draft('once', { clientId }))).seq).toBe(2);
			});

			test('a retry gets the first result even if history no longer has the message', async () => {
				const first = await a.publish(draft('once', { clientId }));
				await publish(a, historyLength);
				expect(await b.publish(draft('once', { clientId }))).toEqual(first);
			});
		});
	});
}
