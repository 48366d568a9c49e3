import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { HostConfig } from '../config.ts';
import { printLine, stderr, stdout } from '../output.ts';

/**
 * How long a request may take to arrive, with its body; Node's default is 300 s. Only the arrival is timed: the
 * request of a long poll or stream has arrived when its response begins, and an upgraded socket is no request any more.
 */
export const requestTimeoutMs = 60_000;

/** By default Node checks for slow requests every 30 seconds: a HEADERS_TIMEOUT of 5 could act after 35 seconds. */
export const serverOptions = {
	connectionsCheckingInterval: 1_000,
	requestTimeout: requestTimeoutMs
};

/** The first descriptor that systemd passes: sd_listen_fds(3). */
const firstSystemdFd = 3;

/**
 * Listens where adapter-node would: on systemd's socket, else SOCKET_PATH, else HOST and PORT.
 * On failure the process ends with one line and code 1.
 */
export async function listen(server: Server, config: HostConfig): Promise<void> {
	applyTimeouts(server, config);
	const { host, port, socketPath } = config;
	try {
		if (config.socketActivation) {
			server.listen({ fd: firstSystemdFd });
		} else if (socketPath !== null) {
			await removeDeadSocket(socketPath);
			server.listen({ path: socketPath });
		} else {
			server.listen({ host, port });
		}
		await once(server, 'listening');
	} catch (error) {
		printLine(stderr, explain(error as NodeJS.ErrnoException, config));
		process.exit(1);
	}
	printLine(stdout, `Listening on ${address(server, config)}`);
}

function applyTimeouts(server: Server, config: HostConfig): void {
	const { keepAliveTimeoutSeconds, headersTimeoutSeconds } = config;
	if (keepAliveTimeoutSeconds !== null) server.keepAliveTimeout = keepAliveTimeoutSeconds * 1_000;
	if (headersTimeoutSeconds !== null) server.headersTimeout = headersTimeoutSeconds * 1_000;
	// A request cannot have less time than its headers alone.
	server.requestTimeout = Math.max(server.requestTimeout, server.headersTimeout);
}

/** A server that was killed leaves its socket file behind, and bind(2) fails if the file exists. */
async function removeDeadSocket(path: string): Promise<void> {
	const stat = await lstat(path).catch(() => null);
	if (!stat?.isSocket()) return;
	const probe = connect(path);
	const isAlive = await once(probe, 'connect').then(
		() => true,
		() => false
	);
	probe.destroy();
	if (!isAlive) await rm(path);
}

function explain(error: NodeJS.ErrnoException, config: HostConfig): string {
	const { socketPath, host, port } = config;
	const place = socketPath === null ? `PORT=${port} on HOST=${host}` : `SOCKET_PATH=${socketPath}`;
	switch (error.code) {
		case 'EADDRINUSE':
			return `Cannot listen: ${place} is already in use`;
		case 'EACCES':
			// Node turns bind(2)'s ENOENT into EACCES, as Windows has no such error.
			if (socketPath !== null && !existsSync(dirname(socketPath))) {
				return `Cannot listen: ${place} is in a folder that does not exist`;
			}
			return `Cannot listen: no permission for ${place}`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `Cannot listen: ${place} is no address of this machine`;
		default:
			return `Cannot listen: ${place}: ${error.message}`;
	}
}

function address(server: Server, config: HostConfig): string {
	if (config.socketActivation) return `file descriptor ${firstSystemdFd}`;
	const bound = server.address();
	if (bound === null || typeof bound === 'string') return bound ?? '';
	const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
	return `http://${host}:${bound.port}`;
}
