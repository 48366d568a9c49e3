import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import ts from 'typescript';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseConfig } from '../../src/lib/server/config.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';
import { root, spawnSite, stopAll } from './site.ts';

afterEach(stopAll);

const printed = (name: string) => readFileSync(`deploy/${name}`, 'utf8');

test('the server accepts the printed settings', () => {
	const config = parseConfig(parseEnv(printed('wirelab.env')));
	expect(config).toMatchObject({
		origin: 'https://example.com',
		addressHeader: 'x-forwarded-for',
		xffDepth: 1
	});
});

describe('the printed commands', () => {
	/** Installs the build in a folder with no packages in it or above it. */
	function install(command: string): string {
		const folder = join(mkdtempSync(join(tmpdir(), 'wirelab-deploy-')), 'wirelab');
		const script = printed('install.sh')
			.replaceAll('/srv/wirelab', folder)
			.replace('npm ci --omit=dev', command);
		const { PATH, HOME } = process.env;
		execFileSync('sh', ['-c', script], { cwd: root, env: { PATH, HOME }, stdio: 'pipe' });
		return folder;
	}

	async function serve(folder: string): Promise<void> {
		const port = await freePort();
		writeFileSync(
			join(folder, 'deploy/wirelab.env'),
			printed('wirelab.env').replace('PORT=3000', `PORT=${String(port)}`)
		);
		const site = await spawnSite({ command: ['sh', 'deploy/start.sh'], cwd: folder });
		for (const line of [
			`Listening on http://127.0.0.1:${String(port)}`,
			'"origin":"https://example.com"'
		]) {
			await until(() => site.output().includes(line), line);
		}
		const url = `http://127.0.0.1:${String(port)}`;
		expect(await (await fetch(url)).text()).toContain('<!doctype html>');
		const socket = new WebSocket(
			`${url.replace('http', 'ws')}/ws?room=deploy-0123456789abcdefghij`
		);
		const [data] = (await once(socket, 'message')) as [Buffer];
		expect(JSON.parse(data.toString())).toMatchObject({ type: 'welcome' });
		socket.terminate();
	}

	test.each(['npm ci --omit=dev', 'NODE_ENV=production npm ci'])(
		'install and serve the site in an empty folder: %s [command-production]',
		async (command) => {
			const folder = install(command);
			const has = (name: string) => existsSync(join(folder, 'node_modules', name));
			expect(['socket.io', 'vite', 'svelte'].map(has)).toEqual([true, false, false]);
			await serve(folder);
			rmSync(dirname(folder), { recursive: true });
		},
		180_000
	);
});

test('the production dependencies are exactly the packages that the build imports [command-production]', () => {
	const imported = readdirSync('build', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js') && !/^(client|prerendered)\b/.test(file))
		.flatMap((file) => ts.preProcessFile(readFileSync(join('build', file), 'utf8')).importedFiles)
		.map(({ fileName }) => fileName)
		.filter((name) => !name.startsWith('.') && !isBuiltin(name))
		.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0]);
	const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		dependencies: Record<string, string>;
	};
	expect([...new Set(imported)].sort()).toEqual(Object.keys(dependencies).sort());
});

test('A2: the printed command creates a key that the server accepts, readable only by its owner', () => {
	const folder = join(mkdtempSync(join(tmpdir(), 'wirelab-secret-')), 'etc');
	const createKey = () => {
		execFileSync('sh', ['-c', printed('secret.sh').replaceAll('/etc/wirelab', folder)]);
		return readFileSync(join(folder, 'secret.env'), 'utf8');
	};
	const first = createKey();
	expect(Buffer.from(parseConfig(parseEnv(first)).jwtSecret).toString()).toMatch(/^[0-9a-f]{64}$/);
	expect(createKey()).not.toBe(first);
	expect(statSync(join(folder, 'secret.env')).mode & 0o077).toBe(0);
	rmSync(dirname(folder), { recursive: true });
});

test('P1: the printed unit starts the build with the printed settings and key, and waits for the drain', () => {
	const lines = [...printed('wirelab.service').matchAll(/^(\w+)=(.*)$/gm)];
	const values = (name: string) =>
		lines.flatMap(([, key, value = '']) => (key === name ? [value] : []));
	expect(values('ExecStart')).toEqual([expect.stringMatching(/\/node build$/)]);
	const [settings = '', secret = ''] = values('EnvironmentFile');
	expect(printed(basename(settings))).toContain('ORIGIN=');
	expect(printed('secret.sh')).toContain(`> ${secret}`);
	const { shutdownTimeoutSeconds } = parseConfig({});
	expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(shutdownTimeoutSeconds);
});
