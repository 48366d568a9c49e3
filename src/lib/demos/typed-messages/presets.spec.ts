import { describe, expect, it } from 'vitest';
import { parseClientEvent } from '$lib/protocol/client-event.ts';
import { presets } from './presets.ts';
import { text } from './text.ts';

const message = { type: 'message', text: text.greeting };

describe('the schema', () => {
	it.each(['valid', 'unknownField', 'proto'] as const)(
		'accepts %s and passes on the known fields only',
		(name) => {
			expect(parseClientEvent(presets[name])).toEqual({ ok: true, value: message });
		}
	);

	it.each([
		['unknownType', 'type'],
		['wrongType', 'text'],
		['tooLong', 'text'],
		['notJson', undefined]
	] as const)('rejects %s and names the wrong field, if there is one', (name, field) => {
		const verdict = parseClientEvent(presets[name]);
		expect(verdict).toMatchObject({ ok: false, problem: { code: 'bad_message' } });
		expect(verdict.ok ? '' : verdict.problem.field).toBe(field);
	});
});

it('the preset with __proto__ sends this key as an own property, as an attack does', () => {
	expect(Object.hasOwn(JSON.parse(presets.proto) as object, '__proto__')).toBe(true);
});
