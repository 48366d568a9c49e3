import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';
import { root, spawnSite, startSite, stopAll } from './site.ts';

describe.runIf(process.platform === 'linux')('listening', () => {
	afterEach(stopAll);

	test('V2, V4: development uses one port, on the loopback only', async () => {
		const vite = `${root}node_modules/vite/bin/vite.js`;
		const port = String(await freePort());
		const site = await spawnSite({ command: [process.execPath, vite, 'dev', '--port', port] });
		await until(() => site.output().includes('Local:'), 'Vite', 90_000);
		const addresses = listeningAddresses(site.child.pid ?? 0);
		expect(addresses).toHaveLength(1);
		expect(['127.0.0.1', '::1']).toContain(addresses[0]);
	}, 120_000);

	test('V2: production uses one port', async () => {
		const site = await startSite();
		expect(listeningAddresses(site.child.pid ?? 0)).toEqual(['127.0.0.1']);
	});

	test('V18: an upgrade does not reach the +server.ts of its path', async () => {
		const { port } = await startSite();
		const ws = new WebSocket(`ws://127.0.0.1:${String(port)}/api/events`);
		const [error] = (await once(ws, 'error')) as [Error];
		expect(error.message).toContain('404');
	});
});

/** The local addresses on which a process listens (proc(5): /proc/net/tcp, state 0A). */
function listeningAddresses(pid: number): string[] {
	const descriptors = readdirSync(`/proc/${pid}/fd`).map((fd) => {
		try {
			return readlinkSync(`/proc/${pid}/fd/${fd}`);
		} catch {
			return ''; // closed in the meantime
		}
	});
	const sockets = new Set(descriptors.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
	return ['tcp', 'tcp6'].flatMap((table) =>
		readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
			.split('\n')
			.map((line) => line.trim().split(/\s+/))
			.filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(inode ?? ''))
			.map(([, local = '']) => addressOf(local.split(':')[0] ?? ''))
	);
}

/** `0100007F` is 127.0.0.1: hexadecimal in the machine's byte order. */
function addressOf(hex: string): string {
	if (hex.length !== 8) return hex === `${'0'.repeat(24)}01000000` ? '::1' : hex;
	return [...Buffer.from(hex, 'hex')].reverse().join('.');
}
