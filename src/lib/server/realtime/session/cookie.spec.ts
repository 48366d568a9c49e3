import { expect, it } from 'vitest';
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './cookie.ts';

it('is hidden from scripts and from other sites [session-cookie]', () => {
	expect(writeSessionCookie('a.b.c', 60, false)).toBe(
		'wirelab_session=a.b.c; Max-Age=60; Path=/; HttpOnly; SameSite=Lax'
	);
	expect(clearSessionCookie(false)).toContain('wirelab_session=; Max-Age=0; Path=/');
});

it('over https is Secure and bound to its host by the prefix of its name [session-cookie]', () => {
	expect(writeSessionCookie('a.b.c', 60, true)).toBe(
		'__Host-wirelab_session=a.b.c; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax'
	);
	// Browsers ignore it without Secure.
	expect(clearSessionCookie(true)).toMatch(
		/^__Host-wirelab_session=; Max-Age=0; Path=\/.*; Secure/
	);
});

it.each([
	[undefined, undefined],
	['', undefined],
	['a=b', undefined],
	['wirelab_session=t', 't'],
	['a=b; wirelab_session=t; c=d', 't'],
	['x_wirelab_session=t', undefined],
	['__Host-wirelab_session=t', undefined],
	['wirelab_session', undefined]
])('reads "%s" as the token %s', (header, token) => {
	expect(readSessionCookie(header, false)).toBe(token);
});

it('over https reads only the name with the prefix', () => {
	expect(readSessionCookie('wirelab_session=a; __Host-wirelab_session=b', true)).toBe('b');
	expect(readSessionCookie('wirelab_session=a', true)).toBeUndefined();
});
