import { expect, it } from 'vitest';
import recorded from './recorded.json';
import { play } from './recording.ts';

it('the recorded connection is a first one, on which every event arrived once', () => {
	const { request, rows, trace, now } = play(recorded);
	expect(request).toBe('GET /api/events\naccept: text/event-stream');
	expect(rows.map(({ kind }) => kind).slice(0, 3)).toEqual(['sent', 'received', 'received']);
	expect(rows[1]?.text).toBe('HTTP 200\ncontent-type: text/event-stream');
	expect(trace).toMatchObject({ received: recorded.chunks.length - 1, replayed: 0, lost: 0 });
	expect(trace.events.map(({ seq }) => seq)).toEqual(trace.events.map((_, i) => i + 1));
	expect(now).toBe(recorded.chunks.at(-1)?.at);
});

it('an event in several chunks arrives with the last of them, as in the demonstration', () => {
	const [first, second] = recorded.chunks.slice(0, 2);
	const { at, text } = second!;
	const pieces = [
		{ at: at - 5, text: text.slice(0, 20) },
		{ at, text: text.slice(20) }
	];
	const whole = play({ ...recorded, chunks: [first!, second!] });
	expect(play({ ...recorded, chunks: [first!, ...pieces] })).toEqual(whole);
});
