import { execFileSync } from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/lib/server/config.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../lib/host.ts';
import { root, spawnSite, stopAll } from './site.ts';

afterEach(stopAll);

const printed = (name: string) => readFileSync(`deploy/${name}`, 'utf8');

test('the printed settings are settings that the server takes', () => {
	const config = parseConfig(parseEnv(printed('wirelab.env')));
	expect(config).toMatchObject({
		origin: 'https://example.com',
		addressHeader: 'x-forwarded-for',
		xffDepth: 1
	});
});

test('the printed commands start a server with the printed settings', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-deploy-'));
	const port = await freePort();
	mkdirSync(join(folder, 'deploy'));
	symlinkSync(join(root, 'build'), join(folder, 'build'));
	writeFileSync(
		join(folder, 'deploy/wirelab.env'),
		printed('wirelab.env').replace('PORT=3000', `PORT=${String(port)}`)
	);
	const script = join(folder, 'start.sh');
	writeFileSync(script, `cd ${folder}\n${printed('start.sh')}`);
	const site = await spawnSite({ command: ['sh', script] });
	for (const said of [
		`Listening on http://127.0.0.1:${String(port)}`,
		'"origin":"https://example.com"'
	]) {
		await until(() => site.output().includes(said), said);
	}
	rmSync(folder, { recursive: true });
});

test('A2: the printed command makes a key that the server takes, for nobody else to read', () => {
	const folder = join(mkdtempSync(join(tmpdir(), 'wirelab-secret-')), 'etc');
	const make = () => {
		execFileSync('sh', ['-c', printed('secret.sh').replaceAll('/etc/wirelab', folder)]);
		return readFileSync(join(folder, 'secret.env'), 'utf8');
	};
	const first = make();
	expect(Buffer.from(parseConfig(parseEnv(first)).jwtSecret).toString()).toMatch(/^[0-9a-f]{64}$/);
	expect(make()).not.toBe(first);
	expect(statSync(join(folder, 'secret.env')).mode & 0o077).toBe(0);
	rmSync(dirname(folder), { recursive: true });
});

test('P1: the printed unit starts the build, with settings that exist, and waits until it has drained', () => {
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
