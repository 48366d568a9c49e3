/** An action of the reader that causes signals of the diagram. */
export interface Action {
	label: string;
	run: () => void;
	isPossible: boolean;
}

/** Opens the recorded connections for one run of a diagram. Its getters are reactive. */
export interface Driver {
	/** In the order of the diagram. */
	readonly actions: readonly Action[];
	close(): void;
}

export interface DriverOptions {
	/** The id of the trace that records the connections. */
	trace: string;
	/** Reports a step in the browser, which the server cannot record. */
	mark: (signal: string) => void;
}

/** The URL of a path on this site. */
export function addressOf(path: string, query: Record<string, string>): URL {
	const url = new URL(path, location.href);
	url.search = new URLSearchParams(query).toString();
	return url;
}
