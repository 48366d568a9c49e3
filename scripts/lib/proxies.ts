import type { Tool } from './tools.ts';

const toolNamed = (name: string, variable: string): Tool => ({
	name,
	variable,
	commands: [name],
	knownPaths: (platform) =>
		platform === 'darwin' ? [`/opt/homebrew/bin/${name}`, `/usr/local/bin/${name}`] : [],
	packages: [name],
	hint: `install ${name} (brew install ${name}, apt-get install ${name}) or set ${variable}`
});

// Reverse proxies, for the tests of the configurations in `deploy/`.
export const nginx = toolNamed('nginx', 'NGINX_PATH');
export const caddy = toolNamed('caddy', 'CADDY_PATH');
export const haproxy = toolNamed('haproxy', 'HAPROXY_PATH');
/** Creates certificates for tests. */
export const openssl = toolNamed('openssl', 'OPENSSL_PATH');
