import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { startOnRedis } from './lib/brokers.ts';
import { SocketIoTestClient } from './lib/client.ts';
import { publish, signIn } from './lib/http.ts';
import { startServer, untilReady } from './lib/server.ts';
import { until } from './lib/wait.ts';

const newRoom = () => `cluster-${randomId(8)}`;

describe.skipIf(redisTool === null)(`Socket.IO on two instances with one Redis${redisHint}`, () => {
	const { instances, redis } = startOnRedis();

	/** Joins and leaves on the second instance until a client on the first is notified. */
	async function untilAnnounced(room: string, listener: SocketIoTestClient): Promise<void> {
		await until(async () => {
			const visitor = new SocketIoTestClient(instances.second);
			await visitor.ask('join-room', { room });
			visitor.close();
			return listener.notices.some(({ event }) => event === 'user-left');
		}, 'an announcement over Redis');
	}

	it('joins and leaves are announced on the other instance too [socket-io-notices]', async () => {
		const room = newRoom();
		const listener = new SocketIoTestClient(instances.first);
		await listener.ask('join-room', { room });
		const elsewhere = new SocketIoTestClient(instances.second);
		await elsewhere.ask('join-room', { room: newRoom() });
		await untilAnnounced(room, listener);
		const { cookie } = await signIn(instances.second, '花子');
		const visitor = new SocketIoTestClient(instances.second, { headers: { cookie } });
		await visitor.ask('join-room', { room });
		const about = { room, user: '花子' };
		await until(
			() => listener.notices.some((n) => n.event === 'user-joined' && n.user === '花子'),
			'her user-joined'
		);
		await visitor.ask('leave-room', { room });
		await until(
			() => listener.notices.some((n) => n.event === 'user-left' && n.user === '花子'),
			'her user-left'
		);
		const hers = listener.notices.filter(({ user }) => user === '花子');
		expect(hers).toEqual([
			{ event: 'user-joined', ...about },
			{ event: 'user-left', ...about }
		]);
		expect(visitor.notices).toEqual([]);
		expect(elsewhere.notices).toEqual([]);
		for (const client of [listener, elsewhere, visitor]) client.close();
	});

	it('each instance has one connection to Redis, for rooms and for Socket.IO', async () => {
		const clients = String(await redis().command('CLIENT', 'LIST'));
		expect(clients.match(/ name=wirelab\S*/g)).toHaveLength(2);
	});

	it('a message is relayed once, by the broker and not also by Socket.IO', async () => {
		const room = newRoom();
		const [one, two] = [
			new SocketIoTestClient(instances.first),
			new SocketIoTestClient(instances.second)
		];
		for (const reader of [one, two]) await reader.ask('join-room', { room });
		await untilAnnounced(room, one);
		for (let n = 1; n <= 20; n++) {
			await (n % 2 === 0 ? one : two).ask('message', { room, text: `m${n}` });
		}
		await publish(instances.first, room, 'last');
		for (const reader of [one, two]) {
			const texts = await reader.texts(21);
			expect(texts.at(-1)).toBe('last');
			expect(reader.of('message').map(({ seq }) => seq)).toEqual(
				Array.from({ length: 21 }, (_, n) => n + 1)
			);
			reader.close();
		}
	});

	it('instances with another prefix on the same Redis get no announcements', async () => {
		const room = newRoom();
		const listener = new SocketIoTestClient(instances.first);
		const other = await instances.start({ REDIS_PREFIX: 'other' });
		const stranger = new SocketIoTestClient(other);
		await listener.ask('join-room', { room });
		await stranger.ask('join-room', { room });
		await untilAnnounced(room, listener);
		expect(stranger.notices).toEqual([]);
		stranger.close();
		listener.close();
	});

	it('R1 R2: sockets stay connected while Redis is down, joins are rejected, and announcements continue after a restart', async () => {
		const room = newRoom();
		const listener = new SocketIoTestClient(instances.first);
		await listener.ask('join-room', { room });
		await redis().kill();
		await until(
			async () => (await fetch(`${instances.first.origin}/readyz`)).status === 503,
			'the first instance to be not ready'
		);
		const away = new SocketIoTestClient(instances.second);
		expect(await away.ask('join-room', { room })).toMatchObject({ code: 'broker_unavailable' });
		away.close();
		await redis().start();
		await untilReady([instances.first, instances.second]);
		await untilAnnounced(room, listener);
		expect(listener.closed).toBeNull();
		listener.close();
	});

	it('R5: malformed messages on the adapter’s channels are ignored', async () => {
		const room = newRoom();
		const listener = new SocketIoTestClient(instances.first);
		await listener.ask('join-room', { room });
		const channels = (await redis().command('PUBSUB', 'CHANNELS', '*:socket.io*')) as string[];
		expect(channels.length).toBeGreaterThan(0);
		for (const channel of channels) {
			for (const malformed of ['', '{', '\x93\x01', 'x'.repeat(100_000), '[]', 'null']) {
				await redis().command('PUBLISH', channel, malformed);
			}
		}
		await untilAnnounced(room, listener);
		listener.close();
	});
});

describe.skipIf(redisTool === null)('an instance whose Redis is down', () => {
	it('R7: starts, is alive, accepts connections and shuts down', async () => {
		const redis = await TestRedis.create();
		const server = await startServer({ REDIS_URL: redis.url, JWT_SECRET: 'x'.repeat(32) });
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		const client = await SocketIoTestClient.connected(server);
		client.close();
		await server.close();
		await redis.close();
	});
});
