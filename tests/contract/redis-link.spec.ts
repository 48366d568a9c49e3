import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RedisLink } from '../../src/lib/server/realtime/broker/redis/link.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { until } from './lib/wait.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

describe.skipIf(redisTool === null)(
	`the connection to Redis that the parts of an instance share${redisHint}`,
	() => {
		let redis: TestRedis;
		let link: RedisLink;
		beforeAll(async () => {
			redis = await TestRedis.started();
			link = new RedisLink({ url: redis.url, name: 'shared', log });
			await link.command(['PING']);
		});
		afterAll(async () => {
			await link.close();
			await redis.close();
		});

		it('is ready again after a loss only when its users have restored their state', async () => {
			const heard: string[] = [];
			const users: string[] = [];
			link.register({
				lost: () => void users.push(`lost, ready: ${link.isReady}`),
				restore: async () => {
					users.push(`restored, ready: ${link.isReady}`);
					await link.subscribePattern('room*', (payload, channel) =>
						heard.push(`${channel}: ${payload}`)
					);
				}
			});
			await link.subscribe('single', (payload) => heard.push(`single: ${payload}`));
			link.drop(new Error('a test'));
			await until(() => users.length === 2 && link.isReady, 'the next connection');
			expect(users).toEqual(['lost, ready: false', 'restored, ready: false']);
			for (const channel of ['single', 'room1', 'elsewhere', 'room2']) {
				await link.command(['PUBLISH', channel, 'text']);
			}
			await until(() => heard.length === 3, 'three payloads');
			expect(heard).toEqual(['single: text', 'room1: text', 'room2: text']);
		});

		it('rejects every call with a code of the contract while Redis is unavailable', async () => {
			await redis.kill();
			await until(() => !link.isReady, 'the loss');
			const refusal = { problem: { code: 'broker_unavailable', retryAfterMs: 1000 } };
			for (const call of [
				() => link.command(['PING']),
				() => link.subscribe('channel', vi.fn()),
				() => link.subscribePattern('*', vi.fn())
			]) {
				await expect(call()).rejects.toMatchObject(refusal);
			}
			await redis.start();
			await until(() => link.isReady, 'readiness');
		});
	}
);
