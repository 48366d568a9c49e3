import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { installNode, type NodeRelease } from '../support/node-release.ts';
import { addProbes, applyPatch, installCommands } from './lib/kit-3.ts';
import { deleteWithoutType, disconnect, expectFinalStates, waitForLiveText } from './lib/probes.ts';
import { ReaderProject } from './lib/project.ts';
import {
	waitForTimes,
	sendMessage,
	visitPage,
	visitSocketIo,
	visitSse,
	visitWebSocket
} from './lib/visits.ts';

/** SvelteKit 3 requires Node 22.17 or later. The tests install this version, whichever Node runs them. */
const nodeVersion = '22.23.5';
const stepLimitMs = 600_000;
const stepsFolder = new URL('./steps/', import.meta.url);
const browser = toolForTests(chromium)?.path ?? null;

test('I1: the printed changes for SvelteKit 3 apply to the files of the first steps', async () => {
	const app = await mkdtemp(join(tmpdir(), 'kit-3-patch-'));
	try {
		for (const step of await readdir(stepsFolder)) {
			await cp(new URL(step, stepsFolder), app, { recursive: true });
		}
		// sv creates the other files that the patch changes.
		await applyPatch(app, 'before.patch', 'src/routes/*/+page.svelte');
		const files = await readdir(join(app, 'src'), { recursive: true, withFileTypes: true });
		const texts = await Promise.all(
			files
				.filter((file) => file.isFile())
				.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'))
		);
		expect(texts.filter((text) => text.includes('$lib'))).toEqual([]);
		expect(texts.filter((text) => text.includes('#lib/message.ts'))).toHaveLength(3);
	} finally {
		await rm(app, { recursive: true, force: true });
	}
});

describe.skipIf(!process.env.WIRELAB_LONG)('the first steps on SvelteKit 3', () => {
	let node: NodeRelease;
	let project: ReaderProject;
	/** The address of the running project. */
	let url: string;
	const manifest = async () => readFile(`${project.app}/package.json`, 'utf8');
	const installed = async (name: string) => {
		const text = await readFile(`${project.app}/node_modules/${name}/package.json`, 'utf8');
		return (JSON.parse(text) as { version: string }).version;
	};
	const visitAll = async () => {
		for (const visit of [visitSse, visitWebSocket, visitSocketIo]) await visit(url);
	};

	const visitPages = async () => {
		if (browser === null) return;
		await visitPage(browser, `${url}/sse`, waitForTimes);
		for (const path of ['/websocket', '/socket-io']) {
			await visitPage(browser, `${url}${path}`, sendMessage);
		}
	};

	beforeAll(async () => {
		node = await installNode(nodeVersion);
		project = await ReaderProject.begin({ nodeFolder: node.folder });
		for (const region of ['create', 'websocket', 'socket-io'] as const) {
			await project.runPrinted(region);
		}
		for (const step of (await readdir(stepsFolder)).sort()) await project.copyStep(step);
	}, stepLimitMs);
	afterAll(async () => {
		await project.remove();
		await node.remove();
	});

	test(
		'I1: SvelteKit 2 works with the changes that can be made before the upgrade',
		{ timeout: stepLimitMs },
		async () => {
			await applyPatch(project.app, 'before.patch');
			await project.run('npm run check');
			await addProbes(project.app);
			url = await project.startProduction();
			await visitAll();
			expect(await installed('@sveltejs/kit')).toMatch(/^2\.70\./);
		}
	);

	test('query.live of SvelteKit 2 stops permanently after a failure before the first value and after a 502', async () => {
		if (browser !== null) await visitPage(browser, `${url}/`, expectFinalStates);
	});

	test('S1: on SvelteKit 2 a disconnect cancels the stream, then aborts the signal', async () => {
		expect(await disconnect(url, 'GET')).toEqual(['cancel', 'abort']);
		expect(await disconnect(url, 'GET', true)).toEqual(['cancel', 'abort', 'close() threw']);
		// After the whole request body was read, only cancel() shows the disconnect.
		expect(await disconnect(url, 'POST')).toEqual(['cancel']);
		expect(await deleteWithoutType(url)).toBe(204);
		await project.stop();
	});

	test(
		'I1: the printed commands and changes move the project to SvelteKit 3',
		{ timeout: stepLimitMs },
		async () => {
			await project.run(installCommands);
			await applyPatch(project.app, 'switch.patch');
			expect(await installed('@sveltejs/kit')).toMatch(/^3\./);
			expect(await installed('@sveltejs/adapter-node')).toMatch(/^6\./);
			expect(await manifest()).not.toContain('adapter-auto');
			await project.run('npm run check');
		}
	);

	test(
		'SvelteKit 3 does not build with a svelte.config.js, nor with $lib',
		{ timeout: stepLimitMs },
		async () => {
			const layout = `${project.app}/src/routes/+layout.svelte`;
			const config = `${project.app}/svelte.config.js`;
			const text = await readFile(layout, 'utf8');
			await writeFile(config, 'export default {};\n');
			await expect(project.run('npm run build')).rejects.toThrow('config_file_unsupported');
			await rm(config);
			await writeFile(layout, text.replace('#lib', '$lib'));
			await expect(project.run('npm run build')).rejects.toThrow('module_removed_lib');
			await writeFile(layout, text);
		}
	);

	test(
		'I1: SvelteKit 3 serves every transport in development',
		{ timeout: stepLimitMs },
		async () => {
			url = await project.startDev();
			await visitAll();
			await visitPages();
		}
	);

	test(
		'V1: SvelteKit 3 serves every transport in production',
		{ timeout: stepLimitMs },
		async () => {
			url = await project.startProduction();
			await visitAll();
			await visitPages();
		}
	);

	test('S1: on SvelteKit 3 a disconnect aborts the signal, then cancels the stream', async () => {
		expect(await disconnect(url, 'GET')).toEqual(['abort', 'cancel']);
		expect(await disconnect(url, 'POST')).toEqual(['abort', 'cancel']);
		// A stream that the abort listener has closed is not cancelled any more.
		expect(await disconnect(url, 'GET', true)).toEqual(['abort']);
		// The process survives all of it.
		await visitAll();
	});

	test(
		'query.live of SvelteKit 3 sends comments while there are no values',
		{ timeout: stepLimitMs },
		() => waitForLiveText(project.app, url, ': keep-alive\n')
	);

	test('SvelteKit 3 rejects a DELETE without Content-Type that SvelteKit 2 accepts', async () => {
		expect(await deleteWithoutType(url)).toBe(403);
	});

	test('query.live of SvelteKit 3 stops permanently in the same cases as that of SvelteKit 2', async () => {
		if (browser !== null) await visitPage(browser, `${url}/`, expectFinalStates);
	});
});
