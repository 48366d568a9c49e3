import { expect, it } from 'vitest';
import { maxPayloadBytes, maxTextLength } from '../../protocol/client-event.ts';
import { maxNameLength } from '../../protocol/name.ts';
import { unguessableLength } from '../../protocol/room.ts';
import { dedupeMs, historyLength, historyMs, roomIdleMs } from './broker/broker.ts';
import { maxNames } from './broker/presence.ts';
import { outboundBudgetBytes, stallTimeoutMs } from './hub/outbound.ts';
import { presentMs, waitMs } from './transports/long-polling/index.ts';
import { answerLength } from './transports/long-polling/connection.ts';
import { beatMs } from './transports/sse/connection.ts';
import { deadMs, pingMs } from './transports/websocket/connection.ts';

// Other tests let the time of a constant pass, or fill it up, and would follow it wherever it goes.
it('the limits are those that are promised to the outside [history, client-id-time, presence, presence-poller, close-4408, websocket-heartbeat, room-end]', () => {
	const minutes = 60_000;
	expect({
		...{ historyLength, historyMs, dedupeMs, roomIdleMs, maxNames, answerLength },
		...{ presentMs, stallTimeoutMs, pingMs, deadMs },
		...{ outboundBudgetBytes, maxPayloadBytes, maxTextLength, maxNameLength, unguessableLength }
	}).toEqual({
		historyLength: 1000,
		historyMs: 10 * minutes,
		dedupeMs: 5 * minutes,
		roomIdleMs: 10 * minutes,
		presentMs: 30_000,
		stallTimeoutMs: 30_000,
		pingMs: 25_000,
		deadMs: 60_000,
		maxNames: 50,
		answerLength: 100,
		outboundBudgetBytes: 1024 * 1024,
		maxPayloadBytes: 64 * 1024,
		maxTextLength: 2000,
		maxNameLength: 32,
		unguessableLength: 20
	});
});

it('what is promised to come in time is sent a little before it [sse-heartbeat, poll-wait]', () => {
	const promisedMs = { beat: 15_000, wait: 25_000 };
	expect(promisedMs.beat - beatMs).toBeGreaterThanOrEqual(500);
	expect(promisedMs.wait - waitMs).toBeGreaterThanOrEqual(500);
});
