import { expect, it } from 'vitest';
import { parseTutorialEvent } from './tutorial.ts';

it('parses both kinds of event', () => {
	const connected = { type: 'connected', timestamp: 1 };
	const update = { type: 'update', timestamp: 1, value: 0.5 };
	expect(parseTutorialEvent(JSON.stringify(connected))).toEqual(connected);
	expect(parseTutorialEvent(JSON.stringify(update))).toEqual(update);
});

it.each(['', 'null', '{"type":"update","timestamp":1,"value":2}', '{"type":"update","value":0}'])(
	'C2: rejects %j',
	(data) => {
		expect(parseTutorialEvent(data)).toBeNull();
	}
);
