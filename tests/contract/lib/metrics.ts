import type { Address } from './server.ts';

/** The value of a time series by its name and labels; 0 if it does not exist yet. */
export async function readMetric(server: Pick<Address, 'origin'>, series: string): Promise<number> {
	const text = await (await fetch(`${server.origin}/metrics`)).text();
	const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
	return line === undefined ? 0 : Number(line.slice(series.length + 1));
}
