import { expect, it } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { Patience } from './connection-strikes.ts';

it.each<[ErrorCode, number, number]>([
	['rate_limited', 50, 4429],
	['bad_message', 20, 4400]
])('ends with the refusal %s number %i in ten seconds, and not before', (code, limit, closing) => {
	const patience = new Patience();
	for (let i = 1; i < limit; i++) expect(patience.refused({ code }, i)).toBeNull();
	expect(patience.refused({ code }, 9_999)).toBe(closing);
});

it('forgets what is older than ten seconds, and bears any number of other refusals', () => {
	const patience = new Patience();
	for (let i = 0; i < 200; i++) {
		expect(patience.refused({ code: 'rate_limited' }, i * 1_000)).toBeNull();
		expect(patience.refused({ code: 'bad_message' }, i * 1_000)).toBeNull();
		expect(patience.refused({ code: 'not_found' }, i)).toBeNull();
	}
});
