import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, onTestFinished, test } from 'vitest';
import { until } from '../contract/lib/wait.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { socketIoEndpoint, webSocketEndpoint } from './lib/endpoints.ts';
import { Program, root, type ProgramOptions } from './lib/program.ts';
import { attackSample } from './lib/suite.ts';

const start = (host: string, options?: Partial<ProgramOptions>) =>
	Program.start({
		args: ['--import', 'tsx', `tests/samples/hosts/${host}.ts`],
		cwd: root,
		...options
	});

for (const [name, host, endpoint] of [
	['the chat of the guide', 'chat', webSocketEndpoint('/ws')],
	['the rooms of the guide', 'rooms', socketIoEndpoint()],
	['the server of the guide for Express', 'express', webSocketEndpoint('/ws')],
	['a server with the heartbeat', 'heartbeat', webSocketEndpoint('/ws')]
] as const) {
	attackSample({ name, endpoints: [endpoint], start: (isFast) => start(host, { isFast }) });
}

describe.skipIf(redisTool === null)(`with Redis${redisHint}`, () => {
	const auth = { token: 'secret' };
	let redis: TestRedis;
	beforeAll(async () => (redis = await TestRedis.started()));
	afterAll(() => redis.close());

	const startOperators = () =>
		// It has a connection to publish, and one to subscribe.
		start('operators', { env: { REDIS_URL: redis.url }, ownSockets: 2 });

	attackSample({
		name: 'the operators of the guide',
		endpoints: [socketIoEndpoint('/operators', auth, false)],
		start: startOperators
	});

	test('two servers of the guide deliver to each other, also after Redis has ended during a delivery', async () => {
		const servers = await Promise.all([startOperators(), startOperators()]);
		const [listener, caller] = servers.map(({ origin }) => io(`${origin}/operators`, { auth }));
		onTestFinished(async () => {
			for (const socket of [listener, caller]) socket?.disconnect();
			await Promise.all(servers.map((server) => server.stop()));
		});
		let sent = 0;
		let heard = 0;
		listener?.on('call', (number: number) => (heard = number));
		const call = () => caller?.timeout(5000).emitWithAck('call', ++sent);
		const expectDelivery = async () => {
			const before = sent;
			await until(async () => {
				await call();
				return heard > before;
			}, 'a call from the other server');
		};
		await expectDelivery();
		redis.pause();
		// Once the second call is answered, the first one has been sent to Redis, which never confirms it.
		for (let n = 0; n < 2; n++) await call();
		await redis.kill();
		await redis.start();
		await expectDelivery();
	});
});
