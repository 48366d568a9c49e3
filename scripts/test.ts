/**
 * `npm test` runs all tests and prints the totals in the last line. `npm test -- unit e2e` runs only these
 * runners, `--long` adds long tests (WIRELAB_LONG), `--verify` adds the other checks of CI.
 */
import { run, type Outcome } from './lib/run.ts';
import { runners, type Runner } from './lib/runners.ts';
import { ensureTool, type Tool } from './lib/tools.ts';
import { closingLine, none, sum } from './lib/totals.ts';

const flags = ['--long', '--verify'];
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('-'));
const unknown = [
	...names.filter((name) => !runners.some((runner) => runner.name === name)),
	...args.filter((arg) => arg.startsWith('-') && !flags.includes(arg))
];
if (unknown.length > 0) {
	const known = runners.map(({ name }) => name).join(', ');
	console.error(
		`unknown argument: ${unknown.join(' ')}; runners: ${known}; options: ${flags.join(', ')}`
	);
	process.exit(2);
}

const isVerifying = args.includes('--verify');
const chosen = runners.filter(({ name, verifyOnly }) =>
	names.length > 0 ? names.includes(name) : isVerifying || !verifyOnly
);
const missing = new Map<Tool, string>();
const env: Record<string, string> = args.includes('--long') ? { WIRELAB_LONG: '1' } : {};
for (const tool of new Set(chosen.flatMap(({ needs = [], uses = [] }) => [...needs, ...uses]))) {
	const found = ensureTool(tool);
	if (found.path === null) {
		missing.set(tool, found.reason);
		console.log(found.reason);
	} else {
		// So that the runners use the same program without another search.
		env[tool.variable] = found.path;
		console.log(`${tool.name}: ${found.path}, from ${found.source}`);
	}
}

const outcomes: [Runner, Outcome][] = [];
for (const runner of chosen) {
	console.log(`\n── ${runner.name} ──`);
	const start = performance.now();
	const outcome = await attempt(runner);
	const seconds = Math.round((performance.now() - start) / 1000);
	console.log(`── ${summary(runner, outcome)} (${seconds} s)`);
	outcomes.push([runner, outcome]);
}

console.log('');
for (const reason of missing.values()) console.log(`skipped tests: ${reason}`);
for (const [runner, outcome] of outcomes) console.log(summary(runner, outcome));
const totals = sum(outcomes.map(([, outcome]) => outcome.totals));
for (const title of totals.retried) console.log(`passed only at the second attempt: ${title}`);
console.log(closingLine(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;

async function attempt(runner: Runner): Promise<Outcome> {
	const lacking = runner.needs?.find((tool) => missing.has(tool));
	if (lacking && process.env.CI) {
		return { totals: { ...none, failed: 1 }, remark: `not run: ${lacking.name} is missing` };
	}
	const [, build] = outcomes.find(([{ name }]) => name === 'build') ?? [];
	if (runner.needsBuild && build && build.totals.failed > 0) {
		return { totals: { ...none, failed: 1 }, remark: 'not run: the build failed' };
	}
	const outcome = await run(runner, env, Boolean(lacking));
	return lacking ? { ...outcome, remark: `not run: ${lacking.name} is missing` } : outcome;
}

function summary({ name, totals }: Runner, outcome: Outcome): string {
	const counts = totals || outcome.totals.failed > 0 ? closingLine(outcome.totals) : 'done';
	return `${name}: ${counts}${outcome.remark ? ` (${outcome.remark})` : ''}`;
}
