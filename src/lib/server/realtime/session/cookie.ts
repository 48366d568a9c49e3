import { parseCookie, stringifySetCookie } from 'cookie';

const sessionCookie = 'wirelab_session';

/** The session's token in a `Cookie` header. */
export function readSessionCookie(header: string | undefined): string | undefined {
	return header === undefined ? undefined : parseCookie(header)[sessionCookie];
}

/**
 * A `Set-Cookie` value that stores `token`.
 *
 * httpOnly: an injected script cannot read it. SameSite=Lax: other sites' forms
 * and frames do not send it.
 * @param isSecure whether the public origin is https
 */
export function writeSessionCookie(
	token: string,
	maxAgeSeconds: number,
	isSecure: boolean
): string {
	return stringifySetCookie({
		name: sessionCookie,
		value: token,
		maxAge: maxAgeSeconds,
		secure: isSecure,
		httpOnly: true,
		sameSite: 'lax',
		path: '/'
	});
}

/** A `Set-Cookie` value that removes the session's cookie, secure or not. */
export function clearSessionCookie(): string {
	return writeSessionCookie('', 0, false);
}
