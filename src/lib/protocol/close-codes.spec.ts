import { expect, it } from 'vitest';
import { closeCodes, closeKind, isCloseCode } from './close-codes.ts';
import { errors } from './errors.ts';

it('has the codes of the contract', () => {
	const codes = [1002, 1003, 1007, 1008, 1009, 1012, 1013, 4400, 4401, 4408, 4429];
	expect(codes.every(isCloseCode)).toBe(true);
});

it('reconnects after temporary causes, but not if the client has to change first', () => {
	const reconnecting = Object.entries(closeCodes).filter(([, kind]) => kind.reconnect);
	expect(reconnecting.map(([code]) => Number(code))).toEqual([
		1001, 1005, 1006, 1011, 1012, 1013, 4408, 4429
	]);
});

it('names an existing error code as the reason for each close code of a rejected connection', () => {
	for (const code of [1009, 1011, 1012, 1013, 4400, 4401, 4408, 4429]) {
		expect(errors).toHaveProperty(closeKind(code).reason ?? 'none');
	}
});

it('treats an unknown code as a lost connection', () => {
	expect(closeKind(4999)).toEqual({ name: 'code 4999', reconnect: true });
	expect(isCloseCode(4999)).toBe(false);
});
