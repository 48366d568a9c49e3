import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Broker } from '../../src/lib/server/realtime/broker/broker.ts';
import { roomIdleMs } from '../../src/lib/server/realtime/limits.ts';
import { RecordingListener } from '../support/recording-listener.ts';
import { cursorOf, draft, room, publish, type BrokerHost, type StartHost } from './broker-suite.ts';

const fullError = { problem: { code: 'full', retryAfterMs: expect.any(Number) } };

/** What every broker guarantees to listeners, and how rooms begin and end. */
export function listeningSuite(name: string, start: StartHost): void {
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

		describe('listening', () => {
			test('a listener gets everything after its position, and nothing before', async () => {
				await publish(a, 3);
				const listener = await RecordingListener.in(room, b);
				expect(listener.at.seq).toBe(3);
				const published = await publish(a, 3);
				await vi.waitFor(() => expect(listener.messages).toEqual(published));
				listener.expectComplete();
			});

			test('an unsubscribed listener gets nothing more; others do', async () => {
				const [gone, stays] = [
					await RecordingListener.in(room, b),
					await RecordingListener.in(room, b)
				];
				await publish(a, 1);
				await vi.waitFor(() => expect([gone.at.seq, stays.at.seq]).toEqual([1, 1]));
				gone.end();
				gone.end();
				await publish(a, 1);
				await vi.waitFor(() => expect(stays.at.seq).toBe(2));
				expect(gone.at.seq).toBe(1);
			});

			test('a listener that throws does not affect the others', async () => {
				const fail = () => {
					throw new Error('a broken listener');
				};
				await b.subscribe(room, { message: fail, gap: fail });
				const listener = await RecordingListener.in(room, b);
				const published = await publish(a, 3);
				await vi.waitFor(() => expect(listener.messages).toEqual(published));
			});

			test('a listener that unsubscribes and subscribes again at once misses nothing', async () => {
				for (let i = 0; i < 6; i++) {
					const listener = await RecordingListener.in(room, b);
					const published = await publish(a, 1);
					await vi.waitFor(() => expect(listener.messages).toEqual(published));
					listener.end();
				}
			});

			test('subscribing and reading while others publish causes neither gaps nor duplicates [after]', async () => {
				const step = fc.record({
					who: fc.nat(1),
					count: fc.integer({ min: 1, max: 6 }),
					joins: fc.boolean(),
					waits: fc.boolean()
				});
				await fc.assert(
					fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
						const before = (await a.read(room, null, 0)).last;
						const work: Promise<unknown>[] = [];
						const joined: Promise<{ listener: RecordingListener; replay: number[] }>[] = [];
						for (const { who, count, joins, waits } of steps) {
							const broker = who === 0 ? a : b;
							work.push(publish(broker, count));
							if (joins) joined.push(join(broker, before));
							if (waits) await work.at(-1);
						}
						await Promise.all(work);
						const { last } = await a.read(room, null, 0);
						const all = Array.from({ length: last.seq - before.seq }, (_, i) => before.seq + 1 + i);
						for (const { listener, replay } of await Promise.all(joined)) {
							await vi.waitFor(() => expect(listener.at).toEqual(last));
							listener.expectComplete();
							const from = replay.at(-1) ?? before.seq;
							const live = listener.messages.map(({ seq }) => seq).filter((seq) => seq > from);
							expect([...replay, ...live]).toEqual(all);
							listener.end();
						}
					}),
					{ numRuns: 25, seed: 20_261_122 }
				);
			});
		});

		describe('rooms', () => {
			test('a room ends ten minutes after its last message, and its next message starts a new epoch [message-epoch, room-end]', async () => {
				const [first] = await publish(a, 1);
				await host.advance(roomIdleMs - 1000);
				const [second] = await publish(b, 1);
				expect(second?.seq).toBe(2);
				await host.advance(roomIdleMs + 1000);
				const page = await b.read(room, first ? cursorOf(first) : null, 10);
				expect(page.gap).toMatchObject({ reason: 'reset', from: null, to: null });
				expect((await a.publish(draft('anew'))).seq).toBe(1);
			});

			test('a room exists while it has a listener, and for ten minutes after that [room-end]', async () => {
				const listener = await RecordingListener.in(room, b);
				const [first] = await publish(a, 1);
				await host.advance(3 * roomIdleMs);
				expect((await a.publish(draft('on'))).seq).toBe(2);
				await host.advance(2 * roomIdleMs);
				listener.end();
				await host.advance(roomIdleMs - 2000);
				expect((await a.read(room, null, 0)).last.epoch).toBe(first && cursorOf(first).epoch);
				await host.advance(3000);
				expect((await a.read(room, null, 0)).last.seq).toBe(0);
				listener.expectComplete();
			});

			test('all processes together have at most maxRooms rooms [settings-max-rooms]', async () => {
				for (let i = 0; i < maxRooms; i++) await publish(i % 2 === 0 ? a : b, 1, { room: `r${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(fullError);
				await expect(RecordingListener.in('more', b)).rejects.toMatchObject(fullError);
				await expect(b.read('more', null, 0)).rejects.toMatchObject(fullError);
				expect((await b.publish(draft('yes', { room: 'r1' }))).seq).toBe(2);
			});

			test('a room without messages is evicted at the limit; one with a listener is not', async () => {
				const listener = await RecordingListener.in('r0', b);
				for (let i = 1; i < maxRooms; i++) await publish(a, 1, { room: `r${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(fullError);
				listener.end();
				await vi.waitFor(() => a.publish(draft('yes', { room: 'more' })));
			});

			test('reading many empty rooms does not exhaust the limit', async () => {
				for (let i = 0; i < 4 * maxRooms; i++) await a.read(`r${i}`, null, 0);
				expect((await b.publish(draft('yes'))).seq).toBe(1);
			});

			describe('opened by one address', () => {
				const [ada, bob] = ['192.0.2.1', '192.0.2.2'];
				const publishAs = (broker: Broker, name: string, opener?: string) =>
					broker.publish(draft('x', { room: name, opener }));
				beforeEach(async () => {
					await host.close();
					host = await start({ maxRooms: 6, maxRoomsPerOpener: 2 });
					[a, b] = host.brokers;
					await publishAs(a, 'r0', ada);
					await publishAs(b, 'r1', ada);
				});

				test('are limited for all processes together, and other addresses open more [settings-max-rooms-per-ip]', async () => {
					await expect(publishAs(a, 'r2', ada)).rejects.toMatchObject(fullError);
					await expect(b.read('r2', null, 0, ada)).rejects.toMatchObject(fullError);
					const listener = { message: () => undefined, gap: () => undefined };
					await expect(b.subscribe('r2', listener, ada)).rejects.toMatchObject(fullError);
					// An existing room does not count again.
					expect((await publishAs(b, 'r1', ada)).seq).toBe(2);
					expect((await publishAs(a, 'r1', bob)).seq).toBe(3);
					await publishAs(b, 's0', bob);
					await publishAs(a, 's1', bob);
					await expect(publishAs(b, 's2', bob)).rejects.toMatchObject(fullError);
					await publishAs(a, 'nobody');
					// Publishing in a room that another address opened does not count.
					expect((await publishAs(a, 's0', ada)).seq).toBe(2);
				});

				test('are released when they end [settings-max-rooms-per-ip]', async () => {
					await host.advance(roomIdleMs + 1000);
					await publishAs(a, 'r2', ada);
					await publishAs(b, 'r3', ada);
					await expect(publishAs(a, 'r4', ada)).rejects.toMatchObject(fullError);
				});

				test('are evicted only if they have neither messages nor listeners [settings-max-rooms-per-ip]', async () => {
					await host.advance(roomIdleMs + 1000);
					await publishAs(a, 'mine', bob);
					const listener = await RecordingListener.in('r2', a, ada);
					for (let i = 0; i < 5; i++) await b.read(`looked-${i}`, null, 0, ada);
					await publishAs(a, 'r3', ada);
					await expect(publishAs(b, 'r4', ada)).rejects.toMatchObject(fullError);
					listener.end();
					await vi.waitFor(() => publishAs(b, 'r4', ada));
					expect((await publishAs(b, 'mine')).seq).toBe(2);
				});
			});

			test('a room that has ended no longer counts towards the limit', async () => {
				for (let i = 0; i < maxRooms; i++) await publish(a, 1, { room: `r${i}` });
				await host.advance(roomIdleMs + 1000);
				for (let i = 0; i < maxRooms; i++) await publish(b, 1, { room: `s${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(fullError);
			});
		});
	});
}

/** Joins as the hub does: subscribes, then reads the messages since `from`, in small pages. */
async function join(broker: Broker, from: { epoch: string; seq: number }) {
	const listener = await RecordingListener.in(room, broker);
	const replay: number[] = [];
	let page = await broker.read(room, from, 2);
	for (;;) {
		expect(page.gap).toBeNull();
		replay.push(...page.messages.map(({ seq }) => seq));
		if (page.end.seq >= page.last.seq) return { listener, replay };
		page = await broker.read(room, page.end, 2);
	}
}
