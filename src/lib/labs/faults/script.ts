import { newestLength } from '$lib/protocol/message.ts';
import type { TransportName } from '$lib/protocol/transport.ts';

/**
 * The faults of a connection. They affect the reader's own connections only.
 * - `cut`: the server closes the TCP connection without notice
 * - `half-open`: no data arrives in either direction; the end of the fault closes the connection
 * - `slow`: nothing is received, and the server queues the messages until the end of the fault
 * - `delay`: messages arrive up to a second later
 * - `duplicate`: the server sends each event twice
 * - `offline`: the client closes the connection and cannot connect until the end of the fault
 */
export const lineFaultNames = [
	'cut',
	'half-open',
	'slow',
	'delay',
	'duplicate',
	'offline'
] as const;
export type LineFault = (typeof lineFaultNames)[number];

/**
 * The faults of a throw-away server, which affect both clients and the publisher. No message is accepted meanwhile.
 * - `restart`: the server's process is killed, and another one started
 * - `redis`: its Redis is killed, and started again after a few seconds
 */
export const serverFaultNames = ['restart', 'redis'] as const;
export type ServerFault = (typeof serverFaultNames)[number];
export type FaultName = LineFault | ServerFault;

export const isServerFault = (fault: FaultName): fault is ServerFault =>
	fault === 'restart' || fault === 'redis';

/** Whether a fault begins and ends between the same two messages. */
export const isBetweenMessages = (fault: FaultName): boolean =>
	fault === 'cut' || isServerFault(fault);

/**
 * The faults that can be caused on a transport. Those that would have no effect are left out: a poll has a single
 * response, and a value of `query.live` that is sent twice contains only messages that the client already has.
 */
export const faultsOf = (transport: TransportName): LineFault[] =>
	lineFaultNames.filter(
		(fault) => fault !== 'duplicate' || (transport !== 'long-polling' && transport !== 'query-live')
	);

export interface PlannedFault {
	fault: FaultName;
	/** Begins after the server has accepted this many messages. */
	after: number;
	/** Ends after the server has accepted this many messages; equals `after` for a fault between messages. */
	until: number;
	/** The last message of its part of the run; the part of the next fault follows. */
	end: number;
}

/** In messages: the part of a run that a fault gets (`length`), and how long the fault lasts (`from` to `to`). */
const usual = { length: 10, from: 3, to: 4 };
/** Long enough that the next value of `query.live` no longer holds all messages of the fault. */
const long = { length: newestLength + 8, from: newestLength + 2, to: newestLength + 3 };

/** With `query.live`, a shorter loss of the connection costs nothing: the next value holds what was missed. */
const spanOf = (fault: FaultName, transport: TransportName) =>
	transport === 'query-live' && (fault === 'half-open' || fault === 'offline') ? long : usual;

/** Plans the faults of a run. The same seed always results in the same plan. */
export function planFaults(
	seed: number,
	transport: TransportName,
	faults: readonly FaultName[] = faultsOf(transport)
): PlannedFault[] {
	const random = randomOf(seed);
	const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
	const order = faults.map((fault) => ({ fault, rank: random() })).sort((a, b) => a.rank - b.rank);
	let end = 0;
	return order.map(({ fault }): PlannedFault => {
		const { length, from, to } = spanOf(fault, transport);
		const after = end + pick(2, 3);
		end += length;
		return { fault, after, until: isBetweenMessages(fault) ? after : after + pick(from, to), end };
	});
}

/** The number of messages that a plan needs. */
export const lengthOf = (plan: readonly PlannedFault[]): number => plan.at(-1)?.end ?? 0;

/** A mulberry32 generator of numbers from 0 to below 1. */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

const maxSeed = 999_999;

/** Parses the value of `?seed=`; null unless it is an integer from 0 to 999999. */
export function parseSeed(text: string | null): number | null {
	if (text === null || !/^\d{1,6}$/.test(text)) return null;
	return Number(text);
}

export function newSeed(random = Math.random): number {
	return Math.floor(random() * (maxSeed + 1));
}
