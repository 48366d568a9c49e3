import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assetPolicy, cspDirectives, inlineScriptHashes, pagePolicy } from './csp.js';

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

	test('the header of a page has no script directives: the hashes are in its meta', () => {
		expect(pagePolicy).toBe(
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
		);
	});

	test('other responses have no inline scripts and cannot be framed', () => {
		expect(assetPolicy).toContain("default-src 'self'");
		expect(assetPolicy).not.toContain('script-src');
		expect(assetPolicy).toContain("frame-ancestors 'none'");
	});
});
