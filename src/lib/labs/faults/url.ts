import type { LabTransport } from './naive.ts';
import { parseSeed } from './script.ts';

const transports: readonly string[] = ['sse', 'long-polling', 'websocket', 'socket-io'];
const isTransport = (name: string | null): name is LabTransport =>
	name !== null && transports.includes(name);

export interface Choice {
	/** Null if it is missing or invalid. */
	seed: number | null;
	transport: LabTransport | null;
}

/** Reads `?seed=…&transport=…`. */
export function choiceIn(pageUrl: string): Choice {
	const { searchParams } = new URL(pageUrl);
	const transport = searchParams.get('transport');
	return {
		seed: parseSeed(searchParams.get('seed')),
		transport: isTransport(transport) ? transport : null
	};
}

/** The address that opens the same plan again. */
export function withChoice(
	pageUrl: string,
	{ seed, transport }: { seed: number; transport: LabTransport }
): string {
	const url = new URL(pageUrl);
	url.searchParams.set('seed', String(seed));
	url.searchParams.set('transport', transport);
	return url.href;
}
