import { afterEach, describe, expect, it } from 'vitest';
import { bytesOf } from './broker.ts';
import { MemoryBroker } from './memory.ts';
import { roomIdleMs } from '../limits.ts';

let now = 0;
const brokers: MemoryBroker[] = [];
function create(maxRooms = 10, maxBytes?: number) {
	now = 0;
	const broker = new MemoryBroker({
		maxRooms,
		...(maxBytes !== undefined && { maxBytes }),
		log: { error: () => undefined },
		now: () => now
	});
	brokers.push(broker);
	return broker;
}
afterEach(() => Promise.all(brokers.splice(0).map((broker) => broker.close())));

const publish = (broker: MemoryBroker, room: string, text = 'x') =>
	broker.publish({ room, user: 'Ada', text, via: 'http' });

it('a room ends with the process: the next process restarts the numbers under another epoch [message-epoch]', async () => {
	const before = create();
	const published = await publish(before, 'r', 'before');
	const { last } = await before.read('r', null, 0);
	const after = create();
	expect(await publish(after, 'r', 'after')).toMatchObject({ seq: published.seq });
	const { gap, messages } = await after.read('r', last, 10);
	expect(gap).toMatchObject({ reason: 'reset', from: null, to: null });
	expect(messages.map(({ text }) => text)).toEqual(['after']);
});

describe('the history of all rooms together', () => {
	it('is limited: the largest room drops its oldest messages and reports a gap', async () => {
		const text = 'x'.repeat(10_000);
		const broker = create(1000, 20 * bytesOf({ text }));
		const small = await publish(broker, 'small');
		for (let n = 0; n < 30; n++) await publish(broker, 'large', text);
		const { last } = await broker.read('large', null, 0);
		const { gap, messages } = await broker.read('large', { ...last, seq: 0 }, 1000);
		expect(messages.length).toBeGreaterThanOrEqual(9);
		expect(messages.length).toBeLessThanOrEqual(20);
		expect(gap).toMatchObject({ reason: 'expired', from: 1, to: 30 - messages.length });
		const start = { ...(await broker.read('small', null, 0)).last, seq: 0 };
		expect((await broker.read('small', start, 10)).messages).toEqual([small]);
	});

	it('is limited for any number of rooms, and evicted rooms do not count', async () => {
		const text = 'x'.repeat(10_000);
		const broker = create(1000, 20 * bytesOf({ text }));
		const held = async () => {
			let count = 0;
			for (let n = 0; n < 100; n++) {
				const { last } = await broker.read(`r${n}`, null, 0);
				count += (await broker.read(`r${n}`, { ...last, seq: 0 }, 10)).messages.length;
			}
			return count;
		};
		for (let n = 0; n < 100; n++) await publish(broker, `r${n}`, text);
		expect(await held()).toBeLessThanOrEqual(20);
		now = roomIdleMs;
		broker.evictExpired();
		for (let n = 0; n < 20; n++) await publish(broker, `r${n}`, text);
		expect(await held()).toBe(20);
	});
});

it('many rooms without messages that are only read evict each other, and so stay within the limit', async () => {
	const broker = create(3);
	await publish(broker, 'spoken');
	await broker.subscribe('occupied', { message: () => undefined, gap: () => undefined });
	for (let n = 0; n < 100; n++) await broker.read(`looked-into-${n}`, null, 0);
	expect(broker.size).toBe(3);
	expect((await broker.read('spoken', null, 0)).last.seq).toBe(1);
});
