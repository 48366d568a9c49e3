import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { readers } from '../support/readers.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { publishReliably, ResumingReader } from '../support/resuming-reader.ts';
import { startSite, stopAll, type Site } from './site.ts';

const readersPerTransport = 100;
/** The promised five seconds, and one for a busy machine. */
const maxExitMs = 6000;
const waitOptions = { timeout: 30_000, interval: 20 };

describe.skipIf(redisTool === null)(`two instances of the site on one Redis${redisHint}`, () => {
	let redis: TestRedis;
	let leaving: Site;
	let staying: Site;
	beforeAll(async () => {
		redis = await TestRedis.started();
		const env = {
			REDIS_URL: redis.url,
			JWT_SECRET: 'x'.repeat(32),
			MAX_CONNECTIONS_PER_IP: '0',
			RATE_LIMIT_MESSAGES: '0'
		};
		[leaving, staying] = await Promise.all([startSite({ env }), startSite({ env })]);
		for (const { url } of [leaving, staying]) {
			await vi.waitFor(
				async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true),
				waitOptions
			);
		}
	});
	afterAll(async () => {
		await stopAll();
		await redis.close();
	});

	test('P2 P9: at SIGTERM an instance with 500 connections of five kinds exits with 0 in time, and all readers resume on the other instance without loss [sigterm]', async () => {
		const room = `crowd-${randomId(20)}`;
		const begin = { room, text: 'begin', clientId: 'begin' };
		const from = await publishReliably(() => staying.url, begin);
		const resuming = Object.entries(readers).flatMap((transport) =>
			Array.from({ length: readersPerTransport }, () => {
				const originOf = (connection: number) => (connection === 0 ? leaving.url : staying.url);
				return new ResumingReader(transport, { room, from, originOf });
			})
		);
		const publish = (text: string) =>
			publishReliably(() => staying.url, { room, text, clientId: text });
		await publish('everybody-is-here');
		await vi.waitFor(() => {
			expect(resuming.filter(({ listener }) => listener.messages.length === 0)).toEqual([]);
		}, waitOptions);
		expect(resuming.filter(({ connections }) => connections > 1)).toEqual([]);

		let hasExited = false;
		let published = 1;
		const publishAll = async () => {
			for (; !hasExited; published++) {
				await publish(`t${published}`);
				await sleep(20);
			}
		};
		const publishing = publishAll();
		const startedAt = performance.now();
		leaving.child.kill('SIGTERM');
		expect(await leaving.ended).toEqual({ code: 0, signal: null });
		expect(performance.now() - startedAt).toBeLessThan(maxExitMs);
		hasExited = true;
		await publishing;
		const end = await publish('the-end');

		for (const { listener, name } of resuming) {
			await vi.waitFor(() => expect(listener.at, name).toEqual(end), waitOptions);
			listener.expectComplete();
			expect(listener.messages).toHaveLength(published + 1);
		}
		await Promise.all(resuming.map((reader) => reader.close()));
	}, 120_000);
});
