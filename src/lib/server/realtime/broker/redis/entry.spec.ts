import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEntry, encodeBody, parseDelivery } from './entry.ts';

test('decoding an encoded message returns the same message', () => {
	const text = fc.string({ unit: 'binary', minLength: 1 });
	fc.assert(
		fc.property(
			text,
			text,
			fc.constantFrom('http', 'websocket', 'socket-io'),
			(user, text, via) => {
				const body = encodeBody({ room: 'r', user, text, via });
				const entry = parseDelivery('r', `epoch 7 mark 1700000000000 ${body}`);
				expect(entry).toEqual({
					message: {
						id: 'epoch.7',
						seq: 7,
						room: 'r',
						user,
						text,
						timestamp: 1_700_000_000_000,
						via
					},
					at: { epoch: 'epoch', seq: 7 },
					mark: 'mark'
				});
			}
		)
	);
});

test.each([
	['anew'],
	[''],
	['e 1 m 1'],
	['e x m 1 ["u","t","http"]'],
	['e 1 m 1 {"user":"u"}'],
	['e 1 m 1 ["u","t"'],
	['e 1 m 1 ["u","t","pigeon"]'],
	['e 1 m 1 ["u",5,"http"]'],
	['e 1 m 1 ["u"]']
])('%j is rejected as a message', (payload) => {
	expect(parseDelivery('r', payload)).toBeNull();
});

test('arbitrary payloads are rejected without throwing', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (payload) => {
			expect(parseDelivery('r', payload)).toBeNull();
		})
	);
});

test('an unreadable stream entry is an error, not a gap', () => {
	expect(() => decodeEntry('r', ['e', '1', 'm', '1', '{}'])).toThrow();
});
