/** Something that the reader can do, to make arrows of the diagram happen. */
export interface Action {
	label: string;
	run: () => void;
	isPossible: boolean;
}

/** One run of a diagram: connections of the reader, which are recorded. Its getters are reactive. */
export interface Driver {
	/** In the order of the diagram. */
	readonly actions: readonly Action[];
	readonly isOpen: boolean;
	/** Ends the connections without recording anything more. */
	close(): void;
}

export interface DriverOptions {
	/** The id of the trace that records the connections. */
	trace: string;
	/** Reports a step in the browser, which the server cannot see. */
	mark: (signal: string) => void;
}

/** An address of a room's resource or socket on this site. */
export function addressOf(path: string, query: Record<string, string>): URL {
	const url = new URL(path, location.href);
	url.search = new URLSearchParams(query).toString();
	return url;
}
