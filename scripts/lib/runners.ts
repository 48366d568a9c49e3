import { chromium } from './chromium.ts';
import { curl, python } from './clients.ts';
import { firefox } from './firefox.ts';
import { caddy, haproxy, nginx, openssl } from './proxies.ts';
import { redisServer } from './servers.ts';
import type { Tool } from './tools.ts';
import { playwrightTotals, vitestTotals, type Totals } from './totals.ts';

/** One program among those that `npm test` starts. */
export interface Runner {
	name: string;
	/** Arguments for Node. */
	args: string[];
	/** Reads the JSON that the runner left at `report`. Absent for a step that runs no tests. */
	totals?: (json: string) => Totals;
	/** Without these nothing of it can run: it is only asked how many tests that leaves out. */
	needs?: Tool[];
	/** Without these it runs, and its specs skip themselves (`toolForTests`). */
	uses?: Tool[];
	/** It serves what the build made, so it makes no sense after a build that failed. */
	needsBuild?: boolean;
	/** Part of `npm run verify`, not of `npm test`. */
	verifyOnly?: boolean;
}

/** Where a runner leaves its report. */
export const report = (runner: Runner): string => `test-results/${runner.name}.json`;

/** Added to the arguments of a runner that cannot run: it then reports all its tests as skipped. */
export const listOnly = '--list';

const vitest = (name: string, ...args: string[]): string[] => [
	'node_modules/vitest/vitest.mjs',
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=test-results/${name}.json`,
	...args
];

/** The npm that started us, so that it works alike where `npm` is a `.cmd` file. */
const script = (name: string): string[] => [process.env.npm_execpath ?? 'npm-cli.js', 'run', name];

/** All of them, in the order in which they run: what fails soonest and costs least comes first. */
export const runners: Runner[] = [
	{ name: 'check', args: script('check'), verifyOnly: true },
	{ name: 'lint', args: script('lint'), verifyOnly: true },
	{ name: 'unit', args: vitest('unit'), totals: vitestTotals },
	{
		name: 'integration',
		args: vitest(
			'integration',
			'--config=vitest.integration.config.ts',
			'--exclude=tests/{host,independent}/**'
		),
		totals: vitestTotals,
		uses: [redisServer, chromium, firefox, openssl]
	},
	{ name: 'build', args: ['node_modules/vite/bin/vite.js', 'build'] },
	{
		name: 'host',
		args: vitest('host', '--config=vitest.integration.config.ts', 'tests/host'),
		totals: vitestTotals,
		uses: [chromium, curl, nginx, caddy, haproxy, openssl],
		needsBuild: true
	},
	{
		name: 'e2e',
		args: ['node_modules/playwright/cli.js', 'test', '--reporter=list,json'],
		totals: playwrightTotals,
		needs: [chromium],
		needsBuild: true
	},
	{
		name: 'independent',
		args: vitest('independent', '--config=vitest.integration.config.ts', 'tests/independent'),
		totals: vitestTotals,
		uses: [curl, python],
		needsBuild: true
	}
];
