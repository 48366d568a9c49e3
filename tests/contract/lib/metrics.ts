import type { Address } from './server.ts';

/** The text of `/metrics`, as a scrape gets it. */
export async function readMetrics({ origin }: Pick<Address, 'origin'>): Promise<string> {
	return (await fetch(`${origin}/metrics`)).text();
}

/** The value of a time series by its name and labels; 0 if it does not exist yet. */
export async function readMetric(server: Pick<Address, 'origin'>, series: string): Promise<number> {
	const line = (await readMetrics(server))
		.split('\n')
		.find((candidate) => candidate.startsWith(`${series} `));
	return line === undefined ? 0 : Number(line.slice(series.length + 1));
}
