import { chromium } from './chromium.ts';
import { curl, python, tshark } from './clients.ts';
import { firefox } from './firefox.ts';
import { caddy, haproxy, nginx, openssl } from './proxies.ts';
import { redisServer } from './servers.ts';
import type { Tool } from './tools.ts';
import { playwrightTotals, vitestTotals, type Totals } from './totals.ts';
import { webKit, xvfb } from './webkit.ts';

/** A program that `npm test` starts. */
export interface Runner {
	name: string;
	/** Arguments for Node. */
	args: string[];
	/** Parses the runner's JSON report. Absent for a step without tests. */
	totals?: (json: string) => Totals;
	/** Tools without which it cannot run. Its tests are then only counted as skipped. */
	needs?: Tool[];
	/** Tools without which some specs skip themselves (`toolForTests`). */
	uses?: Tool[];
	/** Whether it serves the build, and so cannot run after a failed build. */
	needsBuild?: boolean;
	/** Whether `npm test` leaves it out unless it is named. `npm run verify` includes it. */
	verifyOnly?: boolean;
}

/** Path of a runner's report, relative to the project. */
export const reportPath = (runner: Runner): string => `test-results/${runner.name}.json`;

/** Added to the arguments of a runner that cannot run: it then reports all its tests as skipped. */
export const listFlag = '--list';

const vitest = (name: string, ...args: string[]): string[] => [
	'node_modules/vitest/vitest.mjs',
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=test-results/${name}.json`,
	...args
];

/** Runs the npm that started this process, which also works where `npm` is a `.cmd` file. */
const script = (name: string): string[] => [process.env.npm_execpath ?? 'npm-cli.js', 'run', name];

/** All runners in the order in which they run: fast ones first, and the build before those that need it. */
export const runners: Runner[] = [
	{ name: 'check', args: script('check'), verifyOnly: true },
	{ name: 'lint', args: script('lint'), verifyOnly: true },
	{ name: 'unit', args: vitest('unit'), totals: vitestTotals },
	{
		name: 'integration',
		args: vitest(
			'integration',
			'--config=vitest.integration.config.ts',
			'--exclude=tests/{browsers,host,independent}/**'
		),
		totals: vitestTotals,
		uses: [redisServer, chromium, firefox, openssl, tshark]
	},
	{ name: 'build', args: ['node_modules/vite/bin/vite.js', 'build'] },
	{
		name: 'host',
		args: vitest('host', '--config=vitest.integration.config.ts', 'tests/host'),
		totals: vitestTotals,
		uses: [redisServer, chromium, openssl, curl, nginx, caddy, haproxy],
		needsBuild: true
	},
	{
		name: 'e2e',
		args: ['node_modules/playwright/cli.js', 'test', '--reporter=list,json'],
		totals: playwrightTotals,
		needs: [chromium],
		uses: [redisServer],
		needsBuild: true
	},
	{
		name: 'browsers',
		args: vitest('browsers', '--config=vitest.integration.config.ts', 'tests/browsers'),
		totals: vitestTotals,
		uses: [firefox, webKit, xvfb],
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
