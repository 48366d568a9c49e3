/**
 * `npm run bench`: measures CPU, latency and memory, of our server and of others in the same run.
 * bench/README.md describes the method and the results.
 */
import { cpus } from 'node:os';
import { parseOptions, usage, type Options, type PartName } from './lib/options.ts';
import { endProgress } from './lib/output.ts';
import { printVerdicts, type Verdict } from './lib/targets.ts';
import { accept } from './parts/accept.ts';
import { fanOut } from './parts/fan-out.ts';
import { growth } from './parts/growth.ts';
import { join } from './parts/join.ts';
import { memory } from './parts/memory.ts';
import { publish } from './parts/publish.ts';
import { redis } from './parts/redis.ts';
import { storm } from './parts/storm.ts';
import { trace } from './parts/trace.ts';

const parts: Record<PartName, (options: Options) => Promise<Verdict[]>> = {
	'fan-out': fanOut,
	growth,
	memory,
	redis,
	publish,
	accept,
	join,
	storm,
	trace
};

const options = readOptions();

const start = performance.now();
console.log(
	`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}. ` +
		'Ratios can be compared; all other figures are those of this machine.'
);
const verdicts: Verdict[] = [];
for (const part of options.parts) {
	try {
		verdicts.push(...(await parts[part](options)));
	} catch (error) {
		endProgress();
		console.error(`\n${part} failed: ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	}
}
printVerdicts(verdicts);
console.log(`\n${Math.round((performance.now() - start) / 1000)} s`);

function readOptions(): Options {
	try {
		const options = parseOptions(process.argv.slice(2));
		if (options !== null) return options;
		console.log(usage);
		process.exit(0);
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
		process.exit(2);
	}
}
