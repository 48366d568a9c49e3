import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caddy, haproxy, nginx, openssl } from '../../scripts/lib/proxies.ts';
import { toolForTests, type Tool } from '../../scripts/lib/tools.ts';
import { makeCertificate } from '../support/certificate.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../contract/lib/wait.ts';

/** A reverse proxy with TLS on 127.0.0.1, run with a configuration of `deploy/`. */
export interface Proxy {
	/** `https://localhost:…`, the name in its certificate. */
	url: string;
	port: number;
	/** The port for plain HTTP; null for Caddy, whose redirect the tests disable because it needs ports 80 and 443. */
	plainPort: number | null;
	/** Path of the certificate to trust. */
	ca: string;
	stop: () => Promise<void>;
}

interface Kind {
	tool: Tool;
	/** The file in `deploy/` and the replacements for its addresses, each of which must match. */
	file: string;
	replace: (at: Places) => Record<string, string>;
	/** Whether the file configures the redirect from HTTP to HTTPS. */
	hasRedirect: boolean;
	/** Changes for the tests: no root, no fixed paths. */
	adapt?: (config: string, folder: string) => string;
	args: (config: string, folder: string) => string[];
}

interface Places {
	port: number;
	plainPort: number;
	site: number;
	folder: string;
}

export const kinds: Record<'nginx' | 'Caddy' | 'HAProxy', Kind> = {
	nginx: {
		tool: nginx,
		file: 'nginx.conf',
		hasRedirect: true,
		replace: ({ port, plainPort, site, folder }) => ({
			'listen 80;': `listen 127.0.0.1:${plainPort};`,
			'listen 443': `listen 127.0.0.1:${port}`,
			'server_name example.com': 'server_name localhost',
			'/etc/ssl/example.com.pem': `${folder}/cert.pem`,
			'/etc/ssl/example.com.key': `${folder}/key.pem`,
			'127.0.0.1:3000': `127.0.0.1:${site}`
		}),
		adapt: (config, folder) =>
			[
				'daemon off;',
				`pid ${folder}/pid; error_log ${folder}/error.log;`,
				readFileSync('deploy/nginx-workers.conf', 'utf8').replace(
					'worker_processes auto',
					'worker_processes 1'
				),
				'http {',
				'access_log off; gzip on;',
				...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
					(name) => `${name}_temp_path ${folder}/${name};`
				),
				config,
				'}'
			].join('\n'),
		args: (config, folder) => ['-p', folder, '-c', config, '-e', `${folder}/error.log`]
	},
	Caddy: {
		tool: caddy,
		file: 'Caddyfile',
		hasRedirect: false,
		replace: ({ port, site, folder }) => ({
			'example.com {': `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${folder}/cert.pem ${folder}/key.pem\n\tencode gzip`,
			'127.0.0.1:3000': `127.0.0.1:${site}`
		}),
		adapt: (config) => `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${config}`,
		args: (config) => ['run', '--config', config, '--adapter', 'caddyfile']
	},
	HAProxy: {
		tool: haproxy,
		file: 'haproxy.cfg',
		hasRedirect: true,
		replace: ({ port, plainPort, site, folder }) => ({
			'maxconn 40000': 'maxconn 256',
			':80': `127.0.0.1:${plainPort}`,
			':443': `127.0.0.1:${port}`,
			'/etc/ssl/example.com.both.pem': `${folder}/both.pem`,
			'127.0.0.1:3000': `127.0.0.1:${site}`
		}),
		args: (config) => ['-db', '-f', config]
	}
};

const running = new Set<Proxy>();

export const stopProxies = async (): Promise<void> => {
	await Promise.all([...running].map((proxy) => proxy.stop()));
};

/** The programs that a proxy requires; null if one is missing, so that its tests are skipped. */
export const programsFor = (kind: Kind): { proxy: string; openssl: string } | null => {
	const [proxy, certifier] = [toolForTests(kind.tool), toolForTests(openssl)];
	return proxy && certifier && { proxy: proxy.path, openssl: certifier.path };
};

/**
 * Starts a proxy on `port` in front of the server on `site`. Resolves when it accepts connections.
 * `edit` changes the adapted configuration for a test.
 */
export async function startProxy(
	kind: Kind,
	port: number,
	site: number,
	edit: (config: string) => string = (config) => config
): Promise<Proxy> {
	const programs = programsFor(kind);
	if (!programs) throw new Error(`${kind.tool.name} is missing`);
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-proxy-'));
	// When root starts nginx, its workers run as another user, and keep large bodies in files below this folder.
	chmodSync(folder, 0o755);
	makeCertificate(programs.openssl, folder);

	const plainPort = await freePort();
	let config = readFileSync(`deploy/${kind.file}`, 'utf8');
	for (const [from, to] of Object.entries(kind.replace({ port, plainPort, site, folder }))) {
		if (!config.includes(from)) throw new Error(`deploy/${kind.file} does not contain "${from}"`);
		config = config.replaceAll(from, to);
	}
	const path = join(folder, kind.file);
	writeFileSync(path, edit(kind.adapt?.(config, folder) ?? config));

	mkdirSync(join(folder, 'home'));
	const child = spawn(programs.proxy, kind.args(path, folder), {
		cwd: folder,
		env: { PATH: process.env.PATH, HOME: join(folder, 'home') },
		// A separate process group, so that nginx's worker ends too.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	await until(async () => {
		if (child.exitCode !== null) throw new Error(`${kind.tool.name} ended:\n${output}`);
		return acceptsConnections(port);
	}, `${kind.tool.name} to listen`);

	const proxy: Proxy = {
		url: `https://localhost:${port}`,
		port,
		plainPort: kind.hasRedirect ? plainPort : null,
		ca: join(folder, 'cert.pem'),
		stop: async () => {
			running.delete(proxy);
			await end(child);
			rmSync(folder, { recursive: true, force: true });
		}
	};
	running.add(proxy);
	return proxy;
}

async function acceptsConnections(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const isOpen = await once(socket, 'connect').then(
		() => true,
		() => false
	);
	socket.destroy();
	return isOpen;
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const closed = once(child, 'close');
	if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
	await closed;
}
