import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseNamedEvent, parseServerEvent, type ServerEvent } from './server-event.ts';

const room = 'general';
const message = {
	id: 'e.1',
	seq: 1,
	room,
	user: 'Ada',
	text: '',
	timestamp: 1,
	via: 'websocket'
} as const;

const events: ServerEvent[] = [
	{ type: 'message', ...message },
	{
		type: 'welcome',
		room,
		instance: 'i',
		sessionId: 's',
		user: 'Ada',
		cursor: 'e.0',
		lastSeq: 0
	},
	{ type: 'gap', room, reason: 'expired', from: 1, to: 3, cursor: 'e.3' },
	{ type: 'gap', room, reason: 'reset', from: null, to: null, cursor: 'f.0' },
	{ type: 'presence', room, count: 2, users: ['Ada', '花子'] },
	{ type: 'ack', clientId: 'c', id: 'e.1', seq: 1 },
	{ type: 'error', code: 'rate_limited', message: 'wait', retryAfterMs: 10 },
	{ type: 'closing', code: 1012, reason: 'draining', retryAfterMs: 10 },
	{ type: 'pong' }
];

it.each(events)('parses $type', (event) => {
	expect(parseServerEvent(JSON.stringify({ ...event, extra: 1 }))).toEqual(event);
	const { type, ...data } = event;
	expect(parseNamedEvent(type, data)).toEqual(event);
	expect(parseNamedEvent(type, JSON.stringify(data))).toEqual(event);
});

it.each([
	'',
	'null',
	'[]',
	'{"type":"message"}',
	'{"type":"nope"}',
	JSON.stringify({ type: 'message', ...message, via: 'pigeon' }),
	JSON.stringify({ type: 'message', ...message, seq: 1.5 }),
	JSON.stringify({ type: 'message', ...message, room: 'A' })
])('W6: rejects %j', (json) => {
	expect(parseServerEvent(json)).toBeNull();
});

// #region never-throws
it('C2: never throws', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
			parseServerEvent(json);
			parseNamedEvent('message', json);
		})
	);
	fc.assert(
		fc.property(fc.string(), fc.anything(), (type, data) => void parseNamedEvent(type, data))
	);
});
// #endregion never-throws
