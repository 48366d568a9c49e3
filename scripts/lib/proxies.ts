import type { Tool } from './tools.ts';

/** Reverse proxies, for the tests of the configurations in `deploy/`. */
const proxy = (name: string, variable: string): Tool => ({
	name,
	variable,
	commands: [name],
	knownPaths: (platform) =>
		platform === 'darwin' ? [`/opt/homebrew/bin/${name}`, `/usr/local/bin/${name}`] : [],
	packages: [name],
	hint: `install ${name} (brew install ${name}, apt-get install ${name}) or set ${variable}`
});

export const nginx = proxy('nginx', 'NGINX_PATH');
export const caddy = proxy('caddy', 'CADDY_PATH');
export const haproxy = proxy('haproxy', 'HAPROXY_PATH');
/** Creates the certificate of the proxies in the tests. */
export const openssl = proxy('openssl', 'OPENSSL_PATH');
