import { errors as joseErrors, jwtVerify, SignJWT } from 'jose';
import { randomId } from '../../../protocol/room.ts';
import type { Identity } from './identity.ts';
import { Refusal } from '../refusal.ts';

const algorithm = 'HS256';
const issuer = 'wirelab';
const audience = 'wirelab';

/** A session's token for `user`, valid for `ttlSeconds` from now. */
export async function signToken(
	user: string,
	ttlSeconds: number,
	secret: Uint8Array
): Promise<{ token: string; identity: Identity }> {
	const sessionId = randomId(20);
	const expires = Math.floor(Date.now() / 1000) + ttlSeconds;
	const token = await new SignJWT({ name: user })
		.setProtectedHeader({ alg: algorithm, typ: 'JWT' })
		.setIssuer(issuer)
		.setAudience(audience)
		.setSubject(sessionId)
		.setIssuedAt()
		.setExpirationTime(expires)
		.sign(secret);
	return { token, identity: { sessionId, user, expiresAt: expires * 1000 } };
}

/**
 * The identity behind a token. Issuer, audience and expiry are required (RFC 8725 §3.8, §3.9). The algorithm is
 * fixed: a token's header names one too (even "none"), which must not be trusted (RFC 8725 §3.1).
 * @throws Refusal `token_expired` (sign in again) or `unauthorised` (not from this server)
 */
// #region verify
export async function verifyToken(token: string, secret: Uint8Array): Promise<Identity> {
	try {
		const { payload } = await jwtVerify(token, secret, {
			algorithms: [algorithm],
			issuer,
			audience,
			requiredClaims: ['sub', 'exp', 'name']
		});
		const { sub, exp, name } = payload;
		if (sub === undefined || exp === undefined || typeof name !== 'string') {
			throw new Refusal('unauthorised');
		}
		return { sessionId: sub, user: name, expiresAt: exp * 1000 };
	} catch (error) {
		throw new Refusal(error instanceof joseErrors.JWTExpired ? 'token_expired' : 'unauthorised');
	}
}
// #endregion verify
