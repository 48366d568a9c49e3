/**
 * Readers for environment variables: text in, typed value out, or a `ConfigError` of one line.
 * An empty variable counts as unset, because compose files pass a missing variable on as `NAME=`.
 */

export type Env = Record<string, string | undefined>;

/** One line that names the variable, the value and what is allowed. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';

	constructor(variable: string, shownValue: string, allowed: string) {
		super(`Bad environment variable ${variable}=${shownValue}: allowed is ${allowed}`);
	}
}

/** The value for an error message: quoted, so that it stays on one line, and shortened. */
function shown(value: string): string {
	return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value).replace(
		/[\u007f-\u009f\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}

/** Replaces a value that must not be logged. */
function hidden(value: string): string {
	return `(hidden, ${Buffer.byteLength(value)} bytes)`;
}

export function fail(name: string, value: string, allowed: string, isSecret = false): never {
	throw new ConfigError(name, isSecret ? hidden(value) : shown(value), allowed);
}

/** The variable's text, or null when it is unset or empty. */
export function raw(env: Env, name: string): string | null {
	return env[name] || null;
}

/** A whole number in decimal digits within `[min, max]`, or `fallback` when unset. */
export function integer<T extends number | null>(
	env: Env,
	name: string,
	fallback: T,
	[min, max]: readonly [number, number]
): number | T {
	const text = raw(env, name);
	if (text === null) return fallback;
	const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
	if (value >= min && value <= max) return value;
	return fail(name, text, `a whole number from ${min} to ${max}`);
}

/** `1` or `0`, and false when unset. Words are rejected: `REQUIRE_AUTH=no` must not mean yes. */
export function flag(env: Env, name: string): boolean {
	const text = raw(env, name) ?? '0';
	if (text === '1' || text === '0') return text === '1';
	return fail(name, text, '0 or 1');
}

/** One of a fixed list of words. */
export function choice<T extends string>(
	env: Env,
	name: string,
	fallback: T,
	choices: readonly T[]
): T {
	const text = raw(env, name);
	if (text === null) return fallback;
	return choices.find((word) => word === text) ?? fail(name, text, choices.join(', '));
}

/** Text that matches `pattern`, described by `allowed` in the error. */
export function text<T extends string | null>(
	env: Env,
	name: string,
	fallback: T,
	pattern: RegExp,
	allowed: string,
	isSecret = false
): string | T {
	const value = raw(env, name);
	if (value === null) return fallback;
	return pattern.test(value) ? value : fail(name, value, allowed, isSecret);
}

/** The name of a request header, in the lower case that Node uses as key. */
export function headerName(env: Env, name: string): string | null {
	// RFC 9110 §5.6.2: a field name is a token
	const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
	return text(env, name, null, token, "a header's name")?.toLowerCase() ?? null;
}

/** Whether a text is valid percent-encoding, which `URL` does not check. */
export function canDecode(text: string): boolean {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
}

/**
 * A URL's text without user and password, which must not be logged. Replaces everything between the scheme and the
 * last @: the URL may be invalid, with @ and slashes in an unencoded password.
 */
export function withoutUser(text: string): string {
	return text.replace(/^(.*?:\/\/)?.*@/s, '$1***@');
}

/** A URL of one of `protocols` (with colon). Errors show it without the user and password in it. */
export function url(
	env: Env,
	name: string,
	protocols: readonly string[],
	allowed: string
): URL | null {
	const value = raw(env, name);
	if (value === null) return null;
	const parsed = URL.canParse(value) ? new URL(value) : null;
	if (parsed && parsed.hostname !== '' && protocols.includes(parsed.protocol)) return parsed;
	return fail(name, withoutUser(value), allowed);
}
