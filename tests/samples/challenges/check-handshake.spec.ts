import { expect, test } from 'vitest';
import { checkHandshake } from './check-handshake.ts';

const site = {
	origins: new Set(['https://example.com']),
	sessions: new Map([['s1', 'Aoi']]),
	canEnter: (user: string, room: string) => user === 'Aoi' && room === 'general'
};
const valid = { origin: 'https://example.com', sessionId: 's1', room: 'general' };
const check = (change: Partial<Parameters<typeof checkHandshake>[0]>) =>
	checkHandshake({ ...valid, ...change }, site);

test('a member on our own page is accepted', () => {
	expect(check({})).toEqual({ status: 101, user: 'Aoi' });
});

test.each([undefined, '', 'null', 'https://evil.example', 'https://example.com.evil.example'])(
	'V5: the origin %o is answered with 403, even with a valid session',
	(origin) => {
		expect(check({ origin })).toEqual({ status: 403 });
		expect(check({ origin, sessionId: undefined })).toEqual({ status: 403 });
	}
);

test.each([undefined, '', 's2'])(
	'the session %o is answered with 401, in any room',
	(sessionId) => {
		expect(check({ sessionId })).toEqual({ status: 401 });
		expect(check({ sessionId, room: 'secret' })).toEqual({ status: 401 });
	}
);

test('a room that the user may not enter is answered with 403', () => {
	expect(check({ room: 'secret' })).toEqual({ status: 403 });
});
