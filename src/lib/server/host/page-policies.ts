import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policiesFile, withoutTrustedTypes } from '../../../build/csp.js';
import type { PagePolicies } from '../headers.ts';

/**
 * Reads the policies that src/build/adapter.js wrote, to be sent as headers. Unlike the `<meta>` of a page, a header
 * also covers what precedes that element, and tools that check the site from outside can see it.
 * @param build the folder that adapter-node wrote
 */
export function readPagePolicies(build: string): PagePolicies {
	const text = readFileSync(join(build, policiesFile), 'utf8');
	return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

/** Development only: turns off Trusted Types in a page that SvelteKit has rendered. */
export function allowPlainHtml({ headers }: Response): void {
	const policy = headers.get('content-security-policy');
	if (policy !== null) headers.set('content-security-policy', withoutTrustedTypes(policy));
}
