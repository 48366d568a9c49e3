import { expect, it } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { ConnectionStrikes } from './connection-strikes.ts';

it.each<[ErrorCode, number, number]>([
	['rate_limited', 50, 4429],
	['bad_message', 20, 4400]
])(
	'closes the connection on rejection %s number %i within ten seconds, and not before',
	(code, limit, closing) => {
		const strikes = new ConnectionStrikes();
		for (let i = 1; i < limit; i++) expect(strikes.add({ code }, i)).toBeNull();
		expect(strikes.add({ code }, 9_999)).toBe(closing);
	}
);

it('ignores rejections older than ten seconds and those with other codes', () => {
	const strikes = new ConnectionStrikes();
	for (let i = 0; i < 200; i++) {
		expect(strikes.add({ code: 'rate_limited' }, i * 1_000)).toBeNull();
		expect(strikes.add({ code: 'bad_message' }, i * 1_000)).toBeNull();
		expect(strikes.add({ code: 'not_found' }, i)).toBeNull();
	}
});
