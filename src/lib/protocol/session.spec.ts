import { expect, it } from 'vitest';
import { parseSession, parseTicket } from './session.ts';

it('reads a session and a ticket', () => {
	expect(parseSession({ user: 'Ada', expiresAt: 1 })).toEqual({ user: 'Ada', expiresAt: 1 });
	expect(parseTicket({ ticket: 'abc', expiresIn: 30 })).toBe('abc');
});

it.each([null, undefined, 'text', [], {}, { code: 'unauthorised', message: 'Sign in first.' }])(
	'rejects any other answer: %j',
	(value) => {
		expect(parseSession(value)).toBeNull();
		expect(parseTicket(value)).toBeNull();
	}
);
