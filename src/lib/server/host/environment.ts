import { randomBytes } from 'node:crypto';
import { ConfigError, parseConfig, type Config } from '../config.ts';
import type { Env } from '../env.ts';
import { printLine, stderr } from '../output.ts';

/** Variables that adapter-node's handler.js reads itself. It would use an empty value instead of its default. */
const readByHandler = [
	'ORIGIN',
	'BODY_SIZE_LIMIT',
	'ADDRESS_HEADER',
	'XFF_DEPTH',
	'PROTOCOL_HEADER',
	'HOST_HEADER',
	'PORT_HEADER'
];

/**
 * Validates the environment before anything starts, and adapts it for handler.js. Has to be called before
 * handler.js is imported. A bad value ends the process with one line and code 1.
 */
export function checkEnvironment(): Config {
	const env: Env = process.env;
	const config = orExit(() => parseConfig(env));
	for (const name of readByHandler) if (env[name] === '') Reflect.deleteProperty(env, name);
	if (config.protocolHeader !== null) return config;
	// adapter-node assumes https if no header names the protocol. The name is random, so that no client can
	// send it: the value always comes from `normalizeRequest`.
	const protocolHeader = `x-socket-protocol-${randomBytes(16).toString('hex')}`;
	env.PROTOCOL_HEADER = protocolHeader;
	return { ...config, protocolHeader };
}

/** Returns the result of `parse`, or ends the process with one line on stderr for a bad value. */
export function orExit<T>(parse: () => T): T {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		printLine(stderr, error.message);
		process.exit(1);
	}
}
