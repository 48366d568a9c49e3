import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../contract/lib/wait.ts';
import { listen } from '../support/listen.ts';
import { spawnSite, startSite, stopAll, tcp, type Site } from './site.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'wirelab-'))));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopAll);

/** The status over a Unix socket. */
async function statusAt(socketPath: string): Promise<number | undefined> {
	const [response] = (await once(get({ socketPath, path: '/' }), 'response')) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

describe('listening', () => {
	test('P1 P5: HOST and PORT are where the server listens [settings-host, command-build]', async () => {
		const site = await startSite({ env: { HOST: '127.0.0.1' } });
		expect(site.output()).toContain(`Listening on http://127.0.0.1:${site.port}\n`);
		expect((await fetch(site.url)).status).toBe(200);
	});

	test('P1: PORT=0 selects a free port, which is printed', async () => {
		const site = await startSite({ env: { PORT: '0' } });
		const [, url] = /Listening on (\S+)/.exec(site.output()) ?? [];
		expect((await fetch(url ?? '')).status).toBe(200);
	});

	test('P1: SOCKET_PATH replaces HOST and PORT, and the socket is removed at exit [settings-host]', async () => {
		const path = join(folder, 'a.sock');
		const site = await startSite({ env: { SOCKET_PATH: path } });
		expect(site.output()).toContain(`Listening on ${path}\n`);
		expect(await statusAt(path)).toBe(200);
		await expect(fetch(site.url)).rejects.toThrow();
		site.child.kill('SIGTERM');
		await site.ended;
		expect(existsSync(path)).toBe(false);
	});

	test('P1: a socket file left by a killed server does not prevent the start', async () => {
		const path = join(folder, 'b.sock');
		const killed = await startSite({ env: { SOCKET_PATH: path } });
		killed.child.kill('SIGKILL');
		await killed.ended;
		expect(existsSync(path)).toBe(true);
		await startSite({ env: { SOCKET_PATH: path } });
		expect(await statusAt(path)).toBe(200);
	});

	test('P1: the socket of a running server is not replaced', async () => {
		const path = join(folder, 'c.sock');
		await startSite({ env: { SOCKET_PATH: path } });
		const second = await spawnSite({ env: { SOCKET_PATH: path } });
		expect((await second.ended).code).toBe(1);
		expect(lines(second)).toContain(`Cannot listen: SOCKET_PATH=${path} is already in use`);
		expect(await statusAt(path)).toBe(200);
	});

	test('a SOCKET_PATH in a missing folder causes one line that names it', async () => {
		const path = join(folder, 'missing', 'a.sock');
		const site = await spawnSite({ env: { SOCKET_PATH: path } });
		expect((await site.ended).code).toBe(1);
		expect(lines(site)).toContain(
			`Cannot listen: SOCKET_PATH=${path} is in a folder that does not exist`
		);
	});

	test('a busy port causes one line that names it', async () => {
		const first = await startSite();
		const second = await spawnSite({ env: { PORT: String(first.port) } });
		expect((await second.ended).code).toBe(1);
		expect(lines(second)).toContain(
			`Cannot listen: PORT=${first.port} on HOST=127.0.0.1 is already in use`
		);
		expect(second.output()).not.toContain('    at ');
	});
});

describe('socket activation', () => {
	/** Starts the site with a listening socket as systemd passes it: descriptor 3, and the child's process id. */
	async function activate(env: Record<string, string> = {}): Promise<{ site: Site; port: number }> {
		const server = createServer();
		const port = await listen(server);
		const site = await spawnSite({
			command: ['/bin/sh', '-c', `LISTEN_PID=$$ LISTEN_FDS=1 exec "${process.execPath}" build`],
			env,
			stdio: ['ignore', 'pipe', 'pipe', descriptorOf(server)]
		});
		await until(() => site.output().includes('Listening on'), 'the server to listen', 20_000);
		server.close();
		return { site, port };
	}

	test('P1: the server uses the listening socket that LISTEN_PID and LISTEN_FDS pass [settings-host]', async () => {
		const { site, port } = await activate();
		expect(site.output()).toContain('Listening on file descriptor 3\n');
		expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
	});

	test('P1: the server exits after IDLE_TIMEOUT seconds without a request [settings-host]', async () => {
		const { site, port } = await activate({ IDLE_TIMEOUT: '1' });
		await (await fetch(`http://127.0.0.1:${port}/`)).text(); // The timeout starts here.
		const stream = await fetch(`http://127.0.0.1:${port}/api/events`);
		const reader = stream.body?.getReader();
		// After two updates the request has been open for more than a second.
		for (let text = ''; !/(update[^]*){2}/.test(text);) {
			text += new TextDecoder().decode((await reader?.read())?.value);
		}
		expect(site.child.exitCode).toBeNull();
		await reader?.cancel();
		expect(await site.ended).toEqual({ code: 0, signal: null });
	});
});

describe('timeouts', () => {
	test('P1: KEEP_ALIVE_TIMEOUT is sent to clients as the time that a connection may stay idle [settings-host]', async () => {
		const site = await startSite({ env: { KEEP_ALIVE_TIMEOUT: '7' } });
		const { socket, received } = await tcp(site.port);
		socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
		await until(() => /keep-alive: timeout=7/i.test(received()), 'the header');
		socket.destroy();
	});

	test('P1: HEADERS_TIMEOUT ends a request with incomplete headers [settings-host]', async () => {
		const site = await startSite({ env: { HEADERS_TIMEOUT: '1' } });
		const { socket, received } = await tcp(site.port);
		socket.write('GET / HTTP/1.1\r\nHost:');
		await until(() => received().startsWith('HTTP/1.1 408'), 'the answer', 10_000);
		await until(() => socket.closed, 'the end');
	});

	test('P1: SHUTDOWN_TIMEOUT destroys connections that do not end by themselves [settings-host, sigterm]', async () => {
		const site = await startSite({ env: { SHUTDOWN_TIMEOUT: '2' } });
		const { socket } = await tcp(site.port);
		// An incomplete request counts as one in progress.
		socket.write('POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
		socket.write('Content-Length: 10\r\n\r\n{');
		const startedAt = performance.now();
		site.child.kill('SIGTERM');
		expect(await site.ended).toEqual({ code: 0, signal: null });
		expect(performance.now() - startedAt).toBeLessThan(4_000);
	});
});

describe('logging', () => {
	test('LOG_LEVEL is the lowest level that is logged [settings-log]', async () => {
		const loggedLevels = async (env: Record<string, string>) => {
			const site = await startSite({ env });
			site.child.kill('SIGTERM');
			await site.ended;
			return lines(site)
				.filter((line) => line.startsWith('{'))
				.map((line) => (JSON.parse(line) as { level: number }).level);
		};
		const [byDefault, atWarn, atSilent] = await Promise.all([
			loggedLevels({}),
			loggedLevels({ LOG_LEVEL: 'warn' }),
			loggedLevels({ LOG_LEVEL: 'silent' })
		]);
		const [info, warn] = [30, 40];
		expect(new Set(byDefault)).toEqual(new Set([info, warn]));
		expect(new Set(atWarn)).toEqual(new Set([warn]));
		expect(atSilent).toEqual([]);
	});
});

describe('an invalid value', () => {
	test.each([
		['PORT', 'http'],
		['SHUTDOWN_TIMEOUT', '5s'],
		['XFF_DEPTH', '0'],
		['ORIGIN', 'example.org'],
		['BODY_SIZE_LIMIT', 'big'],
		['REQUIRE_AUTH', 'yes'],
		['JWT_SECRET', 'short'],
		['LOG_LEVEL', 'loud']
	])('%s=%s prints one line and exits with code 1 [settings-bad]', async (name, value) => {
		const site = await spawnSite({ env: { [name]: value } });
		expect(await site.ended).toEqual({ code: 1, signal: null });
		expect(lines(site)).toHaveLength(1);
		expect(site.output()).toMatch(
			new RegExp(`^Bad environment variable ${name}=.+: allowed is .+`)
		);
	});
});

function lines(site: Site): string[] {
	return site.output().trimEnd().split('\n');
}

/** The file descriptor of a server, for which Node has no public API. */
function descriptorOf(server: Server): number {
	const { _handle: handle } = server as unknown as { _handle: { fd: number } };
	return handle.fd;
}
