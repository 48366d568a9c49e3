/**
 * The path of a page by its file: `/content/ja/10-a/20-b.md` → `/a/b/`. Numbers only order, and a
 * folder's `index.md` is the folder. The browser needs this without the list of pages.
 */
export function addressOf(file: string): string {
	const [, lang = '', ...names] = file.replace(/^\//, '').split('/');
	const segments = names.map((name) => name.replace(/^\d+-|\.md$/g, ''));
	if (segments.at(-1) === 'index') segments.pop();
	if (lang !== 'ja') segments.unshift(lang);
	return segments.length === 0 ? '/' : `/${segments.join('/')}/`;
}
