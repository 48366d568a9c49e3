import { parseArgs } from 'node:util';

export const partNames = [
	'fan-out',
	'growth',
	'memory',
	'redis',
	'publish',
	'accept',
	'join',
	'storm'
] as const;
export type PartName = (typeof partNames)[number];

export interface Options {
	parts: readonly PartName[];
	/** The sizes of the fan-out. */
	readers: readonly number[];
	/** Readers in the part `growth`: from, to. */
	growth: readonly [number, number];
	/** Clients in a restart storm. */
	storm: number;
	rounds: number;
	/** Duration of one measurement. */
	ms: number;
}

export const usage = `npm run bench -- [parts] [options]

parts            ${partNames.join(', ')}; by default all
--readers 1000   sizes of the fan-out, comma-separated (100,1000,5000)
--storm 3000     how many clients reconnect after a restart
--rounds 5       how many times each server is measured, in alternation
--ms 500         duration of one measurement
--quick          1000 readers, at most 5000, three short rounds: takes a few minutes, less precise`;

/**
 * Returns null for `--help`.
 * @throws Error with one line that describes the mistake
 */
export function parseOptions(args: readonly string[]): Options | null {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			readers: { type: 'string' },
			storm: { type: 'string' },
			rounds: { type: 'string' },
			ms: { type: 'string' },
			quick: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false }
		}
	});
	if (values.help) return null;
	const parts = positionals.map((name) => {
		const part = partNames.find((known) => known === name);
		if (part === undefined) throw new Error(`unknown part "${name}"`);
		return part;
	});
	const { quick } = values;
	return {
		parts: parts.length > 0 ? parts : partNames,
		readers: (values.readers ?? (quick ? '1000' : '100,1000,5000'))
			.split(',')
			.map((text) => whole('--readers', text)),
		growth: quick ? [100, 5000] : [100, 10_000],
		storm: whole('--storm', values.storm ?? '3000'),
		rounds: whole('--rounds', values.rounds ?? (quick ? '3' : '5')),
		ms: whole('--ms', values.ms ?? (quick ? '300' : '500'))
	};
}

function whole(name: string, text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1)
		throw new Error(`${name} must be a positive integer: ${text}`);
	return value;
}
