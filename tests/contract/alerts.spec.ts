import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { closeCodes } from '../../src/lib/protocol/close-codes.ts';
import { errors } from '../../src/lib/protocol/errors.ts';
import { publish } from './lib/http.ts';
import { readMetrics } from './lib/metrics.ts';
import { startServer } from './lib/server.ts';

interface Rules {
	groups: { rules: { alert: string; expr: string }[] }[];
}

it('P8: every documented alert queries series that the server exports', async () => {
	const server = await startServer();
	const text = await readMetrics(server);
	const series = new Set([...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name]) => name));
	await server.close();

	const { groups } = parse(readFileSync('deploy/alerts.yaml', 'utf8')) as Rules;
	const rules = groups.flatMap(({ rules }) => rules);
	expect(rules.length).toBeGreaterThan(3);
	for (const { alert, expr } of rules) {
		const names = [...expr.matchAll(/\bwirelab_\w+/g)].map(([name]) =>
			name.replace(/_bucket$/, '')
		);
		expect(names, alert).not.toEqual([]);
		for (const name of names) expect(series, alert).toContain(name);
		for (const [, code = ''] of expr.matchAll(/code="(\w+)"/g)) {
			expect([...Object.keys(closeCodes), ...Object.keys(errors)], alert).toContain(code);
		}
	}
});

describe.skipIf(redisTool === null)(`on Redis${redisHint}`, () => {
	it('when Redis is out of memory, instances stay ready, publishing gets 503, and a metric counts it [redis-full]', async () => {
		const redis = await TestRedis.started();
		const server = await startServer({
			REDIS_URL: redis.url,
			JWT_SECRET: 'a secret that is used in tests only'
		});
		const counted = async () => {
			const text = await readMetrics(server);
			const lines = text.matchAll(/^wirelab_errors_total{.*code="broker_unavailable".*} (\d+)$/gm);
			return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
		};
		await expect.poll(async () => (await publish(server, 'memory', 'x')).status).toBe(201);
		const before = await counted();

		await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction', 'maxmemory', '1');
		const refused = await publish(server, 'memory', 'x');
		expect([refused.status, refused.body?.['code']]).toEqual([503, 'broker_unavailable']);
		expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
		expect(await counted()).toBe(before + 1);

		await redis.command('CONFIG', 'SET', 'maxmemory', '0');
		expect((await publish(server, 'memory', 'x')).status).toBe(201);
		await server.close();
		await redis.close();
	});
});
