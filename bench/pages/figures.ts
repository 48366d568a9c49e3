/** What was measured on one visit of a page; times in ms since the navigation. */
export interface Visit {
	firstPaint: number;
	largestPaint: number;
	/** When the whole document, with the last diagram, had been parsed and a frame drawn. */
	diagrams: number;
	/** Sum of what each long task took beyond 50 ms. */
	blocked: number;
	/** Sum of all layout shifts, without a unit. */
	shift: number;
	elements: number;
	/** These three on the wire, in KiB; inline scripts and styles count with their page, so in `all` only. */
	scripts: number;
	styles: number;
	all: number;
}

export interface Figure {
	name: string;
	of: (visit: Visit) => number;
	/** Whether `max` limits the ratio to the same figure of the page's bare copy (bare.ts). */
	isRatio?: boolean;
	/** The target: the figure should be at most this, or with `isRatio` the ratio. */
	max?: number;
}

export const figures: Figure[] = [
	{ name: 'first paint, ms', of: (visit) => visit.firstPaint, isRatio: true, max: 1.1 },
	{ name: 'largest paint, ms', of: (visit) => visit.largestPaint, isRatio: true, max: 1.1 },
	{ name: 'all diagrams, ms', of: (visit) => visit.diagrams, isRatio: true, max: 1.1 },
	{ name: 'main thread blocked, ms', of: (visit) => visit.blocked, isRatio: true, max: 1 },
	{ name: 'layout shift', of: (visit) => visit.shift, max: 0 },
	{ name: 'script files, KiB', of: (visit) => visit.scripts, max: 35 },
	{ name: 'style files, KiB', of: (visit) => visit.styles, max: 12 },
	{ name: 'all transfers, KiB', of: (visit) => visit.all },
	{ name: 'elements', of: (visit) => visit.elements }
];
