import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { installNode, type NodeRelease } from '../support/node-release.ts';
import { pinnedPackages, printedCommands, withVersions } from './lib/commands.ts';
import { ReaderProject } from './lib/project.ts';
import { takeStep, type StepName } from './lib/steps.ts';

const stepLimitMs = 400_000;

/** Requests a package that this project does not use: the adapter of new projects. */
async function reachesRegistry(): Promise<boolean> {
	try {
		const args = ['view', '@sveltejs/adapter-auto', 'version', '--prefer-offline'];
		await promisify(execFile)('npm', args, { timeout: 20_000 });
		return true;
	} catch {
		if (process.env.CI) throw new Error('the registry is out of reach, and CI must not skip this');
		return false;
	}
}

const isOnline = await reachesRegistry();
const browser = toolForTests(chromium)?.path ?? null;
const hint = isOnline ? '' : ' (skipped: the package registry is out of reach)';
/** Null: the Node that runs the tests. */
const nodeVersions = process.env.WIRELAB_LONG ? [null, '22', '24'] : [null];

describe.skipIf(!isOnline).each(nodeVersions)(`the first steps on Node %s${hint}`, (version) => {
	let node: NodeRelease | undefined;
	let project: ReaderProject;

	beforeAll(async () => {
		node = version === null ? undefined : await installNode(version);
		project = await ReaderProject.begin(node && { nodeFolder: node.folder });
	}, stepLimitMs);
	afterAll(async () => {
		await project.remove();
		await node?.remove();
	});
	const take = (step: StepName) => takeStep(step, project, browser);

	test(
		'I1: the printed commands create a project in an empty folder',
		{ timeout: stepLimitMs },
		async () => {
			await take('create');
			const manifest = await readFile(
				`${project.app}/node_modules/@sveltejs/kit/package.json`,
				'utf8'
			);
			expect((JSON.parse(manifest) as { version: string }).version).toMatch(/^2\./);
		}
	);

	test(
		'I1: SSE: the files type-check, and the page shows the events',
		{ timeout: stepLimitMs },
		() => take('sse')
	);

	test(
		'I1: WebSocket: a message is echoed on the port of the pages',
		{ timeout: stepLimitMs },
		() => take('websocket')
	);

	test('I1: Socket.IO: a message is acknowledged and delivered', { timeout: stepLimitMs }, () =>
		take('socket-io')
	);

	test('V1: the production server serves all three on one port', { timeout: stepLimitMs }, () =>
		take('production')
	);
});

test('I1: every package in the commands has the exact version that is tested', async () => {
	const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
		packages: Record<string, { version: string } | undefined>;
	};
	const lines = ['create', 'websocket', 'socket-io'] as const;
	const words = lines.flatMap((region) =>
		[...printedCommands(region).matchAll(/^(?:npx --yes (\S+) .*|npm install (.+))$/gm)].flatMap(
			([, program, packages]) => program ?? packages?.split(' ') ?? []
		)
	);
	const named = words.filter((word) => !word.startsWith('-'));
	expect(named).toEqual([...pinnedPackages()].map((pin) => pin.join('@')));
	for (const [name, version] of pinnedPackages()) {
		if (name === 'sv')
			expect(await readFile('content/facts.yaml', 'utf8')).toContain(`sv ${version}`);
		else expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
	}
});

test('withVersions replaces the pinned versions and nothing else', () => {
	const line = 'npm install -D @types/ws@8.18.2 vite@8';
	expect(withVersions(line, (name) => (name === 'vite' ? '9.0.0' : ''))).toBe(
		'npm install -D @types/ws vite@9.0.0'
	);
});
