import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Broker } from '../../src/lib/server/realtime/broker/broker.ts';
import { Ear } from '../support/listening.ts';
import { cursorOf, draft, room, say, type BrokerHost, type StartHost } from './broker-suite.ts';
import { roomIdleMs } from '../../src/lib/server/realtime/limits.ts';

const full = { problem: { code: 'full' } };

/** What every broker promises to those who listen, and how rooms begin and end. */
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
			test('a listener hears everything after its position, and nothing before', async () => {
				await say(a, 3);
				const ear = await Ear.in(room, b);
				expect(ear.at.seq).toBe(3);
				const said = await say(a, 3);
				await vi.waitFor(() => expect(ear.messages).toEqual(said));
				ear.expectUnbroken();
			});

			test('who has ended hears nothing more; others do', async () => {
				const [gone, stays] = [await Ear.in(room, b), await Ear.in(room, b)];
				await say(a, 1);
				await vi.waitFor(() => expect([gone.at.seq, stays.at.seq]).toEqual([1, 1]));
				gone.end();
				gone.end();
				await say(a, 1);
				await vi.waitFor(() => expect(stays.at.seq).toBe(2));
				expect(gone.at.seq).toBe(1);
			});

			test('a listener that throws does not keep the others from hearing', async () => {
				const fail = () => {
					throw new Error('a broken listener');
				};
				await b.subscribe(room, { message: fail, gap: fail });
				const ear = await Ear.in(room, b);
				const said = await say(a, 3);
				await vi.waitFor(() => expect(ear.messages).toEqual(said));
			});

			test('who leaves and comes back at once is never deaf', async () => {
				for (let i = 0; i < 6; i++) {
					const ear = await Ear.in(room, b);
					const said = await say(a, 1);
					await vi.waitFor(() => expect(ear.messages).toEqual(said));
					ear.end();
				}
			});

			test('subscribing and reading while others publish leaves neither hole nor repeat [after]', async () => {
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
						const joined: Promise<{ ear: Ear; replay: number[] }>[] = [];
						for (const { who, count, joins, waits } of steps) {
							const broker = who === 0 ? a : b;
							work.push(say(broker, count));
							if (joins) joined.push(join(broker, before));
							if (waits) await work.at(-1);
						}
						await Promise.all(work);
						const { last } = await a.read(room, null, 0);
						const all = Array.from({ length: last.seq - before.seq }, (_, i) => before.seq + 1 + i);
						for (const { ear, replay } of await Promise.all(joined)) {
							await vi.waitFor(() => expect(ear.at).toEqual(last));
							ear.expectUnbroken();
							const from = replay.at(-1) ?? before.seq;
							const live = ear.messages.map(({ seq }) => seq).filter((seq) => seq > from);
							expect([...replay, ...live]).toEqual(all);
							ear.end();
						}
					}),
					{ numRuns: 25, seed: 20_261_122 }
				);
			});
		});

		describe('rooms', () => {
			test('a room ends ten minutes after its last message, and its numbering begins anew [message-epoch, room-end]', async () => {
				const [first] = await say(a, 1);
				await host.pass(roomIdleMs - 1000);
				const [second] = await say(b, 1);
				expect(second?.seq).toBe(2);
				await host.pass(roomIdleMs + 1000);
				const page = await b.read(room, first ? cursorOf(first) : null, 10);
				expect(page.gap).toMatchObject({ reason: 'reset', from: null, to: null });
				expect((await a.publish(draft('anew'))).seq).toBe(1);
			});

			test('a room lives while somebody is in it, and ten minutes more [room-end]', async () => {
				const ear = await Ear.in(room, b);
				const [first] = await say(a, 1);
				await host.pass(3 * roomIdleMs);
				expect((await a.publish(draft('on'))).seq).toBe(2);
				ear.end();
				await host.pass(roomIdleMs - 2000);
				expect((await a.read(room, null, 0)).last.epoch).toBe(first && cursorOf(first).epoch);
				await host.pass(3000);
				expect((await a.read(room, null, 0)).last.seq).toBe(0);
				ear.expectUnbroken();
			});

			test('there are only so many rooms, for all processes together [settings-max-rooms]', async () => {
				for (let i = 0; i < maxRooms; i++) await say(i % 2 === 0 ? a : b, 1, { room: `r${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(full);
				await expect(Ear.in('more', b)).rejects.toMatchObject(full);
				await expect(b.read('more', null, 0)).rejects.toMatchObject(full);
				expect((await b.publish(draft('yes', { room: 'r1' }))).seq).toBe(2);
			});

			test('a room where nothing was said makes way; one with a listener does not', async () => {
				const ear = await Ear.in('r0', b);
				for (let i = 1; i < maxRooms; i++) await say(a, 1, { room: `r${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(full);
				ear.end();
				await vi.waitFor(() => a.publish(draft('yes', { room: 'more' })));
			});

			test('looking into many rooms locks nobody out', async () => {
				for (let i = 0; i < 4 * maxRooms; i++) await a.read(`r${i}`, null, 0);
				expect((await b.publish(draft('yes'))).seq).toBe(1);
			});

			describe('that one address has opened', () => {
				const [ada, bob] = ['192.0.2.1', '192.0.2.2'];
				const said = (broker: Broker, name: string, opener?: string) =>
					broker.publish(draft('x', { room: name, opener }));
				beforeEach(async () => {
					await host.close();
					host = await start({ maxRooms: 6, maxRoomsPerOpener: 2 });
					[a, b] = host.brokers;
					await said(a, 'r0', ada);
					await said(b, 'r1', ada);
				});

				test('are at most so many, for all processes together, and others open further ones [settings-max-rooms-per-ip]', async () => {
					await expect(said(a, 'r2', ada)).rejects.toMatchObject(full);
					await expect(b.read('r2', null, 0, ada)).rejects.toMatchObject(full);
					const listener = { message: () => undefined, gap: () => undefined };
					await expect(b.subscribe('r2', listener, ada)).rejects.toMatchObject(full);
					// A room that is there counts for nobody again.
					expect((await said(b, 'r1', ada)).seq).toBe(2);
					expect((await said(a, 'r1', bob)).seq).toBe(3);
					await said(b, 's0', bob);
					await said(a, 's1', bob);
					await expect(said(b, 's2', bob)).rejects.toMatchObject(full);
					await said(a, 'nobody');
					// Who does not open a room may come to one that another has opened.
					expect((await said(a, 's0', ada)).seq).toBe(2);
				});

				test('make way when they have ended [settings-max-rooms-per-ip]', async () => {
					await host.pass(roomIdleMs + 1000);
					await said(a, 'r2', ada);
					await said(b, 'r3', ada);
					await expect(said(a, 'r4', ada)).rejects.toMatchObject(full);
				});

				test('make way where nothing was said and nobody is, and no other room of theirs does [settings-max-rooms-per-ip]', async () => {
					await host.pass(roomIdleMs + 1000);
					await said(a, 'mine', bob);
					const ear = await Ear.in('r2', a, ada);
					for (let i = 0; i < 5; i++) await b.read(`looked-${i}`, null, 0, ada);
					await said(a, 'r3', ada);
					await expect(said(b, 'r4', ada)).rejects.toMatchObject(full);
					ear.end();
					await vi.waitFor(() => said(b, 'r4', ada));
					expect((await said(b, 'mine')).seq).toBe(2);
				});
			});

			test('a room that has ended makes way', async () => {
				for (let i = 0; i < maxRooms; i++) await say(a, 1, { room: `r${i}` });
				await host.pass(roomIdleMs + 1000);
				for (let i = 0; i < maxRooms; i++) await say(b, 1, { room: `s${i}` });
				await expect(a.publish(draft('no', { room: 'more' }))).rejects.toMatchObject(full);
			});
		});
	});
}

/** Comes in as the hub does: subscribes, then reads what was said since `from`, in small pages. */
async function join(broker: Broker, from: { epoch: string; seq: number }) {
	const ear = await Ear.in(room, broker);
	const replay: number[] = [];
	let page = await broker.read(room, from, 2);
	for (;;) {
		expect(page.gap).toBeNull();
		replay.push(...page.messages.map(({ seq }) => seq));
		if (page.end.seq >= page.last.seq) return { ear, replay };
		page = await broker.read(room, page.end, 2);
	}
}
