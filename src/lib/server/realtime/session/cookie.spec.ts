import { expect, it } from 'vitest';
import { clearSessionCookie, writeSessionCookie } from './cookie.ts';

it('the session cookie is hidden from scripts and from other sites, and can be cleared [session-cookie]', () => {
	expect(writeSessionCookie('a.b.c', 60, false)).toBe(
		'wirelab_session=a.b.c; Max-Age=60; Path=/; HttpOnly; SameSite=Lax'
	);
	expect(writeSessionCookie('a.b.c', 60, true)).toContain('; Secure');
	expect(clearSessionCookie()).toContain('wirelab_session=; Max-Age=0; Path=/');
});
