import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	assetPolicy,
	cspDirectives,
	inlineScriptHashes,
	pagePolicy,
	policyOfPage,
	withoutTrustedTypes
} from './csp.js';

const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('inlineScriptHashes', () => {
	test('hashes the exact text between the tags of each inline script', () => {
		const html = '<script>\n\tone();\n</script><p></p><SCRIPT type="module">two()</SCRIPT >';
		expect(inlineScriptHashes('<script>\n\tone();\n</script>')).toEqual([hash('\n\tone();\n')]);
		expect(inlineScriptHashes(html)).toContain(hash('\n\tone();\n'));
		expect(inlineScriptHashes(html)).toContain(hash('two()'));
	});

	test('ignores external scripts, which self covers', () => {
		expect(
			inlineScriptHashes('<script src="/a.js"></script><script defer src=b.js></script>')
		).toEqual([]);
	});

	test('normalizes line ends as HTML parsers do', () => {
		expect(inlineScriptHashes('<script>a\r\nb</script>')).toEqual([hash('a\nb')]);
	});
});

describe('the policies', () => {
	test('a page may run the scripts of the template and no other inline code', () => {
		const directives = cspDirectives('<script>one()</script>');
		expect(directives['script-src']).toEqual(['self', hash('one()')]);
		expect(JSON.stringify(directives['script-src'])).not.toContain('unsafe');
	});

	test('a page may load only what a directive names; no source is unsafe, and only one Trusted Types policy is allowed', () => {
		const directives = cspDirectives('');
		expect(directives['default-src']).toEqual(['none']);
		expect(JSON.stringify(directives)).not.toMatch(/unsafe|data:|https?:|\*/);
		expect(directives['require-trusted-types-for']).toEqual(['script']);
		expect(directives['trusted-types']).toEqual(['svelte-trusted-html']);
	});

	test('the header of a prerendered page is the policy of its meta, with frame-ancestors', () => {
		const html = `<meta http-equiv="content-security-policy" content="default-src 'none'; a &amp; &quot;">`;
		expect(policyOfPage(html)).toBe(`default-src 'none'; a & "; frame-ancestors 'none'`);
		expect(() => policyOfPage('<meta charset="utf-8">')).toThrow(
			'without a content security policy'
		);
	});

	test('in development plain strings are accepted as HTML, and the other directives stay', () => {
		const policy =
			"default-src 'none'; require-trusted-types-for 'script'; trusted-types a; img-src b";
		expect(withoutTrustedTypes(policy)).toBe("default-src 'none'; img-src b");
		expect(withoutTrustedTypes(pagePolicy)).toBe(pagePolicy);
	});

	test('the header of a page has no script directives: the hashes are in its meta', () => {
		expect(pagePolicy).toBe(
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
		);
	});

	test('other responses may load nothing and cannot be framed', () => {
		expect(assetPolicy).toBe(`default-src 'none'; ${pagePolicy}`);
		expect(assetPolicy).toContain("frame-ancestors 'none'");
	});
});
