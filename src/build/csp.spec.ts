import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assetPolicy, cspDirectives, inlineScriptHashes, pagePolicy } from './csp.js';

const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('inlineScriptHashes', () => {
	test('hashes exactly what stands between the tags of each inline script', () => {
		const html = '<script>\n\tone();\n</script><p></p><SCRIPT type="module">two()</SCRIPT >';
		expect(inlineScriptHashes('<script>\n\tone();\n</script>')).toEqual([hash('\n\tone();\n')]);
		expect(inlineScriptHashes(html)).toContain(hash('\n\tone();\n'));
		expect(inlineScriptHashes(html)).toContain(hash('two()'));
	});

	test('leaves out scripts of a file, which self covers', () => {
		expect(
			inlineScriptHashes('<script src="/a.js"></script><script defer src=b.js></script>')
		).toEqual([]);
	});

	test('sees line ends as the browser does after parsing', () => {
		expect(inlineScriptHashes('<script>a\r\nb</script>')).toEqual([hash('a\nb')]);
	});
});

describe('the policies', () => {
	test('a page may run the template’s scripts and no other inline code', () => {
		const directives = cspDirectives('<script>one()</script>');
		expect(directives['script-src']).toEqual(['self', hash('one()')]);
		expect(JSON.stringify(directives['script-src'])).not.toContain('unsafe');
	});

	test('the header of a page says nothing about scripts, as their hashes stand in its meta', () => {
		expect(pagePolicy).toBe(
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
		);
	});

	test('anything else has no inline scripts at all, and nothing may frame it', () => {
		expect(assetPolicy).toContain("default-src 'self'");
		expect(assetPolicy).not.toContain('script-src');
		expect(assetPolicy).toContain("frame-ancestors 'none'");
	});
});
