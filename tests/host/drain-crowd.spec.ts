import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { Follower, persist } from '../support/follower.ts';
import { ways } from '../support/reading.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { startSite, stopAll, type Site } from './site.ts';

const each = 100;
const patience = { timeout: 30_000, interval: 20 };

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
			await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), patience);
		}
	});
	afterAll(async () => {
		await stopAll();
		await redis.close();
	});

	test('P2 P9: SIGTERM with 500 connections of all kinds: over within 5 s, and everybody goes on elsewhere [sigterm]', async () => {
		const room = `crowd-${randomId(20)}`;
		const begin = { room, text: 'begin', clientId: 'begin' };
		const from = await persist(() => staying.url, begin);
		const crowd = Object.entries(ways).flatMap((way) =>
			Array.from({ length: each }, () => {
				const origins = (turn: number) => (turn === 0 ? leaving.url : staying.url);
				return new Follower(way, { room, from, origins });
			})
		);
		const say = (text: string) => persist(() => staying.url, { room, text, clientId: text });
		await say('everybody-is-here');
		await vi.waitFor(() => {
			expect(crowd.filter(({ ear }) => ear.messages.length === 0)).toEqual([]);
		}, patience);
		expect(crowd.filter(({ connections }) => connections > 1)).toEqual([]);

		let isOver = false;
		let said = 1;
		const talk = async () => {
			for (; !isOver; said++) {
				await say(`t${said}`);
				await sleep(20);
			}
		};
		const talking = talk();
		const begun = performance.now();
		leaving.child.kill('SIGTERM');
		expect(await leaving.ended).toEqual({ code: 0, signal: null });
		expect(performance.now() - begun).toBeLessThan(6_000);
		isOver = true;
		await talking;
		const end = await say('the-end');

		for (const { ear, name } of crowd) {
			await vi.waitFor(() => expect(ear.at, name).toEqual(end), patience);
			ear.expectUnbroken();
			expect(ear.messages).toHaveLength(said + 1);
		}
		await Promise.all(crowd.map((follower) => follower.close()));
	}, 120_000);
});
