import { expect, test } from 'vitest';
import { createTickets } from './tickets.ts';

test('a ticket can be redeemed once', () => {
	const tickets = createTickets<string>();
	const id = tickets.issue('Aoi');
	expect(tickets.redeem(id)).toBe('Aoi');
	expect(tickets.redeem(id)).toBeUndefined();
});

test('an unknown ticket has no user', () => {
	expect(createTickets<string>().redeem('')).toBeUndefined();
});

test('a ticket is valid for less than 30 seconds', () => {
	let now = 0;
	const tickets = createTickets<string>(() => now);
	const [first, second] = [tickets.issue('Aoi'), tickets.issue('Ren')];
	now = 29_999;
	expect(tickets.redeem(first)).toBe('Aoi');
	now = 30_000;
	expect(tickets.redeem(second)).toBeUndefined();
});

test('expired tickets are deleted, valid ones are not', () => {
	let now = 0;
	const tickets = createTickets<string>(() => now);
	const old = tickets.issue('Aoi');
	now = 20_000;
	const recent = tickets.issue('Ren');
	now = 30_000;
	tickets.issue('Yui');
	now = 0; // An expired ticket that was still stored would be valid now.
	expect(tickets.redeem(old)).toBeUndefined();
	expect(tickets.redeem(recent)).toBe('Ren');
});

test('ids are 128 random bits', () => {
	const tickets = createTickets<string>();
	expect(Buffer.from(tickets.issue('Aoi'), 'base64url')).toHaveLength(16);
	expect(tickets.issue('Aoi')).not.toBe(tickets.issue('Aoi'));
});
