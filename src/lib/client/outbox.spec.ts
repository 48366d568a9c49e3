import { expect, it } from 'vitest';
import { problem } from '$lib/protocol/errors.ts';
import { Outbox } from './outbox.ts';

function numbered(options = {}) {
	let count = 0;
	return new Outbox({ newId: () => `c${++count}`, ...options });
}

const anyRoom = () => true;

const states = (outbox: ReturnType<typeof numbered>) =>
	outbox.entries.map(({ clientId, state }) => `${clientId} ${state}`);

it('W3: keeps a message until it is acknowledged', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	outbox.take(0, anyRoom);
	expect(states(outbox)).toEqual(['c1 sent']);
	outbox.acknowledged('c1');
	expect(outbox.entries).toEqual([]);
});

it('W3: resends the unanswered message under the same clientId after a lost connection', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	const first = outbox.take(0, anyRoom);
	outbox.lost();
	const second = outbox.take(1_000, anyRoom);
	expect(second?.clientId).toBe(first?.clientId);
});

it('sends one message at a time, in the order they were written', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	outbox.add('r', 'two');
	expect(outbox.take(0, anyRoom)?.text).toBe('one');
	expect(outbox.take(0, anyRoom)).toBeUndefined();
	outbox.acknowledged('c1');
	expect(outbox.take(0, anyRoom)?.text).toBe('two');
});

it('is not blocked by a room that is not joined', () => {
	const outbox = numbered();
	outbox.add('closed', 'one');
	outbox.add('open', 'two');
	expect(outbox.take(0, (room) => room === 'open')?.text).toBe('two');
});

it('rejects messages beyond its limit', () => {
	const outbox = numbered({ limit: 1 });
	expect(outbox.add('r', 'one')).toBeDefined();
	expect(outbox.add('r', 'two')).toBeUndefined();
	expect(outbox.entries).toHaveLength(1);
});

it('keeps a rate-limited message and returns the delay', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	outbox.take(0, anyRoom);
	expect(outbox.refused('c1', problem('rate_limited', { retryAfterMs: 700 }))).toBe(700);
	expect(states(outbox)).toEqual(['c1 pending']);
});

it.each(['client_id_conflict', 'bad_message', 'too_large', 'room_closed'] as const)(
	'marks a message rejected with %s as failed, and does not send it again',
	(code) => {
		const outbox = numbered();
		outbox.add('r', 'one');
		outbox.take(0, anyRoom);
		expect(outbox.refused('c1', problem(code))).toBe(0);
		expect(outbox.entries[0]).toMatchObject({ state: 'failed', problem: { code } });
		expect(outbox.take(0, anyRoom)).toBeUndefined();
	}
);

it('does not resend a message whose clientId the server may have forgotten', () => {
	const outbox = numbered({ repeatMs: 1_000 });
	outbox.add('r', 'one');
	outbox.take(0, anyRoom);
	outbox.lost();
	expect(outbox.take(1_000, anyRoom)).toBeUndefined();
	expect(outbox.entries[0]?.problem?.code).toBe('unconfirmed');
});

it('never expires a message that has not been sent', () => {
	const outbox = numbered({ repeatMs: 1_000 });
	outbox.add('r', 'one');
	expect(outbox.take(1e9, anyRoom)?.text).toBe('one');
});

it('retries a failed message as a new one, after the others', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	outbox.take(0, anyRoom);
	outbox.refused('c1', problem('client_id_conflict'));
	outbox.add('r', 'two');
	outbox.retry('c1');
	expect(outbox.entries.map(({ clientId, text }) => [clientId, text])).toEqual([
		['c2', 'two'],
		['c3', 'one']
	]);
});

it('discards failed messages only', () => {
	const outbox = numbered();
	outbox.add('r', 'one');
	outbox.add('r', 'two');
	outbox.take(0, anyRoom);
	outbox.refused('c1', problem('bad_message'));
	outbox.discard('c1');
	outbox.discard('c2');
	expect(states(outbox)).toEqual(['c2 pending']);
});
