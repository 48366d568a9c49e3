const preload = /[ \t]*<link href="[^"]*" rel="modulepreload">\n?/g;

/**
 * Moves the preloads of scripts from the head of a page to the end of its body. In the head, they would compete with
 * the rest of the page on a slow line, and the first paint would wait for both.
 */
export function deferPreloads(html: string): string {
	const end = html.lastIndexOf('</body>');
	const links = html.match(preload);
	if (links === null || end === -1) return html;
	const before = html.slice(0, end).replace(preload, '');
	return before + links.map((link) => link.trim()).join('') + html.slice(end);
}
