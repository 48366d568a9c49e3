import type { Plugin } from 'vite';

const query = /\?in=(?<lang>[a-z]+)$/;
const inFolderWithTexts = /\/src\/lib\/(?:demos|inspector|labs|examples)\/[^?]+$/;

/**
 * Gives pages in languages other than Japanese their own copy of a demonstration, so that no page loads
 * the texts of two languages. Such a page imports the copy with `?in=en`. The query is added to everything that the
 * copy imports from the folders with texts, where `text.en.ts` replaces `text.ja.ts`.
 */
export function languageCopies(): Plugin {
	return {
		name: 'wirelab:language-copies',
		enforce: 'pre',
		async resolveId(source, importer, options) {
			const found = query.exec(source) ?? query.exec(importer ?? '');
			if (!found) return null;
			const resolved = await this.resolve(source.replace(query, ''), importer?.replace(query, ''), {
				...options,
				skipSelf: true
			});
			if (!resolved || resolved.external || !inFolderWithTexts.test(resolved.id)) return resolved;
			const lang = found.groups?.['lang'] ?? '';
			return { ...resolved, id: resolved.id.replace(/\.ja\.ts$/, `.${lang}.ts`) + found[0] };
		}
	};
}
