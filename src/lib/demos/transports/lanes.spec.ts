import { expect, it } from 'vitest';
import type { OutboxEntry } from '$lib/client/outbox.ts';
import { sendingSince } from './lanes.svelte.ts';

const entry = (text: string, state: OutboxEntry['state']): OutboxEntry => ({
	clientId: text,
	room: 'room',
	text,
	state
});

it('returns a message when it is sent, not when it is queued or rejected', () => {
	const queued = [entry('a', 'pending'), entry('b', 'pending')];
	const sending = [entry('a', 'sent'), entry('b', 'pending')];
	expect(sendingSince([], queued)).toEqual([]);
	expect(sendingSince(queued, sending)).toEqual(['a']);
	expect(sendingSince(sending, sending)).toEqual([]);
	expect(sendingSince(sending, queued)).toEqual([]);
	// Sent again after a rejection: only the last time counts.
	expect(sendingSince(queued, sending)).toEqual(['a']);
});
