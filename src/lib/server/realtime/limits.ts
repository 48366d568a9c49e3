/*
 * The limits that are part of the public contract: clients, operators and proxies rely on them.
 * limits.spec.ts repeats them as numbers. Limits that operators set are in config.ts, those that clients share
 * (lengths of names and messages, messages in a poll) in protocol; other constants stand beside the code that
 * they bound. Numbers of the contract that stand elsewhere: how long a draining server answers 503 (host/drain.ts),
 * when a killed instance leaves presence (broker/redis/presence-script.ts) and when a lost Redis is noticed
 * (broker/redis/session.ts).
 */

const minuteMs = 60_000;

/** How many messages a room remembers, and for how long. */
export const historyLength = 1000;
export const historyMs = 10 * minuteMs;
/** How long a repeated `clientId` gets the first answer again. */
export const dedupeMs = 5 * minuteMs;
/** How long a room without connections is kept after its last message, or after its last connection has left. */
export const roomIdleMs = 10 * minuteMs;

/** How many names a presence event has at most. */
export const maxPresenceNames = 50;
/** The shortest time between two presence events of a room. */
export const presenceIntervalMs = 1000;
/** How long a poller counts as present after its last poll. */
export const pollPresenceMs = 30_000;
/**
 * `user-joined` and `user-left` are sent while at most this many people are in a room. Announcing
 * everybody to everybody costs the square of their number; above the limit `presence` is enough.
 */
export const maxAnnouncedPeople = 50;

/** A poll is answered after at most 25 s. The timer is a little shorter, because a busy process is late. */
export const pollTimeoutMs = 24_500;

/** SSE has a comment at least every 15 s. The interval is a little shorter, because a busy process is late. */
export const sseHeartbeatMs = 13_000;
/** A WebSocket is pinged at this interval, and closed after it has sent nothing for `pongTimeoutMs`. */
export const pingIntervalMs = 25_000;
export const pongTimeoutMs = 60_000;

/** How many bytes may be queued for a reader. One more closes its connection (4408). */
export const outboundBudgetBytes = 1024 * 1024;
/** A reader that accepts nothing of what is queued for this long is closed as well (4408). */
export const stallTimeoutMs = 30_000;

/** This many malformed messages within the window close a connection (4400). */
export const maxMalformedMessages = 20;
/** This many messages over the rate limit within the window close a connection (4429). */
export const maxRateLimitedMessages = 50;
export const violationWindowMs = 10_000;

/** How long a ticket is valid. */
export const ticketSeconds = 30;
/** Where guests are rejected: how long a WebSocket without credentials may wait before it sends `auth`. */
export const authenticationTimeoutMs = 10_000;
/** How many connections may have a name, by which their readers cause faults: in total, and per address. */
export const maxNamedConnections = 2000;
export const maxNamedConnectionsPerAddress = 100;
/** After how long a fault other than `swallow` ends by itself. Longer than `stallTimeoutMs`, so that `hold` can stall a reader. */
export const maxHoldMs = 45_000;
/** How long `delay` holds data back at most. */
export const maxDelayMs = 1000;
/** How long a half-open connection may be simulated (`swallow`). Longer than `pongTimeoutMs`. */
export const maxSwallowMs = 75_000;
/** How long the report of a closed connection is kept, if the connection had a fault. */
export const closedReportMs = 60_000;
/** Requests about named connections, per address: this many at once, then this many per second. */
export const namedRequestBurst = 120;
export const namedRequestsPerSecond = 8;

/** How many traces run at a time: in total, and per address. */
export const maxTraces = 50;
export const maxTracesPerAddress = 5;
/** How many requests a trace records. It ignores later ones, and continues. */
export const maxTracedRequests = 200;
/** After how long a trace ends, and after how many records and bytes. */
export const maxTraceMs = 10 * minuteMs;
export const maxTraceRecords = 20_000;
export const maxTraceBytes = 8 * 1024 * 1024;
/** How fast a trace records: this many bytes at once, then this many per second. The rest is only counted. */
export const traceBurstBytes = 1024 * 1024;
export const traceBytesPerSecond = 256 * 1024;
/** How much of a trace may wait for its reader. A trace with more ends. */
export const maxTraceQueueBytes = 2 * 1024 * 1024;

/** The longest random wait that clients are asked for before they reconnect after a restart. */
export const maxJitterMs = 5000;
