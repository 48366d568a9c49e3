import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parseConfig } from '../../config.ts';
import { createLog } from '../operations/log.ts';
import { rejectDraining } from './reject-draining.ts';

const countError = vi.fn();
const log = createLog(parseConfig({ LOG_LEVEL: 'silent' }));
const server = createServer((req, res) =>
	rejectDraining(req, res, { log, metrics: { countError } })
);
let origin: string;
beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it.each([
	['/api/events', undefined],
	['/api/event%73', undefined],
	['/api/examples/dashboard/events', undefined],
	['/another/stream', 'text/event-stream']
])('answers a stream with 200 and a closing event, then ends it: %s', async (path, accept) => {
	const response = await fetch(origin + path, { headers: accept ? { accept } : {} });
	expect(response.status).toBe(200);
	expect(await response.text()).toMatch(
		/^retry: \d+\nevent: closing\ndata: {"code":1012,.*"retryAfterMs":\d+}\n\n$/
	);
});

it.each([
	['GET', '/'],
	['POST', '/api/events']
])('answers anything else with 503: %s %s', async (method, path) => {
	const response = await fetch(origin + path, { method });
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ code: 'draining' });
});

it('counts the requests that it rejects', async () => {
	countError.mockClear();
	await (await fetch(origin)).text();
	expect(countError.mock.calls).toEqual([['http', 'draining']]);
});
