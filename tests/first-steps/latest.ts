/**
 * Runs the commands of the first steps with the newest release of every package in an empty folder, and reports
 * which step failed and why. It is not part of the tests, because a new release can break it on any day.
 */
import { chromium } from '../../scripts/lib/chromium.ts';
import { findTool } from '../../scripts/lib/tools.ts';
import { pinnedPackages } from './lib/commands.ts';
import { ReaderProject } from './lib/project.ts';
import { stepNames, steps, type StepName } from './lib/steps.ts';

/** Timeout of a command in milliseconds. */
const commandLimitMs = 120_000;
/** A longer error is cut to this many lines from its beginning and as many from its end. */
const quotedLines = 25;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function tryStep(name: StepName, project: ReaderProject, browser: string | null) {
	for (const { what, run } of steps[name]) {
		try {
			await run(project, browser);
			say(`  works: ${what}`);
		} catch (error) {
			const lines = String(error instanceof Error ? error.message : error)
				.trim()
				.split('\n');
			const quoted =
				lines.length > 2 * quotedLines
					? [...lines.slice(0, quotedLines), '…', ...lines.slice(-quotedLines)]
					: lines;
			say(`  BREAKS: ${what}`);
			say(quoted.map((line) => `    | ${line}`).join('\n'));
			await project.stop();
			return false;
		}
	}
	return true;
}

const project = await ReaderProject.begin({ chooseVersion: () => 'latest', commandLimitMs });
const abort = () => void project.remove().then(() => process.exit(130));
process.once('SIGINT', abort).once('SIGTERM', abort);
const broken: StepName[] = [];
try {
	say(`The first steps with the newest release of ${[...pinnedPackages().keys()].join(', ')}:`);
	for (const name of stepNames) {
		say(`step ${name}`);
		if (!(await tryStep(name, project, findTool(chromium)?.path ?? null))) broken.push(name);
		if (broken.includes('create')) break; // without a project the other steps cannot run
	}
	say(await project.versions());
} finally {
	await project.remove();
}
say(broken.length === 0 ? 'All steps work.' : `Broken: ${broken.join(', ')}.`);
process.exitCode = broken.length === 0 ? 0 : 1;
