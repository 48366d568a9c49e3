import { afterEach, expect, test } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll } from './site.ts';

afterEach(stopAll);

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
	fetch(`${url}/api/examples/progress`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: url, ...headers },
		body
	});

test('invalid jobs, guessable names, large bodies and requests from other sites are rejected', async () => {
	const { url } = await startSite();
	const job = `progress-${randomId(24)}`;
	const valid = { job, upTo: 10, failHalfway: false };
	for (const wrong of [
		null,
		[],
		'x',
		{},
		{ ...valid, job: ['a'] },
		{ ...valid, job: '../../etc' },
		{ ...valid, upTo: 0 },
		{ ...valid, upTo: 1.5 },
		{ ...valid, upTo: '10' },
		{ ...valid, upTo: 1e11 },
		{ ...valid, failHalfway: 1 },
		{ job, upTo: 10 }
	]) {
		expect((await post(url, JSON.stringify(wrong))).status, JSON.stringify(wrong)).toBe(400);
	}
	expect((await post(url, '{"job":')).status).toBe(400);
	expect((await post(url, JSON.stringify({ ...valid, job: 'general' }))).status).toBe(403);
	expect((await post(url, JSON.stringify({ ...valid, x: 'x'.repeat(70_000) }))).status).toBe(413);
	const otherSite = await post(url, JSON.stringify(valid), { origin: 'https://evil.example' });
	expect(otherSite.status).toBe(403);
	const head = await fetch(`${url}/api/examples/progress/events?job=${job}`, { method: 'HEAD' });
	expect(head.status).toBe(200);
	expect((await fetch(`${url}/api/examples/progress/events?job=general`)).status).toBe(403);
});

test('P2: a job that is running at SIGTERM is reported as interrupted and does not delay the exit', async () => {
	const { url, child, ended } = await startSite();
	const job = `progress-${randomId(24)}`;
	const stream = await fetch(`${url}/api/examples/progress/events?job=${job}`);
	let received = '';
	const reading = (async () => {
		const decoder = new TextDecoder();
		for await (const chunk of stream.body ?? [])
			received += decoder.decode(chunk, { stream: true });
	})();
	const answer = await post(url, JSON.stringify({ job, upTo: 10_000_000_000, failHalfway: false }));
	expect(answer.status).toBe(200);
	await until(() => received.includes('"state":"running"'), 'the worker');
	child.kill('SIGTERM');
	await reading;
	expect(received).toMatch(/"state":"interrupted"[^\n]+\n\n$/);
	expect(await ended).toMatchObject({ code: 0 });
});
