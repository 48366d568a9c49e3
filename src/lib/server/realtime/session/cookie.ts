import { parseCookie, stringifySetCookie } from 'cookie';

export const sessionCookie = 'wirelab_session';

/** The session's token out of a `Cookie` header. */
export function readSessionCookie(header: string | undefined): string | undefined {
	return header === undefined ? undefined : parseCookie(header)[sessionCookie];
}

/**
 * A `Set-Cookie` value that keeps `token` for `maxAge` seconds.
 *
 * httpOnly: a script that was smuggled into the page cannot read it. SameSite=Lax: other sites' forms
 * and frames do not send it. Secure wherever the public address is https.
 */
export function writeSessionCookie(token: string, maxAge: number, secure: boolean): string {
	return stringifySetCookie({
		name: sessionCookie,
		value: token,
		maxAge,
		secure,
		httpOnly: true,
		sameSite: 'lax',
		path: '/'
	});
}

/** A `Set-Cookie` value that removes the session's cookie, secure or not. */
export function clearSessionCookie(): string {
	return writeSessionCookie('', 0, false);
}
