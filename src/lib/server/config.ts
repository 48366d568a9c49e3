import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import {
	canDecode,
	choice,
	fail,
	flag,
	headerName,
	integer,
	raw,
	text,
	url,
	withoutUser,
	type Env
} from './env.ts';

export { ConfigError } from './env.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The longest delay of setTimeout, which fires at once beyond 2^31 - 1 milliseconds. */
const maxSeconds = 2_147_483;
/** RFC 7518 §3.2: a key for HS256 has at least 256 bits. */
const minSecretBytes = 32;
/** Contract: draining ends within 5 seconds unless SHUTDOWN_TIMEOUT says otherwise. */
const drainSeconds = 5;
const identifier = [/^[A-Za-z0-9:._-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 : . _ -'] as const;

/** All settings of the running server, typed and validated. `null` means unset. */
export interface Config extends HostConfig, RealtimeConfig {
	/** The public origin (`https://example.org`), and the only one allowed to connect. */
	origin: string | null;
	/** Warnings for the log: settings that work but may be unintended. */
	warnings: readonly string[];
}

/** adapter-node's own variables: https://svelte.dev/docs/kit/adapter-node#Environment-variables */
export interface HostConfig {
	/** 0 lets the system choose. Not used with `socketPath` or socket activation. */
	port: number;
	host: string;
	socketPath: string | null;
	/** Whether systemd passed the listening socket as file descriptor 3 (sd_listen_fds(3)). */
	socketActivation: boolean;
	shutdownTimeoutSeconds: number;
	/** With socket activation: exit after this long without a request. 0: never. */
	idleTimeoutSeconds: number;
	/** null leaves Node's default in place. */
	keepAliveTimeoutSeconds: number | null;
	headersTimeoutSeconds: number | null;
	/** Largest request body that SvelteKit accepts; may be Infinity. */
	bodySizeLimitBytes: number;
	/** The names of headers, here and below, are in lower case. */
	addressHeader: string | null;
	/** How many trusted proxies add to `x-forwarded-for`: the client's address is the entry at this position from the right. */
	xffDepth: number;
	protocolHeader: string | null;
	hostHeader: string | null;
	portHeader: string | null;
}

export interface RealtimeConfig {
	redisUrl: string | null;
	redisPrefix: string;
	jwtSecret: Uint8Array;
	sessionTtlSeconds: number;
	requireAuth: boolean;
	openRooms: boolean;
	/**
	 * `points` messages in each window of `seconds`; null: no limit. A window begins with its first message, so
	 * twice as many may be sent in a short time around its end.
	 */
	rateLimitMessages: { points: number; seconds: number } | null;
	maxConnections: number;
	/** 0: no limit. */
	maxConnectionsPerIp: number;
	maxRooms: number;
	/** Rooms that one address may have opened at a time. 0: no limit. */
	maxRoomsPerIp: number;
	/** How many throw-away servers may run at a time. 0: none are offered. */
	faultInstances: number;
	/** The path of the redis-server that they use; null: the first one on PATH. */
	redisServerPath: string | null;
	metricsToken: string | null;
	instanceId: string;
	logLevel: LogLevel;
}

/**
 * Parses and validates the environment, once, before anything starts.
 * @throws ConfigError of one line for the first invalid value
 */
export function parseConfig(env: Env): Config {
	const warnings: string[] = [];
	return {
		...hostConfig(env),
		...realtimeConfig(env, warnings),
		origin: originOf(env),
		warnings
	};
}

function hostConfig(env: Env): HostConfig {
	return {
		port: integer(env, 'PORT', 3000, [0, 65_535]),
		host: text(env, 'HOST', '0.0.0.0', /^[A-Za-z0-9.:%_-]{1,255}$/, 'an IP address or a host name'),
		socketPath: socketPath(env),
		socketActivation: socketActivation(env),
		shutdownTimeoutSeconds: integer(env, 'SHUTDOWN_TIMEOUT', drainSeconds, [0, maxSeconds]),
		idleTimeoutSeconds: integer(env, 'IDLE_TIMEOUT', 0, [0, maxSeconds]),
		keepAliveTimeoutSeconds: integer(env, 'KEEP_ALIVE_TIMEOUT', null, [0, maxSeconds]),
		headersTimeoutSeconds: integer(env, 'HEADERS_TIMEOUT', null, [0, maxSeconds]),
		bodySizeLimitBytes: bodySizeLimit(env),
		addressHeader: headerName(env, 'ADDRESS_HEADER'),
		xffDepth: integer(env, 'XFF_DEPTH', 1, [1, 100]),
		protocolHeader: headerName(env, 'PROTOCOL_HEADER'),
		hostHeader: headerName(env, 'HOST_HEADER'),
		portHeader: headerName(env, 'PORT_HEADER')
	};
}

function realtimeConfig(env: Env, warnings: string[]): RealtimeConfig {
	const redisUrl = redisUrlOf(env);
	const host = hostname()
		.replace(/[^A-Za-z0-9._-]/g, '-')
		.slice(0, 48);
	return {
		redisUrl: redisUrl?.href ?? null,
		redisPrefix: text(env, 'REDIS_PREFIX', 'wirelab', ...identifier),
		jwtSecret: jwtSecret(env, redisUrl !== null, warnings),
		// 400 days: browsers keep no cookie for longer (RFC 6265bis §5.5)
		sessionTtlSeconds: integer(env, 'SESSION_TTL', 43_200, [1, 34_560_000]),
		requireAuth: flag(env, 'REQUIRE_AUTH'),
		openRooms: flag(env, 'OPEN_ROOMS'),
		rateLimitMessages: rateLimit(env),
		maxConnections: integer(env, 'MAX_CONNECTIONS', 20_000, [1, 10_000_000]),
		maxConnectionsPerIp: integer(env, 'MAX_CONNECTIONS_PER_IP', 100, [0, 10_000_000]),
		maxRooms: integer(env, 'MAX_ROOMS', 10_000, [1, 10_000_000]),
		maxRoomsPerIp: integer(env, 'MAX_ROOMS_PER_IP', 200, [0, 10_000_000]),
		faultInstances: integer(env, 'FAULT_INSTANCES', 2, [0, 16]),
		redisServerPath: raw(env, 'REDIS_SERVER_PATH'),
		metricsToken: text(
			env,
			'METRICS_TOKEN',
			null,
			/^[\x21-\x7e]{1,512}$/,
			'1 to 512 visible ASCII characters',
			true
		),
		instanceId: text(env, 'INSTANCE_ID', `${host}-${process.pid}`, ...identifier),
		logLevel: choice(env, 'LOG_LEVEL', 'info', logLevels)
	};
}

function originOf(env: Env): string | null {
	const allowed = 'an http or https origin without a path, such as https://example.org';
	const parsed = url(env, 'ORIGIN', ['http:', 'https:'], allowed);
	if (!parsed) return null;
	if (parsed.pathname !== '/' || parsed.search || parsed.hash || parsed.username) {
		fail('ORIGIN', raw(env, 'ORIGIN') ?? '', allowed);
	}
	return parsed.origin;
}

function redisUrlOf(env: Env): URL | null {
	const allowed =
		'redis://[user:password@]host[:port][/database], percent-encoded where necessary, or rediss:// for TLS';
	const parsed = url(env, 'REDIS_URL', ['redis:', 'rediss:'], allowed);
	if (parsed === null) return null;
	// The Redis client would report these mistakes only when it connects.
	const isValid =
		/^(\/\d{0,5})?$/.test(parsed.pathname) &&
		canDecode(parsed.username) &&
		canDecode(parsed.password);
	return isValid ? parsed : fail('REDIS_URL', withoutUser(raw(env, 'REDIS_URL') ?? ''), allowed);
}

function socketPath(env: Env): string | null {
	const path = raw(env, 'SOCKET_PATH');
	// sun_path of unix(7) holds 108 bytes with the final NUL; a longer path would fail only at listen()
	if (path !== null && Buffer.byteLength(path) > 107) {
		fail('SOCKET_PATH', path, 'a path of at most 107 bytes');
	}
	return path;
}

function socketActivation(env: Env): boolean {
	const pid = integer(env, 'LISTEN_PID', 0, [0, 2 ** 31]);
	const sockets = integer(env, 'LISTEN_FDS', 0, [0, 1]);
	if (pid !== 0 && pid !== process.pid) {
		fail('LISTEN_PID', String(pid), `this process's id, ${process.pid}`);
	}
	return pid === process.pid && sockets === 1;
}

function bodySizeLimit(env: Env): number {
	const value = raw(env, 'BODY_SIZE_LIMIT') ?? '512K';
	if (value === 'Infinity') return Infinity;
	const [, digits, unit] = /^(\d{1,12})([KMG]?)$/i.exec(value) ?? [];
	if (digits === undefined) {
		return fail('BODY_SIZE_LIMIT', value, 'bytes, with K, M or G if wanted, or Infinity');
	}
	return Number(digits) * 1024 ** ' KMG'.indexOf(unit?.toUpperCase() || ' ');
}

function jwtSecret(env: Env, isShared: boolean, warnings: string[]): Uint8Array {
	const secret = raw(env, 'JWT_SECRET');
	const allowed = `at least ${minSecretBytes} bytes, the same for every instance`;
	if (secret === null) {
		if (isShared) fail('JWT_SECRET', '', `${allowed}; REDIS_URL requires it`);
		warnings.push('JWT_SECRET is not set: a random one is used, so sessions end with this process');
		return randomBytes(minSecretBytes);
	}
	const bytes = new TextEncoder().encode(secret);
	return bytes.length >= minSecretBytes ? bytes : fail('JWT_SECRET', secret, allowed, true);
}

function rateLimit(env: Env): RealtimeConfig['rateLimitMessages'] {
	const value = raw(env, 'RATE_LIMIT_MESSAGES') ?? '30/10';
	if (value === '0') return null;
	const [, points, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,4})$/.exec(value) ?? [];
	if (points === undefined || seconds === undefined) {
		return fail('RATE_LIMIT_MESSAGES', value, 'messages/seconds such as 30/10, or 0 for no limit');
	}
	return { points: Number(points), seconds: Number(seconds) };
}
