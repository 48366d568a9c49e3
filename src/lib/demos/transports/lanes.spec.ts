import { expect, it } from 'vitest';
import type { OutboxEntry } from '$lib/client/outbox.ts';
import { sendingSince } from './lanes.svelte.ts';

const entry = (text: string, state: OutboxEntry['state']): OutboxEntry => ({
	clientId: text,
	room: 'room',
	text,
	state
});

it('returns a message each time it is sent, not while it is queued or waits for its answer', () => {
	const queued = [entry('a', 'pending'), entry('b', 'pending')];
	const sending = [entry('a', 'sent'), entry('b', 'pending')];
	expect(sendingSince([], queued)).toEqual([]);
	expect(sendingSince(queued, sending)).toEqual(['a']);
	expect(sendingSince(sending, sending)).toEqual([]);
	// After a rejection the message is queued again, then sent again.
	expect(sendingSince(sending, queued)).toEqual([]);
	expect(sendingSince(queued, sending)).toEqual(['a']);
});
