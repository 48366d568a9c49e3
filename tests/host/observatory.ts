import type { IncomingHttpHeaders } from 'node:http';

/**
 * The rules of MDN's HTTP Observatory that apply to this site, with the score of each result, from its source
 * (https://github.com/mdn/mdn-http-observatory, version 1.6.3: src/analyzer/tests and src/grader/charts.js).
 * Omitted: the preload list of HSTS, redirection from HTTP, and results that this site cannot have, such as that of
 * an X-Frame-Options header.
 */

/** The parts of a response that the rules examine. */
export interface Observed {
	headers: IncomingHttpHeaders;
	/** The body of a page; empty for everything else. */
	html: string;
}

/** The result of one rule, and how it changes the score. */
export type Result = readonly [name: string, modifier: number];

type Policy = ReadonlyMap<string, ReadonlySet<string>>;

const broadSource = /^(\*|https?:|ftp:|https?:\/\/\*(\.\*)?)$/;
const insecureSource = /^(http|ftp):/;
/** Six months as the Observatory counts them. */
const sixMonthsSeconds = 15_552_000;

/** Parses the directives of a header; null if one is repeated, which the Observatory treats as invalid. */
export function parsePolicy(header: string): Policy | null {
	const policy = new Map<string, ReadonlySet<string>>();
	for (const directive of header.split(';')) {
		const [name = '', ...sources] = directive.trim().toLowerCase().split(/\s+/);
		if (name === '') continue;
		if (policy.has(name)) return null;
		policy.set(name, new Set(sources));
	}
	return policy;
}

function contentSecurityPolicy({ headers }: Observed): Result {
	const header = headers['content-security-policy'];
	if (header === undefined) return ['csp-not-implemented', -25];
	// Two headers arrive joined by a comma. Both apply, but their intersection is not computed here: they count as invalid.
	const policy = String(header).includes(',') ? null : parsePolicy(String(header));
	if (policy === null) return ['csp-header-invalid', -25];
	const sourcesOf = (name: string) => [...(policy.get(name) ?? policy.get('default-src') ?? ['*'])];
	const effectiveSources = (name: string) => {
		const sources = sourcesOf(name);
		const hashed = sources.some((source) => /^'(sha\d+|nonce)-/.test(source));
		return sources.filter((source) => !(hashed && source === "'unsafe-inline'"));
	};
	const [scripts, styles] = [effectiveSources('script-src'), effectiveSources('style-src')];
	const isUnsafe = (source: string) =>
		broadSource.test(source) || source === "'unsafe-inline'" || source === 'data:';
	const passive = [...sourcesOf('img-src'), ...sourcesOf('media-src')];
	const active = [...policy]
		.filter(([name]) => !['img-src', 'media-src'].includes(name))
		.flatMap(([, sources]) => [...sources]);

	if (
		scripts.some(isUnsafe) ||
		sourcesOf('object-src').some((source) => broadSource.test(source))
	) {
		return ['csp-implemented-with-unsafe-inline', -20];
	}
	if (active.some((source) => insecureSource.test(source))) {
		return ['csp-implemented-with-insecure-scheme', -20];
	}
	if ([...scripts, ...styles].includes("'unsafe-eval'")) {
		return ['csp-implemented-with-unsafe-eval', -10];
	}
	if (passive.some((source) => insecureSource.test(source))) {
		return ['csp-implemented-with-insecure-scheme-in-passive-content-only', -10];
	}
	if (styles.some(isUnsafe)) return ['csp-implemented-with-unsafe-inline-in-style-src-only', 0];
	return sourcesOf('default-src').join() === "'none'"
		? ['csp-implemented-with-no-unsafe-default-src-none', 10]
		: ['csp-implemented-with-no-unsafe', 5];
}

function cookies({ headers }: Observed): Result {
	const all = headers['set-cookie'] ?? [];
	const lacks = (attribute: RegExp) => all.some((cookie) => !attribute.test(cookie));
	if (all.length === 0) return ['cookies-not-found', 0];
	if (all.some((cookie) => /; *samesite=(?!lax|strict|none)/i.test(cookie))) {
		return ['cookies-samesite-flag-invalid', -20];
	}
	// The only cookie in the responses that are observed here is the session cookie.
	if (lacks(/; *secure/i)) return ['cookies-session-without-secure-flag', -40];
	if (lacks(/; *httponly/i)) return ['cookies-session-without-httponly-flag', -30];
	return lacks(/; *samesite=(lax|strict)/i)
		? ['cookies-secure-with-httponly-sessions', 0]
		: ['cookies-secure-with-httponly-sessions-and-samesite', 5];
}

function strictTransportSecurity({ headers }: Observed): Result {
	const header = headers['strict-transport-security'];
	if (header === undefined) return ['hsts-not-implemented', -20];
	const [, maxAge] = /^max-age=(\d+)(; *includesubdomains)?(; *preload)?$/i.exec(header) ?? [];
	if (maxAge === undefined) return ['hsts-header-invalid', -20];
	return Number(maxAge) < sixMonthsSeconds
		? ['hsts-implemented-max-age-less-than-six-months', -10]
		: ['hsts-implemented-max-age-at-least-six-months', 0];
}

function crossOriginResourceSharing({ headers }: Observed): Result {
	const allowed = headers['access-control-allow-origin'];
	if (allowed === undefined) return ['cross-origin-resource-sharing-not-implemented', 0];
	if (allowed === '*') {
		return ['cross-origin-resource-sharing-implemented-with-public-access', 0];
	}
	return headers['access-control-allow-credentials'] === 'true' && allowed === observatoryOrigin
		? ['cross-origin-resource-sharing-implemented-with-universal-access', -50]
		: ['cross-origin-resource-sharing-implemented-with-restricted-access', 0];
}

/** The `Origin` header that the Observatory sends, to detect sites that accept every origin. */
export const observatoryOrigin = 'https://http-observatory.security.mozilla.org';

function subresourceIntegrity({ html }: Observed): Result {
	const scripts = [...html.matchAll(/<script[^>]*\ssrc=["']?([^"'\s>]+)[^>]*>/gi)];
	if (!/<script/i.test(html)) return ['sri-not-implemented-but-no-scripts-loaded', 0];
	return scripts.every(([, src = '']) => /^(\/(?!\/)|\.)/.test(src))
		? ['sri-not-implemented-but-all-scripts-loaded-from-secure-origin', 0]
		: ['sri-not-implemented-but-external-scripts-loaded-securely', -5];
}

/** A rule for one header, whose value is accepted, missing or invalid. */
const oneOf =
	(name: string, accepted: readonly string[], [good, missing, invalid]: readonly number[]) =>
	({ headers }: Observed): Result => {
		const value = headers[name];
		if (value === undefined) return [`${name}: missing`, missing ?? 0];
		const isAccepted = accepted.includes(String(value).toLowerCase());
		return [`${name}: ${String(value)}`, (isAccepted ? good : invalid) ?? 0];
	};

const rules = {
	'content-security-policy': contentSecurityPolicy,
	cookies,
	'cross-origin-resource-sharing': crossOriginResourceSharing,
	'referrer-policy': oneOf(
		'referrer-policy',
		['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'],
		[5, 0, -5]
	),
	'strict-transport-security': strictTransportSecurity,
	'subresource-integrity': subresourceIntegrity,
	'x-content-type-options': oneOf('x-content-type-options', ['nosniff'], [0, -5, -5]),
	'x-frame-options': ({ headers }: Observed): Result =>
		parsePolicy(String(headers['content-security-policy'] ?? ''))?.has('frame-ancestors')
			? ['x-frame-options-implemented-via-csp', 5]
			: ['x-frame-options-not-implemented', -20],
	'cross-origin-resource-policy': oneOf(
		'cross-origin-resource-policy',
		['same-origin', 'same-site'],
		[10, 0, -5]
	),
	'cross-origin-embedder-policy': oneOf(
		'cross-origin-embedder-policy',
		['require-corp', 'credentialless'],
		[10, 0, -5]
	),
	'cross-origin-opener-policy': oneOf(
		'cross-origin-opener-policy',
		['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'],
		[10, 0, -5]
	)
} satisfies Record<string, (observed: Observed) => Result>;

export type Rule = keyof typeof rules;

/** The results of all rules. */
export function assess(observed: Observed): Record<Rule, Result> {
	const results = Object.entries(rules).map(([name, rule]) => [name, rule(observed)] as const);
	return Object.fromEntries(results) as Record<Rule, Result>;
}

/** Bonuses count only if the score without them is at least 90. */
export function scoreOf(results: Record<Rule, Result>): { score: number; grade: string } {
	const modifiers = Object.values(results).map(([, modifier]) => modifier);
	const sum = (values: number[]) => values.reduce((total, modifier) => total + modifier, 0);
	const base = 100 + sum(modifiers.filter((modifier) => modifier < 0));
	const score = base < 90 ? base : base + sum(modifiers.filter((modifier) => modifier > 0));
	return { score, grade: gradeOf(Math.max(0, score)) };
}

function gradeOf(score: number): string {
	const grades = [
		[100, 'A+'],
		[90, 'A'],
		[85, 'A-'],
		[80, 'B+'],
		[70, 'B'],
		[65, 'B-'],
		[60, 'C+'],
		[50, 'C'],
		[45, 'C-'],
		[40, 'D+'],
		[30, 'D'],
		[25, 'D-']
	] as const;
	return grades.find(([minimum]) => score >= minimum)?.[1] ?? 'F';
}
