import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Broker, Draft } from '../../src/lib/server/realtime/broker/broker.ts';
import { parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import { Ear } from '../support/listening.ts';
import { dedupeMs, historyLength } from '../../src/lib/server/realtime/limits.ts';

/** Rooms and two processes that share them; the memory broker has one process, so it stands in twice. */
export interface BrokerHost {
	brokers: readonly [Broker, Broker];
	/** Lets time pass for rooms, history and answers. */
	pass(ms: number): Promise<void>;
	close(): Promise<void>;
}

/** What a broker is started with. */
export type StartHost = (options: RoomLimits) => Promise<BrokerHost>;

export interface RoomLimits {
	maxRooms: number;
	maxRoomsPerOpener?: number;
}

export const room = 'lobby';

export function draft(text: string, more: Partial<Draft> = {}): Draft {
	return { room, user: 'ada', text, via: 'http', ...more };
}

/** Publishes `count` messages one after the other. */
export async function say(
	broker: Broker,
	count: number,
	more?: Partial<Draft>
): Promise<Message[]> {
	return Promise.all(Array.from({ length: count }, (_, i) => broker.publish(draft(`t${i}`, more))));
}

export const cursorOf = ({ id }: Message): Cursor => parseCursor(id) ?? { epoch: '?', seq: -1 };

export const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq);

/** What every broker promises to those who publish. */
export function publishingSuite(name: string, start: StartHost): void {
	describe(name, () => {
		let host: BrokerHost;
		let a: Broker;
		let b: Broker;
		const maxRooms = 5;

		beforeEach(async () => {
			host = await start({ maxRooms });
			[a, b] = host.brokers;
		});
		afterEach(() => host.close());

		describe('publishing', () => {
			test('numbers count from 1 without holes, and the id is epoch and number [message-seq]', async () => {
				const messages = await say(a, 3);
				const { epoch } = await a.read(room, null, 0).then(({ last }) => last);
				expect(messages.map(({ id }) => id)).toEqual([`${epoch}.1`, `${epoch}.2`, `${epoch}.3`]);
				expect(seqs(messages)).toEqual([1, 2, 3]);
			});

			test('a message bears what was published and the time [message-timestamp]', async () => {
				const before = Date.now();
				const message = await a.publish(draft('hello', { user: 'grace', via: 'websocket' }));
				expect(message).toMatchObject({ room, user: 'grace', text: 'hello', via: 'websocket' });
				expect(message.timestamp).toBeGreaterThanOrEqual(before - 1000);
				expect(message.timestamp).toBeLessThanOrEqual(Date.now() + 1000);
			});

			test('what one process publishes without waiting keeps its order', async () => {
				const ear = await Ear.in(room, b);
				await say(a, 50);
				await vi.waitFor(() => expect(ear.messages).toHaveLength(50));
				expect(ear.texts).toEqual(Array.from({ length: 50 }, (_, i) => `t${i}`));
			});

			test('two processes that publish at once share one order without holes or repeats [message-seq]', async () => {
				const ears = [await Ear.in(room, a), await Ear.in(room, b)] as const;
				const said = await Promise.all([say(a, 40), say(b, 40, { user: 'grace' })]);
				await vi.waitFor(() => {
					for (const ear of ears) expect(ear.messages).toHaveLength(80);
				});
				for (const ear of ears) ear.expectUnbroken();
				expect(ears[0].messages).toEqual(ears[1].messages);
				const own = ears[0].messages.filter(({ user }) => user === 'ada');
				expect(own).toEqual(said[0]);
			});

			test('rooms are apart, and each counts for itself', async () => {
				const ear = await Ear.in(room, a);
				const [other] = await say(b, 1, { room: 'elsewhere' });
				const [mine] = await say(b, 1);
				await vi.waitFor(() => expect(ear.messages).toEqual([mine]));
				expect(other?.seq).toBe(1);
				expect(other?.id).not.toBe(mine?.id);
			});

			test.each([
				['line\nbreak\r\n and  spaces '],
				['"quotes" \\ {"type":"message"}'],
				['漢字 🎏 \u{10ffff}'],
				['\ud800 half a pair'],
				['\u0000\u001b\u2028\u2029'],
				['anew']
			])('a text arrives as it was said: %j', async (text) => {
				const ear = await Ear.in(room, b);
				const message = await a.publish(draft(text, { user: `u ${text.slice(0, 4)}` }));
				expect(message.text).toBe(text);
				await vi.waitFor(() => expect(ear.messages).toEqual([message]));
				const { messages } = await b.read(room, { ...cursorOf(message), seq: 0 }, 10);
				expect(messages).toEqual([message]);
			});
		});

		describe('repeating', () => {
			const clientId = 'c-1';

			test('the same clientId gets the first answer, on another process too, and no second message', async () => {
				const ear = await Ear.in(room, b);
				const first = await a.publish(draft('once', { clientId, via: 'websocket' }));
				const again = await b.publish(draft('once', { clientId, via: 'http', user: 'eve' }));
				expect(again).toEqual(first);
				const next = await a.publish(draft('next'));
				expect(next.seq).toBe(2);
				await vi.waitFor(() => expect(ear.texts).toEqual(['once', 'next']));
			});

			test('twenty repeats at once make one message [client-id]', async () => {
				const answers = await Promise.all(
					Array.from({ length: 20 }, (_, i) =>
						(i % 2 === 0 ? a : b).publish(draft('once', { clientId }))
					)
				);
				expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
				expect((await a.read(room, null, 0)).last.seq).toBe(1);
			});

			test('with another text it is a conflict, and nothing is stored', async () => {
				await a.publish(draft('once', { clientId }));
				await expect(b.publish(draft('twice', { clientId }))).rejects.toMatchObject({
					problem: { code: 'client_id_conflict' }
				});
				expect((await b.read(room, null, 0)).last.seq).toBe(1);
			});

			test('in another room it is another message [client-id]', async () => {
				await a.publish(draft('once', { clientId }));
				const other = await a.publish(draft('twice', { clientId, room: 'elsewhere' }));
				expect(other).toMatchObject({ seq: 1, text: 'twice' });
			});

			test('after five minutes it is a new message [client-id-time]', async () => {
				await a.publish(draft('once', { clientId }));
				await host.pass(dedupeMs - 1000);
				expect((await b.publish(draft('once', { clientId }))).seq).toBe(1);
				await host.pass(2000);
				expect((await b.publish(draft('once', { clientId }))).seq).toBe(2);
			});

			test('the first answer comes even when the message is no longer held', async () => {
				const first = await a.publish(draft('once', { clientId }));
				await say(a, historyLength);
				expect(await b.publish(draft('once', { clientId }))).toEqual(first);
			});
		});
	});
}
