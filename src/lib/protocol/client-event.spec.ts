import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseClientEvent, parseJson, parseShape, PublishSchema } from './client-event.ts';

const valueOrProblem = (json: string) => {
	const parsed = parseClientEvent(json);
	return parsed.ok ? parsed.value : parsed.problem;
};

describe('parseClientEvent', () => {
	it('parses message, ping and auth', () => {
		expect(valueOrProblem('{"type":"message","text":"hi","clientId":"a_-1"}')).toEqual({
			type: 'message',
			text: 'hi',
			clientId: 'a_-1'
		});
		expect(valueOrProblem('{"type":"ping"}')).toEqual({ type: 'ping' });
		for (const ticket of ['abc', '', 'a.b']) {
			expect(valueOrProblem(JSON.stringify({ type: 'auth', ticket }))).toEqual({
				type: 'auth',
				ticket
			});
		}
	});

	it('V9 W8: drops every field that a client must not set', () => {
		const json = JSON.stringify({
			type: 'message',
			text: 'hi',
			user: 'admin',
			id: 'e.1',
			seq: 1,
			timestamp: 0,
			via: 'http',
			room: 'other'
		});
		expect(valueOrProblem(json)).toEqual({ type: 'message', text: 'hi' });
	});

	it('ignores keys of prototypes', () => {
		expect(valueOrProblem('{"__proto__":{"type":"ping"}}')).toMatchObject({ code: 'bad_message' });
		expect(valueOrProblem('{"type":"message","__proto__":{"text":"hi"}}')).toMatchObject({
			code: 'bad_message',
			field: 'text'
		});
		expect(valueOrProblem('{"type":"constructor"}')).toMatchObject({ code: 'bad_message' });
	});

	it.each([
		['', undefined],
		['{', undefined],
		['null', undefined],
		['1', undefined],
		['"message"', undefined],
		['[]', 'type'],
		['{}', 'type'],
		['{"type":null}', 'type'],
		['{"type":"nope"}', 'type'],
		['{"type":["ping"]}', 'type'],
		['{"type":"message"}', 'text'],
		['{"type":"message","text":""}', 'text'],
		['{"type":"message","text":7}', 'text'],
		['{"type":"message","text":{"toString":1}}', 'text'],
		['{"type":"message","text":"x","clientId":""}', 'clientId'],
		['{"type":"message","text":"x","clientId":"a b"}', 'clientId'],
		['{"type":"message","text":"x","clientId":null}', 'clientId'],
		['{"type":"auth"}', 'ticket'],
		['{"type":"auth","ticket":7}', 'ticket'],
		['['.repeat(60_000), undefined]
	])('V7: rejects %s with bad_message', (json, field) => {
		const problem = valueOrProblem(json);
		expect(problem).toMatchObject({ code: 'bad_message', message: expect.any(String) });
		expect('field' in problem ? problem.field : undefined).toBe(field);
	});

	it('counts a text in code points: 2,000 fit, 2,001 do not', () => {
		const isAccepted = (text: string) => parseShape(PublishSchema, { text }).ok;
		expect(isAccepted('x'.repeat(2000))).toBe(true);
		expect(isAccepted('x'.repeat(2001))).toBe(false);
		expect(isAccepted('😀'.repeat(2000))).toBe(true);
		expect(isAccepted('😀'.repeat(2001))).toBe(false);
		expect(isAccepted('😀'.repeat(1999) + 'xx')).toBe(false);
	});

	it.each(['a\ud800b', 'a\udfffb', '\udc00\ud800'])(
		'rejects half of a surrogate pair, which UTF-8 cannot encode: %j',
		(text) => {
			expect(valueOrProblem(JSON.stringify({ type: 'message', text }))).toEqual({
				code: 'bad_message',
				field: 'text',
				message: 'text must not contain half a surrogate pair.'
			});
		}
	);

	it.each([
		['[]', 'type must be message, ping or auth.'],
		['{"text":"x"}', 'type must be message, ping or auth.'],
		['7', 'What was sent must be an object with type message, ping or auth.'],
		['{"type":"message"}', 'text is missing.'],
		['{"type":"auth"}', 'ticket is missing.'],
		['{"type":"auth","ticket":7}', 'ticket must be a string.']
	])('names the field and the reason for %s', (json, message) => {
		expect(valueOrProblem(json)).toMatchObject({ message });
	});

	it('never throws, for any text and any JSON', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
				const parsed = parseClientEvent(json);
				if (parsed.ok) expect(['message', 'ping', 'auth']).toContain(parsed.value.type);
				else expect(parsed.problem.message).not.toBe('');
			})
		);
	});
});

describe('parseShape', () => {
	it('never throws on decoded values of any kind', () => {
		fc.assert(
			fc.property(fc.anything({ withNullPrototype: true }), (value) => {
				const parsed = parseShape(PublishSchema, value);
				if (parsed.ok) expect(typeof parsed.value.text).toBe('string');
			})
		);
	});
});

describe('parseJson', () => {
	it('distinguishes a missing field from a value that is not an object', () => {
		const messageOf = (json: string) => {
			const parsed = parseJson(PublishSchema, json);
			return parsed.ok ? '' : parsed.problem.message;
		};
		expect(messageOf('{}')).toBe('text is missing.');
		expect(messageOf('null')).toBe('What was sent must be an object.');
		const nested = parseShape(v.object({ in: PublishSchema }), { in: 1 });
		expect(nested).toMatchObject({ problem: { field: 'in', message: 'in must be an object.' } });
	});

	it('names the first wrong field', () => {
		expect(parseJson(PublishSchema, '{"text":1,"clientId":2}')).toMatchObject({
			ok: false,
			problem: { code: 'bad_message', field: 'text', message: 'text must be a string.' }
		});
	});
});
