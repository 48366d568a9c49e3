import { expect, it } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { ConnectionViolations } from './connection-violations.ts';

it.each<[ErrorCode, number, number]>([
	['rate_limited', 50, 4429],
	['bad_message', 20, 4400]
])(
	'returns the close code for %s at rejection number %i within ten seconds, and not before',
	(code, limit, closing) => {
		const violations = new ConnectionViolations();
		for (let i = 1; i < limit; i++) expect(violations.add({ code }, i)).toBeNull();
		expect(violations.add({ code }, 9_999)).toBe(closing);
	}
);

it('ignores rejections older than ten seconds and those with other codes', () => {
	const violations = new ConnectionViolations();
	for (let i = 0; i < 200; i++) {
		expect(violations.add({ code: 'rate_limited' }, i * 1_000)).toBeNull();
		expect(violations.add({ code: 'bad_message' }, i * 1_000)).toBeNull();
		expect(violations.add({ code: 'not_found' }, i)).toBeNull();
	}
});
