import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../realtime/refusal.ts';
import type { ApiEvent } from '../realtime/guards/request.ts';
import { answer, refused } from './endpoint.ts';

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

	it('hands on a body that has the right shape, and answers with what comes back', async () => {
		const response = await answer(host, post('{"name":"a"}'), Body, ({ name }) => ({
			hello: name
		}));
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(await response.json()).toEqual({ hello: 'a' });
	});

	it.each([
		['what is no JSON', '{', 'application/json', 400, 'bad_message'],
		['the wrong shape', '{"name":1}', 'application/json', 400, 'bad_message'],
		[
			'another type, which a foreign form could send',
			'{"name":"a"}',
			'text/plain',
			415,
			'unsupported_media_type'
		],
		['too much', `"${'x'.repeat(70_000)}"`, 'application/json', 413, 'too_large']
	])('refuses %s', async (_, body, type, status, code) => {
		const response = await answer(host, post(body, { type }), Body, () => ({}));
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ code });
	});

	it('turns a refusal of the example itself into an answer, and hides no bug', async () => {
		const act = () => Promise.reject(new Refusal('unauthorised'));
		expect((await answer(host, post('{"name":"a"}'), Body, act)).status).toBe(401);
		const bug = () => Promise.reject(new Error('bug'));
		await expect(answer(host, post('{"name":"a"}'), Body, bug)).rejects.toThrow('bug');
		expect(() => refused(new Error('bug'))).toThrow('bug');
	});

	it('L2: slows one address down, whoever it says that it is, and no other', async () => {
		vi.useFakeTimers({ toFake: ['performance'], now: 0 }); // a slow machine would earn turns meanwhile
		const ask = (address: string) =>
			answer(host, post('{"name":"a"}', { address }), Body, () => ({}));
		const statuses = [];
		for (let i = 0; i < 61; i++) statuses.push((await ask('192.0.2.1')).status);
		expect(statuses.slice(0, 60)).toEqual(Array(60).fill(200));
		expect(statuses.at(-1)).toBe(429);
		expect((await ask('192.0.2.2')).status).toBe(200);
	});
});
