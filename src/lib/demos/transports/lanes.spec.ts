import { expect, it } from 'vitest';
import type { OutboxEntry } from '$lib/client/outbox.ts';
import { sendingSince } from './lanes.svelte.ts';

const entry = (text: string, state: OutboxEntry['state']): OutboxEntry => ({
	clientId: text,
	room: 'room',
	text,
	state
});

it('knows when a message goes out, not when it was queued or rejected', () => {
	const queued = [entry('a', 'pending'), entry('b', 'pending')];
	const sending = [entry('a', 'sent'), entry('b', 'pending')];
	expect(sendingSince([], queued)).toEqual([]);
	expect(sendingSince(queued, sending)).toEqual(['a']);
	expect(sendingSince(sending, sending)).toEqual([]);
	expect(sendingSince(sending, queued)).toEqual([]);
	// Again after the server has asked to wait: its first time no longer counts.
	expect(sendingSince(queued, sending)).toEqual(['a']);
});
