import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signToken, verifyToken } from './tokens.ts';

const secret = new TextEncoder().encode('a secret of at least thirty-two bytes');
const code = (code: string) => ({ problem: { code } });

afterEach(() => vi.useRealTimers());

function custom(claims: Record<string, unknown>, alg = 'HS256', key: Uint8Array = secret) {
	return new SignJWT({
		iss: 'wirelab',
		aud: 'wirelab',
		sub: 's',
		name: 'Ada',
		exp: Math.floor(Date.now() / 1000) + 60,
		...claims
	})
		.setProtectedHeader({ alg })
		.sign(key);
}

it('returns the identity that it signed', async () => {
	const { token, identity } = await signToken('花子', 60, secret);
	expect(identity).toMatchObject({
		user: '花子',
		sessionId: expect.stringMatching(/^[a-z0-9]{20}$/)
	});
	expect(identity.expiresAt).toBeGreaterThan(Date.now() + 58_000);
	expect(await verifyToken(token, secret)).toEqual(identity);
});

it('A9: distinguishes an expired token from an invalid one [session-token]', async () => {
	const { token } = await signToken('Ada', 60, secret);
	const forged = await custom({}, 'HS256', new Uint8Array(32));
	vi.useFakeTimers({ now: Date.now() + 61_000 });
	await expect(verifyToken(token, secret)).rejects.toMatchObject(code('token_expired'));
	await expect(verifyToken(forged, secret)).rejects.toMatchObject(code('unauthorised'));
});

describe('rejects tokens that it did not issue:', () => {
	it.each(['', 'x', 'a.b.c', '..', 'é.é.é'])('"%s"', async (token) => {
		await expect(verifyToken(token, secret)).rejects.toMatchObject(code('unauthorised'));
	});

	it.each([
		['another issuer', { iss: 'other' }],
		['another audience', { aud: 'other' }],
		['no issuer', { iss: undefined }],
		['no audience', { aud: undefined }],
		['no subject', { sub: undefined }],
		['no expiry', { exp: undefined }],
		['no name', { name: undefined }],
		['a name that is not a string', { name: { admin: true } }]
	])('with %s [session-token]', async (_, claims) => {
		const token = await custom(claims);
		await expect(verifyToken(token, secret)).rejects.toMatchObject(code('unauthorised'));
	});

	it('A1: with another key, another algorithm or no signature [session-token]', async () => {
		expect(await verifyToken(await custom({}), secret)).toMatchObject({ user: 'Ada' });
		const other = new TextEncoder().encode('another secret of at least thirty-two bytes');
		const long = new Uint8Array(64).fill(1);
		const unsigned = new UnsecuredJWT({ name: 'Ada' }).setSubject('s').setIssuer('wirelab');
		for (const token of [
			await custom({}, 'HS256', other),
			await custom({}, 'HS512', long),
			unsigned.setAudience('wirelab').setExpirationTime('1h').encode()
		]) {
			await expect(verifyToken(token, secret)).rejects.toMatchObject(code('unauthorised'));
			await expect(verifyToken(token, long)).rejects.toMatchObject(code('unauthorised'));
		}
	});
});
