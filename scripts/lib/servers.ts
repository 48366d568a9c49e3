import type { Tool } from './tools.ts';

/** Redis, for tests with several instances. */
export const redisServer: Tool = {
	name: 'redis-server',
	variable: 'REDIS_SERVER_PATH',
	commands: ['redis-server'],
	knownPaths: (platform) =>
		platform === 'darwin' ? ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'] : [],
	packages: ['redis-server'],
	hint: 'install Redis (brew install redis, apt-get install redis-server) or set REDIS_SERVER_PATH'
};
