import { spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { chromium as playwright, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromium, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { until } from '../contract/lib/wait.ts';
import { streamEndpoint, webSocketEndpoint, type Endpoint } from '../samples/lib/endpoints.ts';
import { Program } from '../samples/lib/program.ts';
import { attackSample } from '../samples/lib/suite.ts';
import { startSite, stopAll, tcp } from './site.ts';

const names = readdirSync('src/lib/examples').filter((name) =>
	existsSync(`src/lib/examples/${name}/index.ts`)
);
const browserTool = toolForTests(chromium);
const limitMs = 240_000;
/** The folder in which each example is built. */
const built = new Map<string, string>();
/** The installed `node_modules` folders, keyed by a manifest's dependencies and overrides. */
const installed = new Map<string, string>();
const room = privateRoom('attacks');

/** Streams by example, relative to the folder of its endpoints. */
const streams: Record<string, string> = { dashboard: 'events', progress: `events?job=${room}` };

/** The endpoints of an example: its socket, which answers a ping message, and its stream. */
function endpointsOf(name: string): Endpoint[] {
	const base = `/api/examples/${name}`;
	const endpoints: Endpoint[] = [];
	if (existsSync(`src/lib/examples/${name}/socket.server.ts`)) {
		const { flood: _, ...socket } = webSocketEndpoint(`${base}/socket?room=${room}`, {
			messageFor: () => '{"type":"ping"}',
			isBroadcast: (data) => data.includes('"pong"')
		});
		endpoints.push(socket);
	}
	const stream = streams[name];
	if (stream !== undefined) {
		endpoints.push({ ...streamEndpoint('SSE', `${base}/${stream}`), hasClock: false });
	}
	return endpoints;
}

describe.skipIf(browserTool === null)('an example as a separate project', () => {
	let site: string;
	let browser: Browser;
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-download-'));
	beforeAll(async () => {
		site = (await startSite()).url;
		browser = await playwright.launch({
			executablePath: browserTool?.path ?? '',
			args: chromiumFlags
		});
	});
	afterAll(async () => {
		await browser.close();
		await stopAll();
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(names)(
		'%s installs, type-checks, builds, and runs in a browser',
		async (name) => {
			const project = await download(name);
			install(project);
			run(project, 'npm', 'run', 'check');
			run(project, 'npm', 'run', 'build');
			built.set(name, project);

			const { url, port } = await startSite({
				command: [process.execPath, join(project, 'server.js')]
			});
			const page = await browser.newPage();
			const problems: string[] = [];
			page.on('pageerror', (error) => problems.push(error.message));
			page.on('console', (line) => {
				if (line.type() === 'error') problems.push(line.text());
			});
			let isServed = false;
			page.on('websocket', (socket) =>
				socket.on('framereceived', () => {
					isServed = true;
				})
			);
			page.on('response', (response) => {
				if (response.url().includes('/api/examples/')) isServed = response.ok();
			});
			await page.goto(url);
			await page.locator('main.demo :is(button, input, textarea)').first().waitFor();
			await vi.waitFor(() => expect(isServed).toBe(true), { timeout: 20_000 });
			expect(problems).toEqual([]);
			await page.close();

			// V6: anybody can send an upgrade request with any Origin header.
			const hasSockets = existsSync(`src/lib/examples/${name}/socket.server.ts`);
			for (const origin of ['null', 'http://[', '\xff\xfe', 'https://evil.example']) {
				const status = await statusOfUpgrade(origin, port, `/api/examples/${name}/socket`);
				expect(status, origin).toBe(hasSockets ? 403 : 404);
			}
			expect(await statusOfUpgrade(url, port, '//[/socket')).toBe(404);
			expect((await fetch(url)).status).toBe(200);
		},
		limitMs
	);

	for (const name of names) {
		attackSample({
			name: `the download of ${name}`,
			endpoints: endpointsOf(name),
			async start(isFast) {
				const cwd = built.get(name);
				if (cwd === undefined) throw new Error(`${name} was not built`);
				return Program.start({ args: ['server.js'], cwd, isFast });
			}
		});
	}

	/** The status with which an upgrade is rejected. */
	async function statusOfUpgrade(origin: string, port: number, path: string): Promise<number> {
		const { socket, received } = await tcp(port);
		const lines = [`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket'];
		socket.write(`${[...lines, `Origin: ${origin}`].join('\r\n')}\r\n\r\n`, 'latin1');
		await until(() => received().includes('\r\n\r\n'), `an answer to ${origin}`);
		socket.destroy();
		return Number(received().split(' ')[1]);
	}

	/** Extracts the archive from the site, and returns the project's folder. */
	async function download(name: string): Promise<string> {
		const response = await fetch(`${site}/examples/${name}.zip`);
		expect(response.headers.get('content-type')).toBe('application/zip');
		const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
		for (const [path, bytes] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), strFromU8(bytes));
		}
		return join(folder, `wirelab-${name}`);
	}
});

/** Installs what the manifest names. Examples with the same dependencies share one installation. */
function install(project: string): void {
	const { dependencies, overrides } = JSON.parse(
		readFileSync(join(project, 'package.json'), 'utf8')
	) as Record<string, unknown>;
	const packages = JSON.stringify([dependencies, overrides]);
	const modules = join(project, 'node_modules');
	const same = installed.get(packages);
	if (same !== undefined) return symlinkSync(same, modules, 'dir');
	run(project, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund');
	installed.set(packages, modules);
}

function run(cwd: string, program: string, ...args: string[]): void {
	// Without the tests' environment, from which npm would read this project's settings.
	const { PATH, HOME } = process.env;
	const env = { PATH, HOME };
	const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
}
