import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../src/lib/server/examples/journal.ts';
import type { LiveEvent } from '../../src/lib/examples/websocket/protocol.ts';
import { serve } from '../../src/lib/examples/websocket/socket.server.ts';
import { MemoryBroker } from '../../src/lib/server/realtime/broker/memory.ts';
import { historyLength } from '../../src/lib/server/realtime/limits.ts';
import { Refusal } from '../../src/lib/server/realtime/refusal.ts';
import { joinRoom } from './lib/chat.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

const room = 'chat-abcdefghijklmnopqrstuvwx';
const heartbeatMs = 25_000;

describe('a chat over time', () => {
	let broker: MemoryBroker;
	let isDown: boolean;
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
		broker = new MemoryBroker({
			maxRooms: 10,
			log: { error: () => undefined },
			now: () => Date.now()
		});
		isDown = false;
	});
	afterEach(async () => {
		await broker.close();
		vi.useRealTimers();
	});

	const journal = <Data extends object>(example: string) => {
		const journal = new Journal<Data>(broker, example);
		const append = journal.append.bind(journal);
		journal.append = (data, id) =>
			isDown ? Promise.reject(new Refusal('broker_unavailable')) : append(data, id);
		return journal;
	};
	/** A fake signature that a test can compute: the end of the encoded text. */
	const sign = (text: string) => Buffer.from(text).toString('base64url').slice(-43).padStart(43);
	const unexpectedCall = () => new Error('unexpected call');
	const instance = () =>
		serve(
			{
				journal,
				sign,
				addressOf: () => {
					throw unexpectedCall();
				},
				figures: () => Promise.reject(unexpectedCall())
			},
			Date.now
		);

	async function heartbeats(count: number) {
		for (let i = 0; i < count; i++) {
			vi.advanceTimersByTime(heartbeatMs);
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	it('resumes without old messages after everybody was absent until the journal had expired', async () => {
		const one = await joinRoom(instance(), room, '朝子');
		await one.say('最後の発言');
		const after = one.entries()[0]?.id ?? null;
		await heartbeats(20);
		one.handler.closed();
		await heartbeats(6);
		const back = await joinRoom(instance(), room, '朝子', { key: one.key, after });
		expect(back.all('welcome')[0]?.freshUpTo).toBeNull();
		expect(back.all('page')).toEqual([]);
	});

	it('shows new arrivals the same messages on every instance', async () => {
		const old = instance();
		const one = await joinRoom(old, room, '朝子');
		await one.say('10分より前の発言');
		await heartbeats(25);
		const [here, there] = [
			await joinRoom(old, room, '夕子'),
			await joinRoom(instance(), room, '夜子')
		];
		expect(here.all('page')).toEqual(there.all('page'));
	});

	it('keeps the people present while the broker is unavailable', async () => {
		const one = await joinRoom(instance(), room, '朝子');
		await heartbeats(4);
		expect(one.named('朝子')).toBeDefined();
		isDown = true;
		await heartbeats(4);
		isDown = false;
		await one.say('名前は残る');
		expect(one.texts()).toEqual(['朝子: 名前は残る']);
		await heartbeats(1);
		expect(one.named('朝子')).toBeDefined();
	});

	it('keeps a changed name while the broker is unavailable', async () => {
		const one = await joinRoom(instance(), room, '朝子');
		await one.handler.message({ type: 'rename', name: '夕子' });
		isDown = true;
		await heartbeats(4);
		isDown = false;
		await heartbeats(1);
		expect(one.people().map(({ name }) => name)).toEqual(['夕子']);
	});

	it('renews a rule before it is evicted', async () => {
		const operator = sign(`operator/${room}`);
		const one = await joinRoom(instance(), room, '運営', { operator });
		const removed = await joinRoom(instance(), room, '困った人');
		const who = removed.all('welcome')[0]?.who;
		await one.handler.message({ type: 'rule', who, rule: 'removed' });
		await heartbeats(1);
		const live = journal<LiveEvent>('websocket-live');
		for (let i = 0; i <= historyLength; i++)
			await live.append({ type: 'gone', conn: 'c', who: 'nobody' });
		await heartbeats(3);
		const back = await joinRoom(instance(), room, '困った人', { key: removed.key });
		expect(back.all('turned-away')).toEqual([{ type: 'turned-away', why: 'removed' }]);
	});
});
