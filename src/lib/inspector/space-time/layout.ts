import { momentsOf, type Fate, type Passage, type SpaceTime } from './events.ts';
import type { Fold, Scale } from './scale.ts';

/** The most messages in a picture, which shows the last ones. */
export const maxPassages = 20;
/** Space above the first moment, for the names of the lanes, and below the last one. */
const headPx = 32;
const footPx = 18;
/** Space on the left for the axis and on the right for names, in % of the width. */
const axisPercent = 25;
const namesPercent = 29;
/** Two arrivals closer than this cannot be told apart, so the line of the second is drawn double. */
const apartPx = 4;
/** The least distance between two names on the right. */
const namePx = 14;

interface Line {
	x1: number;
	y1: number;
	x2: number;
	y2: number;
	/** Two arrivals at almost the same time. */
	isDouble: boolean;
}

/** One message in the picture. */
interface Drawn {
	key: string;
	label: string;
	fate: Fate;
	x: number;
	y: number;
	/** One for each arrival. A message without an arrival has a single line, which ends at `end`. */
	lines: readonly Line[];
	/** Where the line of a message without an arrival ends: it was lost, or nothing later is known. Otherwise null. */
	end: { x: number; y: number } | null;
}

/** The name of a band or of a mark, with its time. If it is a moment, both ends are equal. */
interface Name {
	name: string;
	from: number;
	/** null: it still lasts. */
	to: number | null;
	y: number;
}

/** x in % of the width, y in px. */
export interface Picture {
	height: number;
	lanes: readonly { name: string; x: number }[];
	drawn: readonly Drawn[];
	/** The messages that are drawn, in the same order, so that a table can list the same ones. */
	passages: readonly Passage[];
	bands: readonly { name: string; y: number; height: number }[];
	marks: readonly { name: string; x: number; y: number }[];
	/** On the right, moved apart where they would cover each other. */
	names: readonly Name[];
	folds: readonly Fold[];
	ticks: readonly { at: number; y: number }[];
}

/** The messages that a picture shows, in the order in which they were sent. */
function lastPassages({ passages }: SpaceTime): Passage[] {
	return [...passages].sort((a, b) => a.sentAt - b.sentAt).slice(-maxPassages);
}

/** The moments that the axis of this diagram has to include. */
export function momentsIn(spaceTime: SpaceTime): number[] {
	return lastPassages(spaceTime).flatMap(momentsOf);
}

/** Places everything on the axis `scale`, which several pictures may share. */
export function layOut(spaceTime: SpaceTime, scale: Scale): Picture {
	const passages = lastPassages(spaceTime);
	const y = (at: number) => headPx + scale.y(at);
	const last = Math.max(1, spaceTime.lanes.length - 1);
	const x = (lane: number) => axisPercent + (lane / last) * (100 - axisPercent - namesPercent);
	const isShown = (from: number, to: number) => to >= scale.from && from <= scale.to;

	const bands = spaceTime.bands
		.filter(({ from, to }) => isShown(from, to ?? Infinity))
		.map(({ name, from, to }) => ({
			...{ name, from, to },
			y: y(from),
			height: y(to ?? Infinity) - y(from)
		}));
	const marks = spaceTime.marks
		.filter(({ at }) => isShown(at, at))
		.map(({ name, lane, at }) => ({ ...{ name, from: at, to: at }, x: x(lane), y: y(at) }));

	const names = moveApart([...bands, ...marks]);
	return {
		height: Math.max(headPx + scale.height, names.at(-1)?.y ?? 0) + footPx,
		lanes: spaceTime.lanes.map((name, lane) => ({ name, x: x(lane) })),
		drawn: passages.map((passage) => draw(passage, x, y)),
		passages,
		bands,
		marks,
		names,
		folds: scale.folds.map((fold) => ({ ...fold, y: headPx + fold.y })),
		ticks: scale.ticks.map((tick) => ({ ...tick, y: headPx + tick.y }))
	};
}

function draw(passage: Passage, x: (lane: number) => number, y: (at: number) => number): Drawn {
	const { key, label, fate, from, to, sentAt, knownAt, arrivals } = passage;
	const start = { x: x(from), y: y(sentAt) };
	const line = (end: { x: number; y: number }, isDouble: boolean): Line => ({
		...{ x1: start.x, y1: start.y, x2: end.x, y2: end.y },
		isDouble
	});
	if (arrivals.length === 0) {
		const end = { x: (start.x + x(to)) / 2, y: y(knownAt) };
		return { key, label, fate, ...start, lines: [line(end, false)], end };
	}
	const lines = arrivals.map((at, i) => {
		const end = { x: x(to), y: y(at) };
		return line(end, i > 0 && end.y - y(arrivals[i - 1] ?? at) < apartPx);
	});
	return { key, label, fate, ...start, lines, end: null };
}

function moveApart(all: readonly Name[]): Name[] {
	let free = 0;
	return [...all]
		.sort((a, b) => a.y - b.y)
		.map(({ name, from, to, y }) => {
			const moved = Math.max(y, free);
			free = moved + namePx;
			return { name, from, to, y: moved };
		});
}
