import { parseCookie, stringifySetCookie } from 'cookie';

/**
 * Over https the name has the prefix `__Host-`: browsers accept it only with `Secure`, with the path `/` and without
 * a domain, so that neither another subdomain nor a plain-http response can replace the session (RFC 6265bis
 * §4.1.3.2). Over http, where a cookie cannot be `Secure`, the name has no prefix.
 */
export const sessionCookie = (secure: boolean): string =>
	secure ? '__Host-wirelab_session' : 'wirelab_session';

/**
 * The session's token in a `Cookie` header.
 * @param secure whether the public origin is https, where a cookie without the prefix is ignored
 */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
	return header === undefined ? undefined : parseCookie(header)[sessionCookie(secure)];
}

/**
 * A `Set-Cookie` value that stores `token` for `maxAge` seconds.
 *
 * httpOnly: an injected script cannot read it. SameSite=Lax: other sites' forms
 * and frames do not send it. Secure if the public origin is https.
 */
export function writeSessionCookie(token: string, maxAge: number, secure: boolean): string {
	return stringifySetCookie({
		name: sessionCookie(secure),
		value: token,
		maxAge,
		secure,
		httpOnly: true,
		sameSite: 'lax',
		path: '/'
	});
}

/** A `Set-Cookie` value that removes the session's cookie. */
export function clearSessionCookie(secure: boolean): string {
	return writeSessionCookie('', 0, secure);
}
