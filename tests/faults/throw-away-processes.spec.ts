import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/lib/server/config.ts';
import { Instances } from '../../src/lib/server/instances/instances.ts';
import { maxActions, maxForwarded, maxWaiting } from '../../src/lib/server/instances/limits.ts';
import { until } from '../contract/lib/wait.ts';
import { compileProgram } from '../support/compile-program.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { instanceProgram } from './throw-away.ts';

const program = await compileProgram(new URL('throw-away-main.ts', import.meta.url));
const none = { REDIS_SERVER_PATH: '/nonexistent' };
const withRedis = { REDIS_SERVER_PATH: redisTool?.path ?? '' };

const running: Instances[] = [];
afterEach(() => Promise.all(running.splice(0).map((instances) => instances.close())));

const noEnd = { lifeMs: 600_000, idleMs: 600_000, unaskedMs: 600_000 };

function offerInstances(
	env: Record<string, string> = none,
	start = instanceProgram,
	times: Partial<typeof noEnd> = {}
): Instances {
	const log = pino({ level: 'silent' });
	const instances = new Instances(parseConfig(env), log, { ...noEnd, ...times });
	instances.offer(start);
	running.push(instances);
	return instances;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function startInstance(instances: Instances, address = '192.0.2.1') {
	const { id } = instances.create(address);
	await until(() => instances.status(id).state === 'ready', 'the instance');
	return { id, instance: instances.ready(id) };
}

const codeOf = (act: () => unknown): unknown => {
	try {
		act();
		return null;
	} catch (error) {
		return (error as { problem?: { code?: unknown } }).problem?.code;
	}
};

for (const [name, env, count] of [
	['in memory', none, 1],
	['with Redis', withRedis, 2]
] as const) {
	const isSkipped = env === withRedis && redisTool === null;
	test.skipIf(isSkipped)(
		`the end of an instance ${name} leaves no process and no folder${isSkipped ? redisHint : ''}`,
		async () => {
			const instances = offerInstances(env);
			const { id, instance } = await startInstance(instances);
			const { pids, folder } = instance;
			expect(pids).toHaveLength(count);
			expect(pids.every(isAlive)).toBe(true);
			expect(statSync(folder).mode & 0o077).toBe(0);
			instances.end(id);
			expect(codeOf(() => instances.status(id))).toBe('not_found');
			await until(() => !pids.some(isAlive) && !existsSync(folder), 'the end of the processes');
		}
	);

	for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
		test.skipIf(isSkipped)(
			`an instance ${name} ends when its parent gets ${signal}${isSkipped ? redisHint : ''}`,
			async () => {
				const parent = spawn(process.execPath, [program, ...instanceProgram], {
					env: { PATH: process.env['PATH'], ...env },
					stdio: ['ignore', 'pipe', 'inherit']
				});
				const [line] = (await once(parent.stdout, 'data')) as [Buffer];
				const { pids, folder } = JSON.parse(String(line)) as { pids: number[]; folder: string };
				expect(pids).toHaveLength(count);
				expect(pids.every(isAlive)).toBe(true);
				parent.kill(signal);
				await until(() => !pids.some(isAlive) && !existsSync(folder), 'the end of the processes');
			}
		);
	}
}

test('an address has one instance and one place in the queue, and the waiting instance starts when the first ends', async () => {
	const instances = offerInstances();
	const first = await startInstance(instances);
	const second = instances.create('192.0.2.1');
	expect(second).toMatchObject({ state: 'waiting', position: 1 });
	expect(codeOf(() => instances.create('192.0.2.1'))).toBe('rate_limited');
	instances.end(first.id);
	await until(() => instances.status(second.id).state === 'ready', 'the next instance');
});

test('the queue has a limit, and the first address in it gets the next instance', async () => {
	const instances = offerInstances({ ...none, FAULT_INSTANCES: '1' });
	const first = await startInstance(instances, '192.0.2.100');
	const waiting = Array.from({ length: maxWaiting }, (_, n) => instances.create(`192.0.2.${n}`));
	expect(waiting.map((status) => status.state === 'waiting' && status.position)).toEqual(
		waiting.map((_, n) => n + 1)
	);
	expect(codeOf(() => instances.create('192.0.2.101'))).toBe('full');
	const [next, ...others] = waiting.map(({ id }) => id);
	instances.end(first.id);
	await until(() => instances.status(next ?? '').state === 'ready', 'the next instance');
	expect(instances.status(others[0] ?? '')).toMatchObject({ state: 'waiting', position: 1 });
	expect(instances.running).toHaveLength(1);
});

test('a process that does not start and one that ends by itself are reported', async () => {
	const broken = offerInstances(none, ['-e', 'process.exit(1)']);
	const { id } = broken.create('192.0.2.1');
	await until(() => broken.status(id).state === 'failed', 'the failure');
	expect(codeOf(() => broken.ready(id))).toBe('not_found');
	const instances = offerInstances();
	const crashed = await startInstance(instances);
	process.kill(crashed.instance.pids[0] ?? 0, 'SIGKILL');
	await until(() => instances.status(crashed.id).state === 'failed', 'the crash');
});

test('actions and forwarded requests of an instance are limited', async () => {
	const { instance } = await startInstance(offerInstances());
	expect(codeOf(() => instance.act('stop-redis'))).toBe('not_found');
	const releases = Array.from({ length: maxForwarded }, () => instance.take());
	expect(codeOf(() => instance.take())).toBe('full');
	expect(instance.idleMs).toBe(0);
	releases[0]?.();
	releases[0]?.();
	instance.take();
	expect(codeOf(() => instance.take())).toBe('full');
	for (let n = 0; n < maxActions; n++) void instance.act('restart');
	expect(codeOf(() => instance.act('restart'))).toBe('rate_limited');
});

test.each([
	['when its time is over', { lifeMs: 1 }, true],
	['when it was not used for a while', { idleMs: 1 }, false]
])('an instance ends %s', async (_, times, isUsed) => {
	const instances = offerInstances(none, instanceProgram, times);
	const { id } = instances.create('192.0.2.1');
	const [instance] = await until(() => {
		const all = instances.running;
		return all.length > 0 && (all[0]?.pids.length ?? 0) > 0 ? all : null;
	}, 'the process');
	const { pids, folder } = instance ?? { pids: [], folder: '' };
	if (isUsed) instance?.take();
	await until(() => codeOf(() => instances.status(id)) === 'not_found', 'the end');
	await until(() => !pids.some(isAlive) && !existsSync(folder), 'the end of the processes');
});

test('an instance in use does not end as idle, and a reader who does not ask leaves the queue', async () => {
	const instances = offerInstances(none, instanceProgram, { idleMs: 400, unaskedMs: 300 });
	const first = await startInstance(instances);
	first.instance.take();
	const { id } = instances.create('192.0.2.1');
	expect(instances.status(id).state).toBe('waiting');
	// A request for its status would keep the place. An address has only one, so create() succeeds once it is free.
	const isFree = () => codeOf(() => instances.create('192.0.2.1')) === null;
	await until(isFree, 'the end of the place');
	expect(codeOf(() => instances.status(id))).toBe('not_found');
	expect(instances.status(first.id).state).toBe('ready');
});
