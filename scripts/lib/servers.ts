import type { Tool } from './tools.ts';

/** Redis, for the tests of everything that several instances share. */
export const redisServer: Tool = {
	name: 'redis-server',
	variable: 'REDIS_SERVER_PATH',
	commands: ['redis-server'],
	places: (platform) =>
		platform === 'darwin' ? ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'] : [],
	packages: ['redis-server'],
	hint: 'install Redis (brew install redis, apt-get install redis-server) or set REDIS_SERVER_PATH'
};

/** nginx, for the tests of the site behind a reverse proxy. */
export const nginx: Tool = {
	name: 'nginx',
	variable: 'NGINX_PATH',
	commands: ['nginx'],
	places: (platform) =>
		platform === 'darwin' ? ['/opt/homebrew/bin/nginx', '/usr/local/bin/nginx'] : [],
	packages: ['nginx-light'],
	hint: 'install nginx (brew install nginx, apt-get install nginx-light) or set NGINX_PATH'
};
