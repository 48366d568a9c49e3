import { expect, it, vi } from 'vitest';
import { refusalOf, findRefusal } from './http-refusal.ts';

const answer = (status: number, body: object | string, headers = {}) =>
	new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

it.each([
	[400, true],
	[401, true],
	[403, true],
	[404, true],
	[429, false],
	[503, false],
	[502, false]
])('%i is final: %s', async (status, isFinal) => {
	const problem = { code: 'full', message: 'Full.', retryAfterMs: 700 };
	expect(await refusalOf(answer(status, problem))).toEqual({
		isFinal,
		code: 'full',
		retryAfterMs: 700
	});
});

it('takes delay and status from the response of a proxy', async () => {
	const refusal = await refusalOf(answer(503, '<h1>Down</h1>', { 'retry-after': '3' }));
	expect(refusal).toEqual({ isFinal: false, code: 'http 503', retryAfterMs: 3000 });
	expect(await refusalOf(answer(503, '', { 'retry-after': 'soon' }))).toEqual({
		isFinal: false,
		code: 'http 503'
	});
});

it('finds no refusal in an accepted request, which it aborts, or in one without an answer', async () => {
	const fetch = vi.fn((_: unknown, init?: RequestInit) => {
		expect(init?.signal?.aborted).toBe(false);
		return Promise.resolve(answer(200, ''));
	});
	expect(await findRefusal('/api/rooms/r/events', fetch)).toBeUndefined();
	expect(fetch).toHaveBeenCalledTimes(1);
	expect(fetch.mock.calls[0]?.[1]?.signal?.aborted).toBe(true);
	expect(await findRefusal('/x', () => Promise.reject(new TypeError('network')))).toBeUndefined();
});
