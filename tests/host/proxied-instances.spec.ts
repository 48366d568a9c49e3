import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { randomId } from '../../src/lib/protocol/room.ts';
import { publish, request } from '../contract/lib/http.ts';
import { SseTestClient } from '../contract/lib/sse-client.ts';
import { until } from '../contract/lib/wait.ts';
import { runDuring } from '../faults/run-during.ts';
import { ThrowAway } from '../faults/throw-away.ts';
import { freePort } from '../support/free-port.ts';
import { descendantsOf, runsAny } from '../support/processes.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { openTlsTunnel } from '../support/tls-tunnel.ts';
import { kinds, programsFor, startProxy, stopProxies } from './proxy.ts';
import { startSite, stopAll } from './site.ts';

afterEach(async () => {
	await stopProxies();
	await stopAll();
});

/** The site behind nginx with the printed configuration. Its throw-away servers have a folder of their own. */
async function start() {
	const { PORT, ORIGIN, ...printed } = parseEnv(readFileSync('deploy/wirelab.env', 'utf8'));
	expect([PORT, ORIGIN]).toEqual(['3000', 'https://example.com']);
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'proxied-instances-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const site = await startSite({
		env: {
			...printed,
			ORIGIN: `https://localhost:${port}`,
			TMPDIR: folder,
			REDIS_SERVER_PATH: redisTool?.path ?? '',
			RATE_LIMIT_MESSAGES: '0'
		}
	});
	const proxy = await startProxy(kinds.nginx, port, site.port);
	const ca = readFileSync(proxy.ca);

	/** Opens a tunnel to the site for a reader with this address. */
	async function readerAt(address: string) {
		const tunnel = await openTlsTunnel({ port, ca }, address);
		onTestFinished(() => tunnel.close());
		return tunnel;
	}
	const processes = () => descendantsOf(site.child.pid ?? 0);
	/** Resolves when no process and no file of a throw-away server is left. */
	const untilNothingIsLeft = (pids: readonly number[]) =>
		until(
			() => !runsAny([...pids, ...processes()]) && readdirSync(folder).length === 0,
			'the end of all processes'
		);
	return { site, readerAt, processes, untilNothingIsLeft };
}

const isSkipped = redisTool === null || programsFor(kinds.nginx) === null;

describe.skipIf(isSkipped)(`throw-away servers behind nginx${redisHint}`, () => {
	test('no transport loses a message in a server restart or Redis outage; ending the server leaves no process', async () => {
		const { readerAt, processes, untilNothingIsLeft } = await start();
		const instance = await ThrowAway.create(await readerAt('127.0.0.1'));
		expect(await instance.status()).toMatchObject({ state: 'ready', hasRedis: true });

		for (const actions of [['restart'], ['stop-redis', 'start-redis']] as const) {
			const [action, then] = actions;
			const { reading } = await runDuring(instance, action, then);
			for (const { listener, name, connections } of reading) {
				listener.expectComplete();
				expect([...listener.texts].sort(), name).toEqual(['m2', 'm3', 'm4', 'm5']);
				// Killing the process breaks all connections through nginx; an outage of Redis breaks none.
				if (action === 'restart') expect(connections, name).toBeGreaterThan(1);
				// A poll during the outage is rejected, and the next one counts as another connection.
				else if (name !== 'long-polling') expect(connections, name).toBe(1);
			}
		}

		// The server itself, Redis, and the shell that runs the watchdog of Redis.
		const pids = processes();
		expect(pids).toHaveLength(3);
		expect((await instance.end()).status).toBe(204);
		await untilNothingIsLeft(pids);
	});

	test('each address gets one server, whose rooms are separate from those of other servers', async () => {
		const { site, readerAt } = await start();
		const [one, two] = await Promise.all([readerAt('127.0.0.1'), readerAt('127.0.0.2')]);
		const first = await ThrowAway.create(one);
		const second = await ThrowAway.create(two);
		const again = await request(one, 'POST', '/api/instances');
		expect([again.status, again.body]).toMatchObject([202, { state: 'waiting', position: 1 }]);

		const room = `own-${randomId(20)}`;
		const socket = new WebSocket(`${first.origin.replace('http', 'ws')}/ws?room=${room}`);
		onTestFinished(() => socket.terminate());
		const received: string[] = [];
		socket.on('message', (data: Buffer) => received.push(data.toString()));
		await until(() => received[0]?.includes('"welcome"'), 'the welcome');
		for (const [address, text] of [
			[{ origin: site.url, port: site.port }, 'of the site'],
			[second.address, 'of the second'],
			[first.address, 'of the first']
		] as const) {
			const { status, body } = await publish(address, room, text);
			expect([text, status, body]).toMatchObject([text, 201, { seq: 1 }]);
		}
		await until(() => received.some((event) => event.includes('of the')), 'the message');
		const messages = received.filter((event) => event.includes('"type":"message"'));
		expect(messages).toEqual([expect.stringContaining('of the first')]);

		// Through nginx too, a killed process breaks its connections, and no others.
		const other = new SseTestClient(second.address, { room });
		onTestFinished(() => other.close());
		await other.ready();
		const closed = new Promise((resolve) => socket.once('close', resolve));
		await first.act('restart');
		expect(await closed).toBe(1006);
		expect(other.closed).toBeNull();
	});

	test.each(['SIGTERM', 'SIGKILL'] as const)(
		'after the site receives %s, no process of a throw-away server in use is left',
		async (signal) => {
			const { site, readerAt, processes, untilNothingIsLeft } = await start();
			const instance = await ThrowAway.create(await readerAt('127.0.0.1'));
			const stream = new SseTestClient(instance.address, { room: `own-${randomId(20)}` });
			onTestFinished(() => stream.close());
			await stream.ready();
			const pids = processes();
			expect(pids).toHaveLength(3);
			site.child.kill(signal);
			await site.ended;
			await untilNothingIsLeft(pids);
		}
	);
});
