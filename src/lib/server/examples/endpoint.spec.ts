import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../realtime/refusal.ts';
import type { ApiEvent } from '../realtime/guards/request.ts';
import { answerJson } from './endpoint.ts';

const Body = v.object({ name: v.string() });
const host = { addressOf: ({ getClientAddress }: ApiEvent) => getClientAddress() };
let asked = 0;

function post(
	body: string,
	{ address = `10.0.0.${String(++asked)}`, type = 'application/json' } = {}
) {
	const request = new Request('http://localhost/', {
		method: 'POST',
		headers: { 'content-type': type },
		body
	});
	return { request, getClientAddress: () => address };
}

describe('an endpoint of an example', () => {
	afterEach(() => void vi.useRealTimers());

	it('passes on a valid body and responds with the result', async () => {
		const response = await answerJson(host, post('{"name":"a"}'), Body, ({ name }) => ({
			hello: name
		}));
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(await response.json()).toEqual({ hello: 'a' });
	});

	it.each([
		['invalid JSON', '{', 'application/json', 400, 'bad_message'],
		['a body of the wrong shape', '{"name":1}', 'application/json', 400, 'bad_message'],
		[
			'another media type, which a form on another site could send',
			'{"name":"a"}',
			'text/plain',
			415,
			'unsupported_media_type'
		],
		['a body that is too large', `"${'x'.repeat(70_000)}"`, 'application/json', 413, 'too_large']
	])('rejects %s', async (_, body, type, status, code) => {
		const response = await answerJson(host, post(body, { type }), Body, () => ({}));
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ code });
	});

	it('turns a Refusal of the example into a response and rethrows other errors', async () => {
		const act = () => Promise.reject(new Refusal('unauthorised'));
		expect((await answerJson(host, post('{"name":"a"}'), Body, act)).status).toBe(401);
		const bug = () => Promise.reject(new Error('bug'));
		await expect(answerJson(host, post('{"name":"a"}'), Body, bug)).rejects.toThrow('bug');
	});

	it('L2: limits the rate per address, without affecting other addresses', async () => {
		vi.useFakeTimers({ toFake: ['performance'], now: 0 }); // otherwise the bucket would refill during a slow test
		const ask = (address: string) =>
			answerJson(host, post('{"name":"a"}', { address }), Body, () => ({}));
		const statuses = [];
		for (let i = 0; i < 61; i++) statuses.push((await ask('192.0.2.1')).status);
		expect(statuses.slice(0, 60)).toEqual(Array(60).fill(200));
		expect(statuses.at(-1)).toBe(429);
		expect((await ask('192.0.2.2')).status).toBe(200);
	});
});
