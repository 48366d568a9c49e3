/**
 * Tries the commands of the first steps with the newest release of every package, in an empty folder, and
 * says what broke and in which step. A new release can break it on any day, so it is no part of the tests.
 */
import { findChromium } from '../../scripts/lib/chromium.ts';
import { pinnedPackages } from './lib/commands.ts';
import { ReaderProject } from './lib/project.ts';
import { stepNames, steps, type StepName } from './lib/steps.ts';

/** Milliseconds after which a command counts as broken. */
const commandLimitMs = 120_000;
/** What is quoted of an error: its first and its last lines say most. */
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
			const omitted = lines.length > 2 * quotedLines ? ['…'] : [];
			const quoted = omitted.length
				? [...lines.slice(0, quotedLines), ...omitted, ...lines.slice(-quotedLines)]
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
		if (!(await tryStep(name, project, findChromium()?.path ?? null))) broken.push(name);
		if (broken.includes('create')) break; // there is no project to go on with
	}
	say(await project.versions());
} finally {
	await project.remove();
}
say(broken.length === 0 ? 'All steps work.' : `Broken: ${broken.join(', ')}.`);
process.exitCode = broken.length === 0 ? 0 : 1;
