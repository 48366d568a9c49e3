import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

test('P1: the printed unit starts the build, with settings that exist, and waits until it has drained', () => {
	const unit = Object.fromEntries(
		[...printed('wirelab.service').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
			name,
			value
		])
	);
	expect(unit['ExecStart']).toMatch(/\/node build$/);
	expect(printed(basename(unit['EnvironmentFile'] ?? ''))).toContain('ORIGIN=');
	const { shutdownTimeoutSeconds } = parseConfig({});
	expect(Number(unit['TimeoutStopSec'])).toBeGreaterThan(shutdownTimeoutSeconds);
});
