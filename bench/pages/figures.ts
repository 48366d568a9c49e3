/** What one visit of a page measured; times in ms since the navigation. */
export interface Visit {
	firstPaint: number;
	largestPaint: number;
	/** When the last diagram was in the document and a frame had been drawn. */
	diagrams: number;
	/** Sum of what long tasks took beyond 50 ms each. */
	blocked: number;
	/** Cumulative layout shift, without a unit. */
	shift: number;
	elements: number;
	/** On the wire, in KiB; inline code counts with its page. */
	scripts: number;
	styles: number;
	all: number;
}

export interface Figure {
	name: string;
	of: (visit: Visit) => number;
	/** Whether `most` is a ratio to the bare copy. */
	ratio?: boolean;
	most?: number;
}

export const figures: Figure[] = [
	{ name: 'first paint, ms', of: (visit) => visit.firstPaint, ratio: true, most: 1.1 },
	{ name: 'largest paint, ms', of: (visit) => visit.largestPaint, ratio: true, most: 1.1 },
	{ name: 'all diagrams, ms', of: (visit) => visit.diagrams, ratio: true, most: 1.1 },
	{ name: 'main thread blocked, ms', of: (visit) => visit.blocked, ratio: true, most: 1 },
	{ name: 'layout shift', of: (visit) => visit.shift, most: 0 },
	{ name: 'script files, KiB', of: (visit) => visit.scripts, most: 35 },
	{ name: 'style files, KiB', of: (visit) => visit.styles, most: 12 },
	{ name: 'all transfers, KiB', of: (visit) => visit.all },
	{ name: 'elements', of: (visit) => visit.elements }
];
