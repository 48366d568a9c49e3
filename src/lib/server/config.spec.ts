import { expect, test } from 'vitest';
import { ConfigError, parseConfig, type Config } from './config.ts';
import type { Env } from './env.ts';

const secret = 'x'.repeat(32);

interface Cases {
	/** Accepted text and what it becomes. */
	valid: readonly (readonly [string, Partial<Config>])[];
	/** Rejected text. */
	invalid: readonly string[];
	/** Part of the error that says what is allowed. */
	allowed: string | RegExp;
}

/** Every variable of the running server except REDIS_URL, which has its own tests below. */
const variables: Record<string, Cases> = {
	PORT: {
		valid: [
			['0', { port: 0 }],
			['65535', { port: 65_535 }]
		],
		invalid: ['-1', '65536', '80.5', ' 80', '0x50', 'http', '1e3'],
		allowed: 'a whole number from 0 to 65535'
	},
	HOST: {
		valid: [
			['127.0.0.1', { host: '127.0.0.1' }],
			['::1', { host: '::1' }],
			['my-host.example', { host: 'my-host.example' }]
		],
		invalid: ['http://localhost', 'a b', 'a/b', '[::1]'],
		allowed: 'an IP address or a host name'
	},
	SOCKET_PATH: {
		valid: [['/run/wirelab.sock', { socketPath: '/run/wirelab.sock' }]],
		invalid: [`/${'a'.repeat(107)}`, '日'.repeat(36)],
		allowed: 'at most 107 bytes'
	},
	LISTEN_PID: {
		valid: [[String(process.pid), { socketActivation: false }]],
		invalid: ['1x', String(process.pid + 1)],
		allowed: /a whole number|this process's id/
	},
	LISTEN_FDS: {
		valid: [['1', { socketActivation: false }]],
		invalid: ['2', '-1'],
		allowed: 'a whole number from 0 to 1'
	},
	SHUTDOWN_TIMEOUT: seconds('shutdownTimeoutSeconds'),
	IDLE_TIMEOUT: seconds('idleTimeoutSeconds'),
	KEEP_ALIVE_TIMEOUT: seconds('keepAliveTimeoutSeconds'),
	HEADERS_TIMEOUT: seconds('headersTimeoutSeconds'),
	BODY_SIZE_LIMIT: {
		valid: [
			['1000', { bodySizeLimitBytes: 1000 }],
			['0', { bodySizeLimitBytes: 0 }],
			['2K', { bodySizeLimitBytes: 2048 }],
			['3m', { bodySizeLimitBytes: 3 * 1024 ** 2 }],
			['1G', { bodySizeLimitBytes: 1024 ** 3 }],
			['Infinity', { bodySizeLimitBytes: Infinity }]
		],
		invalid: ['-1', '1T', '1.5K', 'K', 'infinity', '512 K'],
		allowed: 'bytes, with K, M or G'
	},
	ADDRESS_HEADER: header('addressHeader'),
	XFF_DEPTH: {
		valid: [['2', { xffDepth: 2 }]],
		invalid: ['0', '-1', 'x'],
		allowed: 'a whole number from 1 to'
	},
	PROTOCOL_HEADER: header('protocolHeader'),
	HOST_HEADER: header('hostHeader'),
	PORT_HEADER: header('portHeader'),
	ORIGIN: {
		valid: [
			['https://example.org', { origin: 'https://example.org' }],
			['https://example.org/', { origin: 'https://example.org' }],
			['http://LOCALHOST:3000', { origin: 'http://localhost:3000' }],
			['https://example.org:443', { origin: 'https://example.org' }]
		],
		invalid: [
			'example.org',
			'ftp://example.org',
			'https://example.org/path',
			'https://example.org/?a',
			'https://example.org/#a',
			'https://user@example.org',
			'null',
			'https://',
			'*'
		],
		allowed: 'an http or https origin without a path'
	},
	REDIS_PREFIX: {
		valid: [['site:2', { redisPrefix: 'site:2' }]],
		invalid: ['a b', '{a}', 'x'.repeat(65), 'a*'],
		allowed: '1 to 64 of'
	},
	SESSION_TTL: {
		valid: [['1', { sessionTtlSeconds: 1 }]],
		invalid: ['0', '-1', '12h', '99999999999'],
		allowed: 'a whole number from 1 to'
	},
	REQUIRE_AUTH: flag('requireAuth'),
	OPEN_ROOMS: flag('openRooms'),
	RATE_LIMIT_MESSAGES: {
		valid: [
			['0', { rateLimitMessages: null }],
			['5/1', { rateLimitMessages: { points: 5, seconds: 1 } }],
			['100/60', { rateLimitMessages: { points: 100, seconds: 60 } }]
		],
		invalid: ['30', '30/0', '0/10', '30/10/2', '30 / 10', '-1/10', '1.5/10', 'off'],
		allowed: 'messages/seconds such as 30/10, or 0 for no limit'
	},
	MAX_CONNECTIONS: {
		valid: [['1', { maxConnections: 1 }]],
		invalid: ['0', '-1', 'many'],
		allowed: 'a whole number from 1 to'
	},
	MAX_CONNECTIONS_PER_IP: {
		valid: [['0', { maxConnectionsPerIp: 0 }]],
		invalid: ['-1', 'x'],
		allowed: 'a whole number from 0 to'
	},
	MAX_ROOMS: {
		valid: [['1', { maxRooms: 1 }]],
		invalid: ['0', 'x'],
		allowed: 'a whole number from 1 to'
	},
	MAX_ROOMS_PER_IP: {
		valid: [
			['0', { maxRoomsPerIp: 0 }],
			['1', { maxRoomsPerIp: 1 }]
		],
		invalid: ['-1', '1.5', 'x', '1e3'],
		allowed: 'a whole number from 0 to'
	},
	FAULT_INSTANCES: {
		valid: [
			['0', { faultInstances: 0 }],
			['16', { faultInstances: 16 }]
		],
		invalid: ['-1', '17', 'off'],
		allowed: 'a whole number from 0 to 16'
	},
	REDIS_SERVER_PATH: {
		valid: [['/opt/redis/redis-server', { redisServerPath: '/opt/redis/redis-server' }]],
		invalid: [],
		allowed: ''
	},
	METRICS_TOKEN: {
		valid: [['s3cret', { metricsToken: 's3cret' }]],
		invalid: ['with space', 'ünïcode', 'x'.repeat(513)],
		allowed: '1 to 512 visible ASCII characters'
	},
	INSTANCE_ID: {
		valid: [['web-1.example:3000', { instanceId: 'web-1.example:3000' }]],
		invalid: ['web 1', 'x'.repeat(65), 'web/1'],
		allowed: '1 to 64 of'
	},
	LOG_LEVEL: {
		valid: [
			['debug', { logLevel: 'debug' }],
			['silent', { logLevel: 'silent' }]
		],
		invalid: ['verbose', 'INFO', '3'],
		allowed: 'trace, debug, info, warn, error, fatal, silent'
	},
	JWT_SECRET: {
		valid: [[secret, { jwtSecret: new TextEncoder().encode(secret) }]],
		invalid: ['x'.repeat(31), '日本語'.repeat(3)],
		allowed: 'at least 32 bytes'
	}
};

test('returns the documented defaults for an empty environment [settings-session-ttl, settings-instance, settings-log, settings-default, command-start]', () => {
	const { jwtSecret, instanceId, warnings, ...rest } = parseConfig({});
	expect(rest).toEqual({
		port: 3000,
		host: '0.0.0.0',
		socketPath: null,
		socketActivation: false,
		shutdownTimeoutSeconds: 5,
		idleTimeoutSeconds: 0,
		keepAliveTimeoutSeconds: null,
		headersTimeoutSeconds: null,
		bodySizeLimitBytes: 512 * 1024,
		addressHeader: null,
		xffDepth: 1,
		protocolHeader: null,
		hostHeader: null,
		portHeader: null,
		origin: null,
		redisUrl: null,
		redisPrefix: 'wirelab',
		sessionTtlSeconds: 43_200,
		requireAuth: false,
		openRooms: false,
		rateLimitMessages: { points: 30, seconds: 10 },
		maxConnections: 20_000,
		maxConnectionsPerIp: 100,
		maxRooms: 10_000,
		maxRoomsPerIp: 200,
		faultInstances: 2,
		redisServerPath: null,
		metricsToken: null,
		logLevel: 'info'
	});
	expect(jwtSecret).toHaveLength(32);
	expect(instanceId).toMatch(new RegExp(`-${process.pid}$`));
	expect(warnings).toHaveLength(1);
});

test('treats an empty variable as unset, since compose files pass unset variables as empty [settings-default]', () => {
	const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']));
	const { jwtSecret, ...fromEmpty } = parseConfig({ ...empty, REDIS_URL: '' });
	expect(parseConfig({})).toMatchObject(fromEmpty);
	expect(jwtSecret).toHaveLength(32);
});

// Each title has the promise ids of all variables, because scripts/lib/test-titles.ts reads titles from the source,
// where the name of the variable is not known yet.
for (const [name, { valid, invalid, allowed }] of Object.entries(variables)) {
	test.each(valid)(
		`${name} may be %s [settings-rate, settings-max-rooms-per-ip]`,
		(value, expected) => {
			expect(parseConfig({ [name]: value })).toMatchObject(expected);
		}
	);

	test.each(invalid)(
		`${name} rejects %j in one line with its name and what is allowed [settings-secret]`,
		(value) => {
			const line = refusal({ [name]: value });
			expect(line).not.toContain('\n');
			expect(line).toContain(`${name}=`);
			if (typeof allowed === 'string') expect(line).toContain(allowed);
			else expect(line).toMatch(allowed);
		}
	);
}

test('detects socket activation by the process id and the one socket that systemd passes', () => {
	const pid = String(process.pid);
	expect(parseConfig({ LISTEN_PID: pid, LISTEN_FDS: '1' }).socketActivation).toBe(true);
	expect(parseConfig({ LISTEN_PID: pid, LISTEN_FDS: '0' }).socketActivation).toBe(false);
});

test('R5: REDIS_URL may name a user, a port, a database, and TLS [settings-redis-url]', () => {
	for (const address of [
		'redis://localhost',
		'redis://localhost/',
		'redis://:p%40ss@127.0.0.1:6379/15',
		'rediss://user:pass@redis.example:6380/2'
	]) {
		expect(parseConfig({ REDIS_URL: address, JWT_SECRET: secret }).redisUrl).toBe(address);
	}
});

test.each([
	'localhost:6379',
	'http://localhost',
	'redis://',
	'redis',
	'redis://h/abc',
	'redis://h/-1',
	'redis://h/1.5',
	'redis://h/1/2',
	'redis://h/123456'
])(
	'REDIS_URL rejects %j in one line with its name and what is allowed [settings-redis-url]',
	(value) => {
		const line = refusal({ REDIS_URL: value, JWT_SECRET: secret });
		expect(line).toContain(`REDIS_URL="${value}"`);
		expect(line).toContain('rediss://');
		expect(line).not.toContain('\n');
	}
);

test.each([
	['redis://:%zz-secret@h', 'redis://***@h'],
	['redis://%zz-secret:x@h:1/2', 'redis://***@h:1/2'],
	['redis://user:secret@h/abc', 'redis://***@h/abc'],
	['redis://user:a@secret/b@h/abc', 'redis://***@h/abc'],
	['http://user:secret@h', 'http://***@h'],
	['user:secret@h', '***@h']
])(
	'REDIS_URL rejects %j without printing the user and password [settings-redis-url]',
	(value, shown) => {
		const line = refusal({ REDIS_URL: value, JWT_SECRET: secret });
		expect(line).toContain(`REDIS_URL="${shown}"`);
		expect(line).not.toContain('secret');
	}
);

test('A2: REDIS_URL requires JWT_SECRET, since instances have to read each other’s sessions [settings-secret]', () => {
	const line = refusal({ REDIS_URL: 'redis://localhost' });
	expect(line).toContain('JWT_SECRET=""');
	expect(line).toContain('REDIS_URL requires it');
});

test('without JWT_SECRET each process generates its own secret and warns [settings-secret]', () => {
	expect(parseConfig({}).jwtSecret).not.toEqual(parseConfig({}).jwtSecret);
	expect(parseConfig({}).warnings[0]).toContain('JWT_SECRET');
	expect(parseConfig({ JWT_SECRET: secret }).warnings).toEqual([]);
});

test('prints no secrets in errors', () => {
	expect(refusal({ JWT_SECRET: 'short secret' })).not.toContain('short');
	expect(refusal({ METRICS_TOKEN: 'my token' })).not.toContain('my token');
});

test('an error stays on one line, whatever the value contains [settings-bad]', () => {
	const line = refusal({ LOG_LEVEL: `a\nb\r\u2028\u0085\u001b[31m${'c'.repeat(500)}` });
	// eslint-disable-next-line no-control-regex -- control characters are what is looked for
	expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
	expect(line.length).toBeLessThan(300);
});

function seconds(field: keyof Config): Cases {
	return {
		valid: [
			['0', { [field]: 0 }],
			['30', { [field]: 30 }]
		],
		invalid: ['-1', '1.5', '30s', '2147484'],
		allowed: 'a whole number from 0 to 2147483'
	};
}

function header(field: keyof Config): Cases {
	return {
		valid: [['X-Forwarded-Thing', { [field]: 'x-forwarded-thing' }]],
		invalid: ['x forwarded', 'x:y', 'ä'],
		allowed: "a header's name"
	};
}

function flag(field: keyof Config): Cases {
	return {
		valid: [
			['1', { [field]: true }],
			['0', { [field]: false }]
		],
		invalid: ['true', 'yes', 'no', '2'],
		allowed: '0 or 1'
	};
}

function refusal(env: Env): string {
	try {
		parseConfig(env);
	} catch (error) {
		if (error instanceof ConfigError) return error.message;
		throw error;
	}
	throw new Error(`accepted: ${JSON.stringify(env)}`);
}
