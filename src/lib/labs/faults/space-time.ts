import type { Passage, SpaceTime } from '$lib/inspector/space-time/events.ts';
import { maxPassages } from '$lib/inspector/space-time/layout.ts';
import { summarize, type Cell, type FaultOutcome, type Summary, type RunEvent } from './summary.ts';
import { text } from './text.ts';

/** The numbers of the messages in the diagram, both ends included. */
interface Range {
	first: number;
	last: number;
}

/** How many messages the newest range has. */
export const latestLength = 16;

export function latestRange({ sent }: Summary): Range {
	return { first: Math.max(1, sent - latestLength + 1), last: sent };
}

/** The last two messages before a fault and those until the next fault, at most `maxPassages` together. */
export function rangeOf(faults: readonly FaultOutcome[], index: number, sent: number): Range {
	const first = Math.max(1, (faults[index]?.after ?? 0) - 1);
	const last = Math.min(faults[index + 1]?.after ?? sent, sent, first + maxPassages - 1);
	return { first, last };
}

/** When the messages of a range were sent and received, from the events of a run. These have no times within the server. */
export function spaceTimeOf(events: readonly RunEvent[], { first, last }: Range): SpaceTime {
	const passages = summarize(events)
		.cells.filter(({ seq }) => seq >= first && seq <= last)
		.flatMap((cell) => passageOf(cell, events));
	const [firstJoin, ...rejoins] = events.filter(({ type }) => type === 'joined');
	const resets = events.filter(({ type }) => type === 'reset');
	const begun = events.filter((event) => event.type === 'fault');
	return {
		lanes: [text.places.publisher, text.places.reader],
		passages,
		bands: begun.map(({ fault, at }) => {
			const over = events.find(
				(event) => event.type === 'fault-over' && event.fault === fault && event.at >= at
			);
			return {
				name: text.faults[fault],
				from: at,
				to: fault === 'cut' ? at : (over?.at ?? null)
			};
		}),
		marks: [
			...(firstJoin ? [{ name: text.joined, lane: 1, at: firstJoin.at }] : []),
			...rejoins.map(({ at }) => ({ name: text.rejoined, lane: 1, at })),
			...resets.map(({ at }) => ({ name: text.reset, lane: 1, at }))
		]
	};
}

function passageOf({ seq, state, times }: Cell, events: readonly RunEvent[]): Passage[] {
	const accepted = events.find((event) => event.type === 'accepted' && event.seq === seq);
	if (accepted?.type !== 'accepted') return [];
	const arrivals = events
		.filter((event) => event.type === 'received' && event.seq === seq)
		.map(({ at }) => at);
	const fate = state === 'received' || state === 'late' ? 'delivered' : state;
	return [
		{
			...{ key: String(seq), label: String(seq), from: 0, to: 1 },
			...{ sentAt: accepted.sentAt, knownAt: accepted.at, arrivals },
			fate: times > 1 ? 'repeated' : fate
		}
	];
}
