import { createHash } from 'node:crypto';

/** @typedef {NonNullable<NonNullable<import('@sveltejs/kit').KitConfig['csp']>['directives']>} Directives */

/**
 * The site's Content Security Policy in SvelteKit's notation. Nothing comes from another host;
 * `'self'` in connect-src covers ws: and wss: of the same origin too (CSP 3 §6.7.2.8).
 * @param {string} template the text of app.html
 */
// #region directives
export function cspDirectives(template) {
	return /** @satisfies {Directives} */ ({
		// ここに書いていない種類のリソースは、すべて禁止する
		'default-src': ['none'],
		// SvelteKit は自身のスクリプトのハッシュを追加する。app.html のスクリプトは対象外
		'script-src': ['self', ...inlineScriptHashes(template)],
		// style 属性も禁止する。Svelte の style: は CSSOM で値を設定するので、影響を受けない
		'style-src': ['self'],
		'img-src': ['self'],
		'connect-src': ['self'],
		// innerHTML などに文字列を渡せるのは、Svelte が部品のテンプレートを作るときだけ(Trusted Types)
		'require-trusted-types-for': ['script'],
		'trusted-types': ['svelte-trusted-html'],
		...everywhere
	});
}
// #endregion directives

/** The directives of every response, including frame-ancestors, which a `<meta>` cannot set. */
// #region everywhere
const everywhere = /** @satisfies {Directives} */ ({
	'base-uri': ['none'],
	'form-action': ['self'],
	'frame-ancestors': ['none'],
	'object-src': ['none']
});
// #endregion everywhere

/** The file of the build with the policy of each prerendered page, by path. */
export const policiesFile = 'policies.json';

/** The header of a page whose own policy, with the hashes of its scripts, is in its `<meta>` only; browsers apply both policies. */
export const pagePolicy = serialize(everywhere);

/**
 * The header of a prerendered page: the policy of its `<meta>`, and frame-ancestors, which a `<meta>` cannot set.
 * @param {string} html
 */
export function policyOfPage(html) {
	const [, content] =
		/<meta http-equiv="content-security-policy" content="([^"]*)">/.exec(html) ?? [];
	if (content === undefined) throw new Error('a page without a content security policy');
	return `${content.replaceAll('&quot;', '"').replaceAll('&amp;', '&')}; frame-ancestors 'none'`;
}

/**
 * A policy for `vite dev`, where Mermaid draws new diagrams and edits replace `{@html}`, both with plain strings.
 * @param {string} policy
 */
export function withoutTrustedTypes(policy) {
	return policy
		.split('; ')
		.filter((directive) => !/^(require-trusted-types-for|trusted-types) /.test(directive))
		.join('; ');
}

/** The header of responses that are not pages, in case a browser opens one as a document. */
export const assetPolicy = serialize({ 'default-src': ['none'], ...everywhere });

/**
 * @param {string} html
 * @returns {`sha256-${string}`[]} the hash of each inline script, in the format of CSP 3 §2.3.1
 */
export function inlineScriptHashes(html) {
	return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script\s*>/gi)].map(
		([, code = '']) => /** @type {const} */ (`sha256-${sha256(code)}`)
	);
}

/** @param {string} text */
function sha256(text) {
	// HTML parsers normalize CRLF to LF before the browser computes the hash.
	return createHash('sha256').update(text.replace(/\r\n?/g, '\n')).digest('base64');
}

/** @param {Record<string, readonly string[]>} directives */
function serialize(directives) {
	const keyword = /^(self|none)$/;
	return Object.entries(directives)
		.map(([name, sources]) =>
			[name, ...sources.map((source) => (keyword.test(source) ? `'${source}'` : source))].join(' ')
		)
		.join('; ');
}
