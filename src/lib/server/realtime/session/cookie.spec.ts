import { expect, it } from 'vitest';
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './cookie.ts';

it('the session cookie is hidden from scripts and from other sites, and can be cleared [session-cookie]', () => {
	expect(writeSessionCookie('a.b.c', 60, false)).toBe(
		'wirelab_session=a.b.c; Max-Age=60; Path=/; HttpOnly; SameSite=Lax'
	);
	expect(writeSessionCookie('a.b.c', 60, true)).toContain('; Secure');
	expect(clearSessionCookie()).toContain('wirelab_session=; Max-Age=0; Path=/');
});

it.each([
	[undefined, undefined],
	['', undefined],
	['a=b', undefined],
	['wirelab_session=t', 't'],
	['a=b; wirelab_session=t; c=d', 't'],
	['x_wirelab_session=t', undefined],
	['wirelab_session', undefined]
])('reads "%s" as the token %s', (header, token) => {
	expect(readSessionCookie(header)).toBe(token);
});
