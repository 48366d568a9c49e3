import { expect, it } from 'vitest';
import { maxPayloadBytes, maxTextLength } from '../../protocol/client-event.ts';
import { maxPollBytes, maxPollMessages } from '../../protocol/message.ts';
import { maxNameLength } from '../../protocol/name.ts';
import { unguessableLength } from '../../protocol/room.ts';
import * as limits from './limits.ts';

// Other tests use these constants and would pass with any value.
it('the limits are those of the public contract [history, client-id-time, presence, presence-poller, close-4408, websocket-heartbeat, room-end, named-limits, trace-limits]', () => {
	const minuteMs = 60_000;
	const lengths = {
		maxPayloadBytes,
		maxTextLength,
		maxPollMessages,
		maxPollBytes,
		maxNameLength,
		unguessableLength
	};
	expect({ ...limits, ...lengths }).toEqual({
		historyLength: 1000,
		historyMs: 10 * minuteMs,
		dedupeMs: 5 * minuteMs,
		roomIdleMs: 10 * minuteMs,
		maxPresenceNames: 50,
		presenceIntervalMs: 1000,
		pollPresenceMs: 30_000,
		pollTimeoutMs: 24_500,
		sseHeartbeatMs: 13_000,
		maxAnnouncedPeople: 50,
		pingIntervalMs: 25_000,
		pongTimeoutMs: 60_000,
		outboundBudgetBytes: 1024 * 1024,
		stallTimeoutMs: 30_000,
		maxMalformedMessages: 20,
		maxRateLimitedMessages: 50,
		violationWindowMs: 10_000,
		ticketSeconds: 30,
		authenticationTimeoutMs: 10_000,
		maxNamedConnections: 2000,
		maxNamedConnectionsPerAddress: 100,
		maxHoldMs: 45_000,
		maxDelayMs: 1000,
		maxSwallowMs: 75_000,
		closedReportMs: 60_000,
		namedRequestBurst: 120,
		namedRequestsPerSecond: 8,
		maxTraces: 50,
		maxTracesPerAddress: 5,
		maxTraceMs: 10 * minuteMs,
		maxTracedRequests: 200,
		maxTraceRecords: 20_000,
		maxTraceBytes: 8 * 1024 * 1024,
		traceBurstBytes: 1024 * 1024,
		traceBytesPerSecond: 256 * 1024,
		maxTraceQueueBytes: 2 * 1024 * 1024,
		maxJitterMs: 5000,
		maxPayloadBytes: 64 * 1024,
		maxTextLength: 2000,
		maxPollMessages: 100,
		maxPollBytes: 512 * 1024,
		maxNameLength: 32,
		unguessableLength: 20
	});
});

it('heartbeats and poll responses are sent 500 ms or more before their deadline [sse-heartbeat, poll-wait]', () => {
	expect(15_000 - limits.sseHeartbeatMs).toBeGreaterThanOrEqual(500);
	expect(25_000 - limits.pollTimeoutMs).toBeGreaterThanOrEqual(500);
});
