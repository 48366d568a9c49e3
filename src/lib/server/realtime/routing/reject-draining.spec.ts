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

it('answers a client that accepts an event stream with 200 and a closing event, then ends it', async () => {
	const response = await fetch(origin, { headers: { accept: 'text/event-stream' } });
	expect(response.status).toBe(200);
	expect(await response.text()).toMatch(
		/^retry: \d+\nevent: closing\ndata: {"code":1012,.*"retryAfterMs":\d+}\n\n$/
	);
});

it.each([
	['GET', 'text/html'],
	['POST', 'text/event-stream']
])('answers anything else with 503: %s, accepts %s', async (method, accept) => {
	const response = await fetch(origin, { method, headers: { accept } });
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ code: 'draining' });
});

it('counts the requests that it rejects', async () => {
	countError.mockClear();
	await (await fetch(origin)).text();
	expect(countError.mock.calls).toEqual([['http', 'draining']]);
});
