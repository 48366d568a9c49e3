import type { LabTransport } from './naive.ts';
import { parseSeed } from './script.ts';
import { text } from './text.ts';

const isTransport = (name: string | null): name is LabTransport =>
	name !== null && Object.hasOwn(text.transports, name);

export interface Choice {
	/** Null if it is missing or invalid. */
	seed: number | null;
	transport: LabTransport | null;
	hasOwnServer: boolean;
}

/** Reads `?seed=…&transport=…&server=own`. */
export function choiceIn(pageUrl: string): Choice {
	const { searchParams } = new URL(pageUrl);
	const transport = searchParams.get('transport');
	return {
		seed: parseSeed(searchParams.get('seed')),
		transport: isTransport(transport) ? transport : null,
		hasOwnServer: searchParams.get('server') === 'own'
	};
}

/** The address that opens the same plan again. */
export function withChoice(
	pageUrl: string,
	{ seed, transport, hasOwnServer }: { [Name in keyof Choice]: NonNullable<Choice[Name]> }
): string {
	const url = new URL(pageUrl);
	url.searchParams.set('seed', String(seed));
	url.searchParams.set('transport', transport);
	if (hasOwnServer) url.searchParams.set('server', 'own');
	else url.searchParams.delete('server');
	return url.href;
}
