import type { ServerFigures } from '$lib/protocol/server-figures.ts';

/** Seconds in a chart. */
export const keptSeconds = 40;

/** What the reader has caused: open connections now, accepted and rejected messages so far. */
export interface Own {
	readonly connections: number;
	readonly accepted: number;
	readonly rejected: number;
}

/** A figure of the whole server, and the reader's part of it. */
export interface Value {
	readonly total: number;
	readonly own: number;
}

export interface Second {
	readonly connections: Value;
	readonly received: Value;
	readonly refused: Value;
}

/** The newest seconds, oldest first. */
export function createHistory(limit = keptSeconds) {
	let seconds: readonly Second[] = [];
	let before: Own | undefined;

	return {
		get seconds() {
			return seconds;
		},
		/** Adds a second; `own` is what the reader has caused when the figures arrive. */
		add({ connections, received, refused }: ServerFigures, own: Own) {
			const since = before ?? own;
			before = own;
			const second = {
				connections: partOf(sum(connections), own.connections),
				received: partOf(received, own.accepted - since.accepted),
				refused: partOf(refused, own.rejected - since.rejected)
			};
			seconds = [...seconds, second].slice(-limit);
		}
	};
}

/** Limits the reader's part to the total: the seconds of the server and of the browser differ a little. */
const partOf = (total: number, own: number): Value => ({ total, own: Math.min(total, own) });

const sum = (connections: Record<string, number>) =>
	Object.values(connections).reduce((all, open) => all + open, 0);
