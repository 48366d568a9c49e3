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
		'default-src': ['self'],
		// SvelteKit は自身のスクリプトのハッシュを追加する。app.html のスクリプトは対象外
		'script-src': ['self', ...inlineScriptHashes(template)],
		'style-src': ['self'],
		// コンポーネントの style: と図の座標は、style 属性になる
		'style-src-attr': ['unsafe-inline'],
		'img-src': ['self', 'data:'],
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

/** The header of a page. The hashes of its scripts are in its own `<meta>`; both policies apply. */
export const pagePolicy = serialize(everywhere);

/** The header of other responses, in case a browser shows one as a document. */
export const assetPolicy = serialize({
	'default-src': ['self'],
	// An SVG opened as a document has inline styles.
	'style-src': ['self', 'unsafe-inline'],
	...everywhere
});

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
	const keyword = /^(self|none|unsafe-inline)$/;
	return Object.entries(directives)
		.map(([name, sources]) =>
			[name, ...sources.map((source) => (keyword.test(source) ? `'${source}'` : source))].join(' ')
		)
		.join('; ');
}
