import { parseArgs } from 'node:util';

export const partNames = [
	'fan-out',
	'growth',
	'memory',
	'redis',
	'publish',
	'accept',
	'join',
	'storm',
	'trace'
] as const;
export type PartName = (typeof partNames)[number];

export interface Options {
	parts: readonly PartName[];
	/** The numbers of readers in the part `fan-out`. */
	readers: readonly number[];
	/** The two numbers of readers that the part `growth` compares. */
	growth: readonly [number, number];
	/** The number of clients in the part `storm`. */
	storm: number;
	rounds: number;
	/** Duration of one measurement, in ms. Some parts use a multiple of it. */
	ms: number;
}

export const usage = `npm run bench -- [parts] [options]

parts            ${partNames.join(', ')}; default: all
--readers <list> numbers of readers in fan-out, comma-separated; default: 100,1000,5000
--storm <n>      number of clients in storm; default: 3000
--rounds <n>     number of rounds of measurements, more or fewer in some parts; default: 5
--ms <n>         duration of one measurement, in ms; default: 500
--quick          fewer readers and three short rounds: takes a few minutes, less precise`;

/**
 * Returns null for `--help`.
 * @throws Error whose message describes the mistake
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
			.map((text) => positiveInteger('--readers', text)),
		growth: quick ? [100, 5000] : [100, 10_000],
		storm: positiveInteger('--storm', values.storm ?? '3000'),
		rounds: positiveInteger('--rounds', values.rounds ?? (quick ? '3' : '5')),
		ms: positiveInteger('--ms', values.ms ?? (quick ? '300' : '500'))
	};
}

function positiveInteger(name: string, text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1)
		throw new Error(`${name} must be a positive integer: ${text}`);
	return value;
}
