import { afterEach, expect, test } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll } from './site.ts';

afterEach(stopAll);

test('P2: a job that runs when SIGTERM comes is said to be interrupted, and holds nobody up', async () => {
	const { url, child, ended } = await startSite();
	const job = `progress-${randomId(24)}`;
	const stream = await fetch(`${url}/api/examples/progress/events?job=${job}`);
	let heard = '';
	const reading = (async () => {
		const decoder = new TextDecoder();
		for await (const chunk of stream.body ?? []) heard += decoder.decode(chunk, { stream: true });
	})();
	const answer = await fetch(`${url}/api/examples/progress`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: url },
		body: JSON.stringify({ job, upTo: 10_000_000_000, failHalfway: false })
	});
	expect(answer.status).toBe(200);
	await until(() => heard.includes('"state":"running"'), 'the worker');
	child.kill('SIGTERM');
	await reading;
	expect(heard).toMatch(/"state":"interrupted"[^\n]+\n\n$/);
	expect(await ended).toMatchObject({ code: 0 });
});
